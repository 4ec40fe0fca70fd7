package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.RSAPrivateKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The simulator's true answers, changed by chance: damaged on the way, or malformed at the source and signed. A yes, a no or
 * a "not sent" must then still be the true one. Keys are as short as RSA2 allows, so that it is fast.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlipayMutationsTest {
    private static final int DAMAGED = 75_000;

    /** Fewer: each is signed. */
    private static final int MALFORMED = 25_000;

    private static final List<String> FOREIGN =
            List.of("out_trade_no", "trade_no", "total_amount", "out_request_no", "refund_amount", "refund_fee");

    private final AlipayHouse house = new AlipayHouse();
    private final List<Case> cases = new ArrayList<>();
    private KeyPair alipay;
    private AlipayProvider provider;
    /** What becomes of the answers to the case that is asked now. */
    private Mutation mutation = (field, answers) -> answer(new byte[0]);

    private Map<String, ObjectNode> answers = Map.of();

    /** Something that is asked, the true answers by method, and what the truth is. */
    private record Case(String name, Verb verb, Map<String, ObjectNode> answers, Outcome truth) {}

    @FunctionalInterface
    private interface Verb {
        Outcome ask(AlipayProvider provider) throws IOException;
    }

    @BeforeAll
    void open() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        alipay = generator.generateKeyPair();
        AlipayAccount account = new AlipayAccount(
                "http://sim.test/gateway.do", "2021", null, quickKey(), alipay.getPublic(), null, null, null);
        provider = new AlipayProvider(account, ask -> mutation.of(field(ask), answers), house);
        charges();
        operations();
    }

    @AfterAll
    void close() {
        house.close();
    }

    /** A key that signs as quickly as others verify: its private exponent is small. */
    private static PrivateKey quickKey() throws GeneralSecurityException {
        Random random = new Random(1);
        BigInteger modulus = BigInteger.ONE;
        while (modulus.bitLength() != 512) {
            modulus = BigInteger.probablePrime(256, random).multiply(BigInteger.probablePrime(256, random));
        }
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(modulus, BigInteger.valueOf(65_537)));
    }

    private void charges() throws IOException {
        AttemptId paid = house.paid();
        add("paid", asks(paid, house.ref()));
        AttemptId fresh = AttemptId.next();
        add("start", provider -> provider.start(house.request(fresh, Alipay.QR)));
        Money large = Money.parse("100000000.00", "CNY");
        add("absent", asks(AttemptId.next(), null));
        AttemptId unopened = AttemptId.next();
        house.start(unopened, Alipay.QR);
        add("unopened", asks(unopened, house.ref()));
        AttemptId waiting = AttemptId.next();
        house.start(waiting, Alipay.QR);
        house.simulator.opens("shop", waiting.value());
        add("waiting", asks(waiting, house.ref()));
        add(
                "other amount",
                provider -> provider.query(new ChargeQuery(house.request(waiting, Alipay.QR, large), null)));
        OperationRequest closing = house.operation(OperationKind.VOID, waiting, 1230);
        add("close", provider -> provider.cancel(closing));
        add("closed", asks(waiting, closing.chargeRef()));
        add("close again", provider -> provider.cancel(closing));
        add("void query", provider -> provider.queryOperation(closing));
    }

    private void operations() throws IOException {
        AttemptId paid = house.paid();
        OperationRequest closing = house.operation(OperationKind.VOID, paid, 1230);
        add("close paid", provider -> provider.cancel(closing));
        OperationRequest never = house.operation(OperationKind.REFUND, paid, 100);
        add("no refund", provider -> provider.queryOperation(never));
        OperationRequest much = house.operation(OperationKind.REFUND, paid, 1231);
        add("too much", provider -> provider.refund(much));
        OperationRequest part = house.operation(OperationKind.REFUND, paid, 100);
        add("refund", provider -> provider.refund(part));
        add("refund again", provider -> provider.refund(part));
        add("refund query", provider -> provider.queryOperation(part));
        add("partly refunded", asks(paid, house.ref()));
        OperationRequest rest = house.operation(OperationKind.REFUND, paid, 1130);
        add("refund rest", provider -> provider.refund(rest));
        add("given back", asks(paid, house.ref()));
        add("refund closed", provider -> provider.refund(never));
    }

    private Verb asks(AttemptId attempt, @Nullable String ref) {
        return provider -> provider.query(new ChargeQuery(house.request(attempt, Alipay.QR), ref));
    }

    /** Asks the simulator once, and keeps what it said. */
    private void add(String name, Verb verb) throws IOException {
        int from = house.answers.size();
        Outcome truth = verb.ask(house.provider);
        Map<String, ObjectNode> answers = new HashMap<>();
        for (int i = from; i < house.answers.size(); i++) {
            JsonNode whole = StrictJson.object(house.answers.get(i).body());
            whole.properties().forEach(field -> {
                if (field.getValue() instanceof ObjectNode node) {
                    answers.put(field.getKey(), node);
                }
            });
        }
        cases.add(new Case(name, verb, answers, truth));
    }

    private Outcome ask(Case asked, Mutation with) throws IOException {
        answers = asked.answers();
        mutation = with;
        return asked.verb().ask(provider);
    }

    @FunctionalInterface
    private interface Mutation {
        Answer of(String field, Map<String, ObjectNode> answers) throws IOException;
    }

    private static String field(Ask ask) {
        int start = ask.url().indexOf("&method=") + "&method=".length();
        return ask.url().substring(start, ask.url().indexOf('&', start)).replace('.', '_') + "_response";
    }

    private static Answer answer(byte[] body) {
        return new Answer(200, Map.of(), body);
    }

    private byte[] signed(String field, String node) {
        String sign = AlipaySignature.sign(alipay.getPrivate(), node);
        return ("{\"" + field + "\":" + node + ",\"sign\":\"" + sign + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theTruthIsReadAsItIs() throws IOException {
        for (Case asked : cases) {
            Outcome outcome = ask(asked, (field, truths) -> answer(signed(field, String.valueOf(truths.get(field)))));
            assertThat(outcome).as(asked.name()).isEqualTo(asked.truth());
        }
        assertThat(cases).hasSizeGreaterThan(18);
    }

    @Test
    void noDamagedAnswerIsAFalseYesOrNo() throws IOException {
        Random random = random(DAMAGED);
        Map<String, Map<String, byte[]>> bodies = new HashMap<>();
        for (Case asked : cases) {
            Map<String, byte[]> whole = new HashMap<>();
            asked.answers().forEach((field, node) -> whole.put(field, signed(field, node.toString())));
            bodies.put(asked.name(), whole);
        }
        for (int i = 0; i < DAMAGED; i++) {
            Case asked = cases.get(i % cases.size());
            List<byte[]> changed = new ArrayList<>();
            Outcome outcome = ask(asked, (field, truths) -> {
                byte[] body = damaged(bodies.get(asked.name()).get(field), random);
                changed.add(body);
                return answer(body);
            });
            isTrueOrNeither(asked, outcome, i, changed);
        }
    }

    @Test
    void noMalformedAnswerIsAFalseYesOrNo() throws IOException {
        Random random = random(MALFORMED);
        for (int i = 0; i < MALFORMED; i++) {
            Case asked = cases.get(i % cases.size());
            List<byte[]> changed = new ArrayList<>();
            Outcome outcome = ask(asked, (field, truths) -> {
                byte[] body = signed(field, malformed(truths.get(field), random));
                changed.add(body);
                return answer(body);
            });
            isTrueOrNeither(asked, outcome, i, changed);
        }
    }

    private static Random random(int rounds) {
        long seed = Long.getLong("alipay.seed", System.nanoTime());
        System.out.println("AlipayMutationsTest: " + rounds + " rounds, -Dalipay.seed=" + seed);
        return new Random(seed);
    }

    private static void isTrueOrNeither(Case asked, Outcome outcome, int round, List<byte[]> changed) {
        boolean decided = outcome instanceof Outcome.Done
                || outcome instanceof Outcome.Declined
                || outcome instanceof Outcome.NotSent;
        if (decided && !isTrue(outcome, asked.truth())) {
            StringBuilder what = new StringBuilder();
            changed.forEach(body ->
                    what.append(new String(body, StandardCharsets.UTF_8)).append('\n'));
            throw new AssertionError("round " + round + ", " + asked.name() + ": " + outcome + " instead of "
                    + asked.truth() + "\n" + what);
        }
    }

    /** References are not compared: a wrong one that is signed cannot be told from a right one. */
    private static boolean isTrue(Outcome outcome, Outcome truth) {
        if (outcome instanceof Outcome.Done done && truth instanceof Outcome.Done real) {
            return done.effect() == real.effect() && done.amount().equals(real.amount());
        }
        return outcome.getClass() == truth.getClass();
    }

    private static byte[] damaged(byte[] body, Random random) {
        byte[] changed = body.clone();
        int at = random.nextInt(changed.length);
        switch (random.nextInt(6)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) ('0' + random.nextInt(10));
            case 2 -> changed = Arrays.copyOf(changed, at);
            case 3 -> System.arraycopy(changed, at, changed, Math.max(0, at - 3), changed.length - at);
            case 4 -> {
                int other = random.nextInt(changed.length);
                byte swapped = changed[at];
                changed[at] = changed[other];
                changed[other] = swapped;
            }
            default -> {
                changed = Arrays.copyOf(changed, changed.length + at);
                System.arraycopy(body, 0, changed, body.length, at);
            }
        }
        return changed;
    }

    /** One or two fields dropped, cut, retyped, wrapped, doubled, or taken from something else. */
    private static String malformed(ObjectNode truth, Random random) {
        ObjectNode node = truth.deepCopy();
        for (int i = random.nextInt(2); i >= 0 && !node.isEmpty(); i--) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            String text = node.path(name).asText();
            switch (random.nextInt(9)) {
                case 0 -> node.remove(name);
                case 1 -> node.putNull(name);
                case 2 -> {
                    if (node.path(name).isTextual() && !text.isEmpty()) {
                        node.put(name, text.substring(0, random.nextInt(text.length())));
                    }
                }
                case 3 -> node.put(name, text + "x");
                case 4 -> node.put(name, random.nextInt());
                case 5 -> node.set(name, JsonNodeFactory.instance.arrayNode().add(text));
                case 6 -> node.set(name, JsonNodeFactory.instance.objectNode().put("value", text));
                case 7 -> {
                    String strange = name.endsWith("amount") || name.equals("refund_fee") ? "7.77" : "2026000011112222";
                    if (FOREIGN.contains(name)) {
                        node.put(name, strange);
                    }
                }
                default -> {
                    return node.toString().replaceFirst("\\{", "{\"" + name + "\":\"again\",");
                }
            }
        }
        return node.toString();
    }
}
