package dev.tillgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Merchant.Call;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.Unknown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The part of the contract about answers that are not what they should be: none of them is ever a yes or a no. */
abstract class AnswerContract extends NotificationContract {
    private static final int MUTATIONS = 1_000;
    private static final List<String> MEANINGLESS = List.of(
            "",
            " ",
            "null",
            "true",
            "42",
            "[]",
            "{}",
            "\"ok\"",
            "{\"hello\":\"world\"}",
            "{\"status\":\"succeeded\"}",
            "{\"status\":\"captured\",\"amount\":1}",
            "{\"error\":{}}",
            "<!doctype html><html><title>Sign in to the network</title></html>",
            "code=SUCCESS&trade_status=TRADE_SUCCESS",
            "\u0000\u0001\u0002");

    @Test
    void noStatusWithoutAMeaningfulBodyIsAYesOrANo() {
        Merchant merchant = merchant(1);
        Map<String, Call> calls = everyCall(merchant);
        for (int status : IntStream.rangeClosed(200, 599).toArray()) {
            String body = MEANINGLESS.get(status % MEANINGLESS.size());
            calls.forEach((name, call) -> isMeaningless(merchant, name, call, answer(status, body)));
        }
        for (String body : MEANINGLESS) {
            for (int status : List.of(200, 201, 202, 302, 400, 402, 404, 409, 422, 429, 500, 503)) {
                calls.forEach((name, call) -> isMeaningless(merchant, name, call, answer(status, body)));
            }
        }
    }

    private static Answer answer(int status, String body) {
        return new Answer(
                status, Map.of("content-type", List.of("application/json")), body.getBytes(StandardCharsets.UTF_8));
    }

    private static void isMeaningless(Merchant merchant, String name, Call call, Answer answer) {
        Outcome outcome = merchant.swapped((ask, truth) -> answer, call);
        String what = name + " answered " + answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(outcome).as(what).isNotInstanceOfAny(Done.class, Declined.class, Outcome.PayerMust.class);
        if (answer.status() < 400 || answer.status() >= 500) {
            assertThat(outcome).as(what).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aTruncatedAnswerIsUnknown() {
        Merchant merchant = merchant(1);
        for (Map.Entry<String, Call> call : everyCall(merchant).entrySet()) {
            for (int part = 1; part < 20; part++) {
                int twentieths = part;
                Outcome outcome = merchant.swapped(
                        (ask, answer) ->
                                with(answer, Arrays.copyOf(answer.body(), answer.body().length * twentieths / 20)),
                        call.getValue());
                assertThat(outcome).as(call.getKey()).isInstanceOf(Unknown.class);
            }
        }
    }

    @Test
    void anAnswerWithAServersErrorIsUnknownWhateverItSays() {
        Merchant merchant = merchant(1);
        for (Map.Entry<String, Call> call : everyCall(merchant).entrySet()) {
            for (int status : List.of(500, 502, 503, 504, 529)) {
                Outcome outcome = merchant.swapped(
                        (ask, answer) ->
                                fixture().signedAgain(1, ask, new Answer(status, answer.headers(), answer.body())),
                        call.getValue());
                assertThat(outcome).as(call.getKey()).isInstanceOf(Unknown.class);
            }
        }
    }

    @Test
    void aWrongOrMissingSignatureIsUnknown() {
        assumeTrue(fixture().signsAnswers(), "this provider does not sign its answers");
        Merchant merchant = merchant(1);
        for (Map.Entry<String, Call> call : everyCall(merchant).entrySet()) {
            Outcome bare = merchant.swapped((ask, answer) -> fixture().unsigned(answer), call.getValue());
            assertThat(bare).as(call.getKey()).isInstanceOf(Unknown.class);
            Outcome others = merchant.swapped((ask, answer) -> fixture().signedAgain(2, ask, answer), call.getValue());
            assertThat(others).as(call.getKey()).isInstanceOf(Unknown.class);
            Outcome touched = merchant.swapped((ask, answer) -> fixture().touched(answer), call.getValue());
            assertThat(touched).as(call.getKey()).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void theAnswerAboutAnotherChargeIsNotBelieved() {
        Merchant merchant = merchant(1);
        AttemptId paid = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        List<Answer> answers = new ArrayList<>();
        merchant.swapped(
                (ask, answer) -> {
                    answers.add(answer);
                    return answer;
                },
                query(merchant, paid));
        AttemptId other = AttemptId.next();
        ChargeRequest request = fixture().charge(other, amount(), CaptureMode.AUTOMATIC);
        Answer strange = answers.get(answers.size() - 1);
        for (Call call : List.<Call>of(query(merchant, other), () -> merchant.provider.start(request))) {
            assertThat(merchant.swapped((ask, answer) -> strange, call)).isInstanceOf(Unknown.class);
            assertThat(merchant.swapped((ask, answer) -> fixture().signedAgain(1, ask, strange), call))
                    .isInstanceOf(Unknown.class);
        }
    }

    /** Changed on the way: a yes or a no must then be the true one. */
    @Test
    void noChangedAnswerIsAFalseYesOrNo() {
        Random random = new Random(20_261_123);
        Merchant merchant = merchant(1);
        Map<AttemptId, Outcome> truths = truths(merchant);
        List<AttemptId> attempts = new ArrayList<>(truths.keySet());
        for (int i = 0; i < MUTATIONS; i++) {
            AttemptId attempt = attempts.get(i % attempts.size());
            Outcome outcome = merchant.swapped(
                    (ask, answer) -> with(answer, AnswerMutations.bytes(answer.body(), random)),
                    query(merchant, attempt));
            isTrueOrNeither(outcome, truths.get(attempt), "round " + i);
        }
    }

    /**
     * Malformed by the provider itself, and signed: what is left must be true or unknown. (A whole, coherent, signed
     * lie cannot be told from the truth, so values are only removed, retyped, doubled or made impossible.)
     */
    @Test
    void noMalformedAnswerIsAFalseYesOrNo() {
        Random random = new Random(20_261_124);
        Merchant merchant = merchant(1);
        Map<AttemptId, Outcome> truths = truths(merchant);
        List<AttemptId> attempts = new ArrayList<>(truths.keySet());
        for (int i = 0; i < MUTATIONS; i++) {
            AttemptId attempt = attempts.get(i % attempts.size());
            List<String> bodies = new ArrayList<>();
            Outcome outcome = merchant.swapped(
                    (ask, answer) -> {
                        byte[] body = AnswerMutations.structure(answer.body(), random);
                        bodies.add(new String(body, StandardCharsets.UTF_8));
                        return fixture().signedAgain(1, ask, with(answer, body));
                    },
                    query(merchant, attempt));
            isTrueOrNeither(outcome, truths.get(attempt), "round " + i + ": " + bodies);
        }
    }

    /** References are not compared: a wrong one that is signed cannot be told from a right one. */
    private static void isTrueOrNeither(Outcome outcome, @Nullable Outcome truth, String what) {
        switch (outcome) {
            case Done done ->
                assertThat(truth).as(what).isInstanceOfSatisfying(Done.class, real -> assertThat(done)
                        .extracting(Done::effect, Done::amount)
                        .containsExactly(real.effect(), real.amount()));
            case Declined declined -> assertThat(truth).as(what).isInstanceOf(Declined.class);
            case NotSent notSent -> assertThat(truth).as(what).isInstanceOf(NotSent.class);
            default -> assertThat(truth).as(what).isNotNull();
        }
    }

    /** Charges in every state that the fixture can make, and the outcome of asking about them. */
    private Map<AttemptId, Outcome> truths(Merchant merchant) {
        Map<AttemptId, Outcome> truths = new LinkedHashMap<>();
        List<AttemptId> attempts = new ArrayList<>();
        attempts.add(merchant.charged(amount(), CaptureMode.AUTOMATIC));
        if (fixture().type().can(Provider.Captures.class)) {
            attempts.add(merchant.charged(amount(), CaptureMode.MANUAL));
        }
        AttemptId declined = AttemptId.next();
        AttemptId waiting = AttemptId.next();
        for (ChargeRequest request :
                Arrays.asList(fixture().declined(declined, amount()), fixture().waiting(waiting, amount()))) {
            if (request != null) {
                merchant.start(request);
                attempts.add(request.attempt());
            }
        }
        attempts.forEach(attempt -> truths.put(attempt, merchant.query(attempt, amount())));
        return truths;
    }

    /** Whatever a provider can be asked, about a charge that exists. */
    private Map<String, Call> everyCall(Merchant merchant) {
        AttemptId captured = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        ChargeRequest request = fixture().charge(captured, amount(), CaptureMode.AUTOMATIC);
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("start", () -> merchant.provider.start(request));
        calls.put("query", query(merchant, captured));
        if (fixture().type().can(Provider.Refunds.class)) {
            AttemptId refunded = merchant.charged(amount(), CaptureMode.AUTOMATIC);
            calls.put("refund", merchant.call(merchant.operation(OperationKind.REFUND, refunded, amount(), amount())));
        }
        if (fixture().type().can(Provider.Captures.class)) {
            AttemptId reserved = merchant.charged(amount(), CaptureMode.MANUAL);
            calls.put(
                    "capture", merchant.call(merchant.operation(OperationKind.CAPTURE, reserved, amount(), amount())));
        }
        if (fixture().type().can(Provider.Voids.class)) {
            AttemptId closed = merchant.charged(amount(), CaptureMode.MANUAL);
            calls.put("void", merchant.call(merchant.operation(OperationKind.VOID, closed, amount(), amount())));
        }
        return calls;
    }

    private Call query(Merchant merchant, AttemptId attempt) {
        return () -> merchant.provider.query(merchant.charge(attempt, amount()));
    }

    private static Answer with(Answer answer, byte[] body) {
        return new Answer(answer.status(), answer.headers(), body);
    }
}
