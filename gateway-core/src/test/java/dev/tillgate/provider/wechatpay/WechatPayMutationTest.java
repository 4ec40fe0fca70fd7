package dev.tillgate.provider.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand spoiled answers: none is a yes, a no or a "not sent" where the simulator's truth is another. Most
 * are spoiled on the way, the rest by WeChat itself, and signed. A whole, coherent, signed lie (an open order called closed)
 * cannot be told from the truth, so states are only ever replaced by impossible ones.
 */
class WechatPayMutationTest {
    private static final int ROUNDS = 100_000;
    private static final long SEED = 20_261_125L;

    private final Random random = new Random(SEED);
    private Practice practice;
    private WechatPayProvider provider;
    private Settings settings;
    private Answer canned;
    private FastSigner signer;

    /** Something asked, the true answer to it, and what is true. */
    private record Case(String name, Call call, Answer answer, Outcome truth, boolean named) {}

    private interface Call {
        Outcome run() throws IOException;
    }

    @BeforeEach
    void openOne() throws GeneralSecurityException {
        // Short keys: it is the reading that is tried here, a hundred thousand times.
        practice = new Practice(512, Duration.ofHours(1));
        settings = practice.settings();
        provider = practice.provider(settings);
        signer = new FastSigner(settings.get(WechatPay.PUBLIC_KEY_ID));
    }

    @AfterEach
    void closeIt() {
        practice.close();
    }

    @Test
    void noSpoiledAnswerIsAFalseVerdict() throws IOException, GeneralSecurityException {
        List<Case> cases = cases();
        Settings signed = Practice.with(settings, WechatPay.WECHAT_PUBLIC_KEY, signer.publicKey());
        provider = new WechatPayProvider(signed, lines -> "nobody looks at it", ask -> canned, practice);
        int[] verdicts = new int[3];
        for (int i = 0; i < ROUNDS; i++) {
            Case each = cases.get(i % cases.size());
            Answer spoiled = spoiled(each, cases);
            canned = spoiled;
            Outcome outcome = outcome(each.call());
            if (!isTrueOrNone(outcome, each.truth())) {
                throw new AssertionError("seed " + SEED + ", round " + i + ", " + each.name() + ": "
                        + spoiled.status() + " " + new String(spoiled.body(), StandardCharsets.UTF_8) + " is "
                        + outcome);
            }
            verdicts[outcome instanceof Outcome.Unknown ? 0 : outcome instanceof Outcome.PayerMust ? 1 : 2]++;
        }
        System.out.println("wechatpay: " + ROUNDS + " spoiled answers, seed " + SEED + ": unknown " + verdicts[0]
                + ", waiting " + verdicts[1] + ", still true " + verdicts[2]);
        assertThat(verdicts[0]).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void noSpoiledNotificationIsBelieved() throws IOException {
        practice.paid();
        Awaitility.await().until(() -> !practice.notices.isEmpty());
        InboundRequest genuine = practice.notices.get(0);
        assertThat(provider.read(genuine)).isInstanceOf(Notification.Verified.class);
        for (int i = 0; i < 10_000; i++) {
            byte[] body = bytes(genuine.body());
            Map<String, String> headers = new HashMap<>(genuine.headers());
            if (random.nextBoolean()) {
                body = genuine.body();
                List<String> names =
                        List.of("Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature", "Wechatpay-Timestamp");
                String name = names.get(random.nextInt(names.size()));
                headers.put(
                        name,
                        new String(
                                bytes(headers.get(name).getBytes(StandardCharsets.US_ASCII)),
                                StandardCharsets.ISO_8859_1));
            }
            // Base 64 has bits that say nothing: the same signature can be written in several ways.
            String signature = headers.remove("Wechatpay-Signature");
            Map<String, String> others = new HashMap<>(genuine.headers());
            boolean same = Arrays.equals(body, genuine.body())
                    && sameBytes(signature, others.remove("Wechatpay-Signature"))
                    && headers.equals(others);
            headers.put("Wechatpay-Signature", signature);
            InboundRequest spoiled = new InboundRequest("POST", "/", null, headers, body, genuine.receivedAt());
            if (!same) {
                assertThat(provider.read(spoiled)).as("round " + i).isInstanceOf(Notification.Rejected.class);
            }
        }
    }

    private static boolean sameBytes(String one, String other) {
        try {
            return Arrays.equals(
                    Base64.getDecoder().decode(one), Base64.getDecoder().decode(other));
        } catch (IllegalArgumentException garbled) {
            return false;
        }
    }

    private List<Case> cases() throws IOException, GeneralSecurityException {
        List<Case> cases = new ArrayList<>();
        AttemptId paid = practice.paid();
        AttemptId other = practice.paid();
        AttemptId open = practice.order();
        AttemptId closed = practice.order();
        practice.happens(closed, Event.CLOSES);
        AttemptId paying = practice.order();
        practice.happens(paying, Event.TYPES_PASSWORD);
        AttemptId closing = practice.order();
        for (AttemptId attempt : List.of(paid, other, open, closed, paying, AttemptId.next())) {
            add(cases, "query", () -> provider.query(Practice.about(attempt, "known")), true);
        }
        add(cases, "query of a lost start", () -> provider.query(Practice.about(open, null)), true);
        for (String end : List.of("SUCCESS", "PROCESSING", "ABNORMAL", "CLOSED")) {
            OperationRequest refund = Practice.operation(OperationKind.REFUND, paid, 10);
            provider.refund(refund);
            if (!end.equals("PROCESSING")) {
                practice.simulator.decideRefund(
                        Practice.ACCOUNT, refund.operation().value(), end);
            }
            add(cases, "refund again", () -> provider.refund(refund), true);
            add(cases, "query of a refund", () -> provider.queryOperation(refund), true);
        }
        OperationRequest never = Practice.operation(OperationKind.REFUND, paid, 10);
        add(cases, "query of a refund", () -> provider.queryOperation(never), true);
        add(cases, "too much", () -> provider.refund(Practice.operation(OperationKind.REFUND, other, 9_999)), false);
        OperationRequest tooLate = Practice.operation(OperationKind.VOID, paid, 1230);
        add(cases, "close of a paid one", () -> provider.cancel(tooLate), false);
        OperationRequest close = Practice.operation(OperationKind.VOID, closing, 1230);
        add(cases, "close", () -> provider.cancel(close), false);
        add(cases, "query of a close", () -> provider.queryOperation(close), true);
        add(cases, "query of a close", () -> provider.queryOperation(tooLate), true);
        add(cases, "start", () -> provider.start(Practice.code(open)), false);
        return cases;
    }

    private void add(List<Case> cases, String name, Call call, boolean named)
            throws IOException, GeneralSecurityException {
        List<Answer> answers = new ArrayList<>();
        practice.swap = answer -> {
            answers.add(answer);
            return answer;
        };
        Outcome truth = call.run();
        practice.swap = null;
        Answer first = answers.get(0);
        Answer signed =
                signer.answer(first.status(), first.body(), practice.instant().getEpochSecond());
        cases.add(new Case(name, call, signed, truth, named && first.status() == 200));
    }

    private Answer spoiled(Case each, List<Case> all) throws GeneralSecurityException {
        return random.nextInt(4) < 3 ? onTheWay(each.answer()) : atTheSource(each, all);
    }

    private Answer onTheWay(Answer answer) {
        Map<String, List<String>> headers = new HashMap<>(answer.headers());
        List<String> names = new ArrayList<>(headers.keySet());
        String name = names.get(random.nextInt(names.size()));
        String value = headers.get(name).get(0);
        switch (random.nextInt(5)) {
            case 0 -> headers.remove(name);
            case 1 ->
                headers.put(
                        name,
                        List.of(new String(
                                bytes(value.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.ISO_8859_1)));
            case 2 -> {
                return new Answer(100 + random.nextInt(500), headers, answer.body());
            }
            default -> {
                return new Answer(answer.status(), headers, bytes(answer.body()));
            }
        }
        return new Answer(answer.status(), headers, answer.body());
    }

    private Answer atTheSource(Case each, List<Case> all) throws GeneralSecurityException {
        int status = each.answer().status();
        if (random.nextInt(20) == 0) {
            status = 500 + random.nextInt(10);
        }
        String body = new String(each.answer().body(), StandardCharsets.UTF_8);
        if (each.named() && random.nextInt(8) == 0) {
            // The answer about something else, in place of this one.
            Case foreign = all.get(random.nextInt(all.size()));
            boolean same = foreign.truth().equals(each.truth());
            body = foreign.named() && !same ? new String(foreign.answer().body(), StandardCharsets.UTF_8) : body;
        } else if (StrictJson.object(each.answer().body()) instanceof ObjectNode object) {
            body = structure(object);
        } else {
            body = "{}";
        }
        long skew = random.nextInt(20) == 0 ? 360 : 0;
        return signer.answer(
                status,
                body.getBytes(StandardCharsets.UTF_8),
                practice.instant().getEpochSecond() + (random.nextBoolean() ? skew : -skew));
    }

    private String structure(ObjectNode root) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(root, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        JsonNode value = object.get(name);
        switch (random.nextInt(9)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, value.isNumber() ? "x" + value.asText() : "");
            case 3 -> object.set(name, object.arrayNode().add(value));
            case 4 -> object.set(name, object.objectNode().set("value", value));
            case 5 -> object.put(name, value.isNumber() ? -1 - Math.abs(value.asLong()) : 7);
            case 6 -> {
                if (value.isNumber()) {
                    object.put(name, value.asLong() - 0.5);
                } else {
                    object.put(name, value.asText() + "x");
                }
            }
            case 7 -> {
                String second = names.get(random.nextInt(names.size()));
                JsonNode swapped = object.get(second);
                object.set(second, value);
                object.set(name, swapped);
            }
            default -> {
                return doubled(root);
            }
        }
        return root.toString();
    }

    private String doubled(JsonNode root) {
        String[] extra = {
            "\"trade_state\":\"SUCCESS\"",
            "\"status\":\"SUCCESS\"",
            "\"code\":\"ORDERPAID\"",
            "\"amount\":{\"total\":1}"
        };
        String again = extra[random.nextInt(extra.length)];
        String text = root.toString();
        String doubled = text.substring(0, text.length() - 1) + "," + again + "}";
        // Added where it was not is another answer, not a doubled one.
        return StrictJson.object(doubled.getBytes(StandardCharsets.UTF_8)) == null ? doubled : text + text;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            objects.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> collect(child, objects));
        }
    }

    private byte[] bytes(byte[] whole) {
        if (whole.length == 0) {
            return new byte[] {'{', '}'};
        }
        byte[] changed = whole.clone();
        int at = random.nextInt(changed.length);
        return switch (random.nextInt(4)) {
            case 0 -> {
                changed[at] ^= (byte) (1 << random.nextInt(7));
                yield changed;
            }
            case 1 -> Arrays.copyOf(changed, at);
            case 2 -> {
                changed[at] = changed[random.nextInt(changed.length)];
                yield changed;
            }
            default -> {
                byte[] longer = Arrays.copyOf(changed, changed.length + at + 1);
                System.arraycopy(changed, 0, longer, changed.length, at + 1);
                yield longer;
            }
        };
    }

    private static Outcome outcome(Call call) {
        try {
            return call.run();
        } catch (NotSentException notSent) {
            return new NotSent("");
        } catch (IOException | RuntimeException lost) {
            return new Outcome.Unknown(String.valueOf(lost));
        }
    }

    private static boolean isTrueOrNone(Outcome outcome, Outcome truth) {
        return switch (outcome) {
            case Done done ->
                truth instanceof Done real
                        && real.effect() == done.effect()
                        && real.amount().equals(done.amount());
            case Declined declined -> truth.equals(declined);
            case NotSent notSent -> truth instanceof NotSent;
            default -> true;
        };
    }
}
