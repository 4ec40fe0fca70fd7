package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand answers that went wrong: cut, doubled, with fields dropped, swapped, of another kind, or taken from
 * other orders. None may yield a yes or a no that is not true in the simulator's book. A whole and coherent lie cannot be
 * told from the truth, so one status is never replaced by another valid one of the same field, and an operation's id never
 * becomes that of one that nobody ever made.
 */
class PayPalMutationTest {
    private static final int ROUNDS = 110_000;
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final Pattern OPERATION = Pattern.compile("opn_[0-9a-hjkmnp-tv-z]{26}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PayPalHouse house = new PayPalHouse();
    private final Canned canned = new Canned();
    private final PayPalProvider provider = new PayPalProvider(house.simulator.account("shop"), canned, house.clock);

    /** Answers the same to every question about money, and a token to whoever wants one. */
    private static final class Canned implements Exchange {
        private byte[] body = new byte[0];
        private int status = 200;

        @Override
        public Answer send(Ask ask) {
            return ask.url().endsWith("/token")
                    ? PayPalHouse.json(200, "{\"access_token\":\"A21AAx\",\"expires_in\":32400}")
                    : new Answer(status, Map.of(), body);
        }
    }

    /** A question, the true answer to it, and what that answer means. */
    private record Case(
            String name, PayPalHouse.Call call, byte[] answer, JsonNode tree, Set<String> operations, Outcome truth) {}

    private interface Question {
        Outcome ask(PayPalProvider provider) throws IOException;
    }

    @Test
    void noChangedAnswerIsAFalseYesOrNo() {
        System.out.println("PayPalMutationTest: seed " + SEED + ", " + ROUNDS + " answers");
        Random random = new Random(SEED);
        List<Case> cases = cases();
        int verdicts = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Case one = cases.get(i % cases.size());
            canned.status = 200 + (random.nextInt(4) == 0 ? 1 : 0);
            canned.body = mutated(one, cases, random);
            Outcome outcome = PayPalHouse.outcome(one.call());
            if (outcome instanceof Done || outcome instanceof Declined || outcome instanceof NotSent) {
                verdicts++;
                if (!isTrue(outcome, one.truth())) {
                    assertThat(outcome)
                            .as("seed %d, round %d, %s: %s", SEED, i, one.name(), PayPalHouse.text(canned.body))
                            .isEqualTo(one.truth());
                }
            }
        }
        // Most harmless changes leave the truth readable; without any the test would prove nothing.
        assertThat(verdicts).isBetween(ROUNDS / 50, ROUNDS * 9 / 10);
        house.close();
    }

    /** References are not compared where the answer itself is the only source of them. */
    private static boolean isTrue(Outcome outcome, Outcome truth) {
        if (outcome instanceof Done said && truth instanceof Done real) {
            return said.effect() == real.effect() && said.amount().equals(real.amount());
        }
        return outcome.getClass() == truth.getClass();
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Started waiting = house.start(CaptureMode.AUTOMATIC);
        Started approved = house.start(CaptureMode.AUTOMATIC);
        house.choose(approved, "PAY");
        Started pending = house.start(CaptureMode.AUTOMATIC);
        house.choose(pending, "PAY_LATER");
        house.complete(pending);
        Started denied = house.start(CaptureMode.AUTOMATIC);
        house.choose(denied, "PAY_LATER");
        house.complete(denied);
        house.simulator.settle(
                String.valueOf(house.simulator.newest("shop", denied.attempt().value(), false)), false);
        Started paid = house.paid(CaptureMode.AUTOMATIC);
        Started reserved = house.paid(CaptureMode.MANUAL);
        Started released = house.paid(CaptureMode.MANUAL);
        OperationRequest release = house.operation(OperationKind.VOID, released, PayPalHouse.AMOUNT);
        house.send(release);
        Started parts = house.paid(CaptureMode.MANUAL);
        OperationRequest capture = house.operation(OperationKind.CAPTURE, parts, Money.ofMinor(430, "EUR"));
        house.send(capture);
        Started refunded = house.paid(CaptureMode.AUTOMATIC);
        OperationRequest refund = house.operation(OperationKind.REFUND, refunded, Money.ofMinor(300, "EUR"));
        house.send(refund);
        for (Started one : List.of(waiting, approved, pending, denied, paid, reserved, released, parts, refunded)) {
            cases.add(made("query " + one.order(), p -> p.query(one.query()), one.order()));
        }
        cases.add(made("complete", p -> p.complete(paid.query()), paid.order()));
        cases.add(made("authorize", p -> p.complete(reserved.query()), reserved.order()));
        cases.add(made("start", p -> p.start(waiting.query().request()), waiting.order()));
        cases.add(made("query of a void", p -> p.queryOperation(release), released.order()));
        cases.add(made("query of a capture", p -> p.queryOperation(capture), parts.order()));
        cases.add(made("query of a refund", p -> p.queryOperation(refund), refunded.order()));
        OperationRequest never = house.operation(OperationKind.REFUND, paid, Money.ofMinor(100, "EUR"));
        cases.add(made("query of a refund that never was", p -> p.queryOperation(never), paid.order()));
        OperationRequest close = house.operation(OperationKind.VOID, waiting, PayPalHouse.AMOUNT);
        cases.add(made("closing what is not paid", p -> p.cancel(close), waiting.order()));
        OperationRequest late = house.operation(OperationKind.VOID, paid, PayPalHouse.AMOUNT);
        cases.add(made("closing what is paid", p -> p.cancel(late), paid.order()));
        return cases;
    }

    private Case made(String name, Question question, String order) {
        try {
            String token = house.wire.asks.stream()
                    .filter(ask ->
                            ask.headers().getOrDefault("Authorization", "").startsWith("Bearer"))
                    .reduce((first, second) -> second)
                    .map(ask -> ask.headers().get("Authorization"))
                    .orElseThrow();
            Answer answer = house.wire.real(
                    Ask.get(PayPalHouse.URL + "/v2/checkout/orders/" + order, Map.of("Authorization", token)));
            canned.body = answer.body();
            Outcome truth = PayPalHouse.outcome(() -> question.ask(house.provider));
            PayPalHouse.Call call = () -> question.ask(provider);
            assertThat(PayPalHouse.outcome(call)).as(name).isEqualTo(truth);
            return new Case(name, call, answer.body(), JSON.readTree(answer.body()), operations(answer.body()), truth);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] mutated(Case one, List<Case> cases, Random random) {
        while (true) {
            byte[] body = mutatedOnce(one, cases, random);
            if (one.operations().containsAll(operations(body))) {
                return body;
            }
        }
    }

    private static Set<String> operations(byte[] body) {
        return OPERATION
                .matcher(PayPalHouse.text(body))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static byte[] mutatedOnce(Case one, List<Case> cases, Random random) {
        byte[] body = one.answer();
        int times = 1 + (random.nextInt(4) == 0 ? 1 : 0);
        for (int i = 0; i < times; i++) {
            boolean untouched = body == one.answer();
            body = random.nextInt(4) == 0
                    ? bytes(body, random)
                    : structure(untouched ? one.tree().deepCopy() : tree(body), body, cases, random);
        }
        return body;
    }

    private static byte[] bytes(byte[] body, Random random) {
        if (body.length == 0) {
            return body;
        }
        byte[] changed = body.clone();
        int at = random.nextInt(changed.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> Arrays.copyOf(changed, at);
            case 2 ->
                join(
                        Arrays.copyOf(changed, at),
                        Arrays.copyOfRange(changed, Math.min(changed.length, at + 3), changed.length));
            case 3 -> join(changed, Arrays.copyOf(changed, at));
            default -> {
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
        };
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return JSON.nullNode();
        }
    }

    private static byte[] structure(JsonNode root, byte[] body, List<Case> cases, Random random) {
        if (!(root instanceof ObjectNode whole) || root.isEmpty()) {
            return bytes(body, random);
        }
        List<ObjectNode> objects = new ArrayList<>();
        collect(whole, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        String name = anyName(object, random);
        switch (random.nextInt(10)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, "");
            case 3 -> object.set(name, object.arrayNode().add(object.get(name)));
            case 4 -> object.set(name, object.objectNode().set("value", object.get(name)));
            case 5 -> object.put(name, random.nextInt(-5, 5_000));
            case 6 -> object.put(name, object.get(name).asText() + "x");
            case 7 -> foreign(object, name, cases, random);
            case 8 -> swap(object, objects, name, random);
            default -> {
                String field = "\"" + name + "\":" + object.get(name) + ",";
                String text = whole.toString();
                int at = text.indexOf(field);
                return (at < 0 ? text : text.substring(0, at) + field + text.substring(at))
                        .getBytes(StandardCharsets.UTF_8);
            }
        }
        return whole.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A value of another order: its reference, its id, its amount, its payments; never another status by itself. */
    private static void foreign(ObjectNode object, String name, List<Case> cases, Random random) {
        JsonNode found = cases.get(random.nextInt(cases.size())).tree().findValue(name);
        boolean status = name.equals("status") || name.equals("intent");
        if (found != null && !status) {
            object.set(name, name.equals("value") ? object.textNode("99.99") : found.deepCopy());
        }
    }

    /** Two fields change places; the same field of two payments does not, that is the same order told differently. */
    private static void swap(ObjectNode object, List<ObjectNode> objects, String name, Random random) {
        ObjectNode second = objects.get(random.nextInt(objects.size()));
        String other = anyName(second, random);
        JsonNode mine = object.get(name);
        if (!other.equals(name) || name.equals("value") || name.equals("id")) {
            object.set(name, second.get(other).deepCopy());
            second.set(other, mine.deepCopy());
        }
    }

    private static String anyName(ObjectNode object, Random random) {
        Iterator<String> names = object.fieldNames();
        String name = names.next();
        for (int skip = random.nextInt(object.size()); skip > 0; skip--) {
            name = names.next();
        }
        return name;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            objects.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> collect(child, objects));
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
