package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.Pending;
import dev.tillgate.provider.Outcome.Refused;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.paypal.PayPalErrors.Meaning;
import dev.tillgate.provider.paypal.PayPalHouse.Call;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every code means, proven row by row on every command; what is not listed is unknown. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayPalErrorsTest {
    private final PayPalHouse house = new PayPalHouse();
    private final Map<String, Call> commands = commands();

    @AfterAll
    void close() {
        house.close();
    }

    static Stream<String> codes() {
        return PayPalErrors.MEANINGS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyRowIsClassifiedOnEveryCommand(String code) {
        Meaning meaning = PayPalErrors.MEANINGS.get(code);
        commands.forEach((name, command) -> {
            Outcome outcome = with(error(422, code), command);
            String what = code + " on " + name;
            switch (meaning) {
                case OURS -> assertThat(outcome).as(what).isEqualTo(new Refused(code));
                case NOT_TAKEN -> assertThat(outcome).as(what).isEqualTo(new NotSent(code));
                case DECLINED -> {
                    DeclineReason reason =
                            PayPalErrors.DECLINES.entries().get(code).reason();
                    assertThat(outcome).as(what).isEqualTo(new Declined(reason, code));
                }
                // The order was looked at and shows that nothing happened: neither a yes nor a no.
                case LOOK -> assertThat(outcome).as(what).isInstanceOfAny(Pending.class, Unknown.class);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("codes")
    void noRowMeansAnythingWithAServersError(String code) {
        commands.forEach((name, command) -> {
            for (int status : List.of(500, 502, 503, 504)) {
                assertThat(with(error(status, code), command)).as(name).isInstanceOf(Unknown.class);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("codes")
    void noErrorToAQuestionIsAYesOrANoAboutTheCharge(String code) {
        Started paid = house.paid(CaptureMode.AUTOMATIC);
        house.wire.instead(ask -> ask.method().equals("GET") ? error(422, code) : null);
        assertThat(house.query(paid)).isInstanceOf(Unknown.class);
        var refund = house.operation(OperationKind.REFUND, paid, PayPalHouse.AMOUNT);
        assertThat(PayPalHouse.outcome(() -> house.provider.queryOperation(refund)))
                .isInstanceOf(Unknown.class);
        house.wire.honest();
    }

    @Test
    void aCodeThatIsNotListedIsUnknown() {
        commands.forEach((name, command) -> {
            for (String code : List.of("SOMETHING_NEW", "instrument_declined", " INSTRUMENT_DECLINED", "")) {
                for (int status : List.of(400, 402, 403, 404, 409, 422, 429)) {
                    assertThat(with(error(status, code), command))
                            .as(name + code)
                            .isInstanceOf(Unknown.class);
                }
            }
        });
    }

    @Test
    void severalIssuesCountOnlyWhenTheyMeanTheSame() {
        String same = "[{\"issue\":\"INVALID_STRING_LENGTH\"},{\"issue\":\"MISSING_REQUIRED_PARAMETER\"}]";
        String mixed = "[{\"issue\":\"INSTRUMENT_DECLINED\"},{\"issue\":\"MISSING_REQUIRED_PARAMETER\"}]";
        String broken = "[{\"issue\":\"INSTRUMENT_DECLINED\"},{\"issue\":7}]";
        String body = "{\"name\":\"UNPROCESSABLE_ENTITY\",\"details\":%s}";
        Call complete = commands.get("capture of the order");
        assertThat(with(PayPalHouse.json(422, body.formatted(same)), complete)).isInstanceOf(Refused.class);
        assertThat(with(PayPalHouse.json(422, body.formatted(mixed)), complete)).isInstanceOf(Unknown.class);
        assertThat(with(PayPalHouse.json(422, body.formatted(broken)), complete))
                .isInstanceOf(Unknown.class);
        assertThat(with(PayPalHouse.json(422, body.formatted("{}")), complete)).isInstanceOf(Unknown.class);
    }

    @Test
    void alreadyCapturedIsASuccessWhenTheOrderSaysSo() {
        Started paid = house.paid(CaptureMode.AUTOMATIC);
        Predicate<Ask> capture = ask -> ask.url().endsWith("/capture");
        for (String code : List.of("ORDER_ALREADY_CAPTURED", "ORDER_COMPLETION_IN_PROGRESS", "DUPLICATE_INVOICE_ID")) {
            house.wire.instead(ask -> capture.test(ask) ? error(422, code) : null);
            assertThat(house.complete(paid))
                    .isEqualTo(new Done(Outcome.Effect.CAPTURED, paid.order(), PayPalHouse.AMOUNT));
        }
        house.wire.honest();
    }

    @Test
    void anOrderInProgressIsPendingAndAskedAboutSoon() {
        Started approved = house.start(CaptureMode.AUTOMATIC);
        house.choose(approved, "PAY");
        house.wire.instead(ask -> ask.url().endsWith("/capture") ? error(422, "ORDER_COMPLETION_IN_PROGRESS") : null);
        assertThat(house.complete(approved)).isEqualTo(new Pending(approved.order(), PayPalReading.ASK_SOON));
        house.wire.honest();
    }

    @Test
    void theTableIsWhatTheTypeTells() {
        ProviderType.Rules rules = PayPal.TYPE.rules();
        assertThat(rules.declines()).isEqualTo(PayPalErrors.DECLINES);
        assertThat(PayPalErrors.MEANINGS).hasSizeGreaterThan(80);
    }

    private Outcome with(Answer answer, Call command) {
        house.wire.instead(ask -> ask.method().equals("POST") && ask.url().contains("/v2/") ? answer : null);
        try {
            return PayPalHouse.outcome(command);
        } finally {
            house.wire.honest();
        }
    }

    /** Every command that moves money or prepares it, ready to be refused. */
    private Map<String, Call> commands() {
        Map<String, Call> calls = new LinkedHashMap<>();
        Started waiting = house.start(CaptureMode.AUTOMATIC);
        Started approved = house.start(CaptureMode.AUTOMATIC);
        house.choose(approved, "PAY");
        Started agreed = house.start(CaptureMode.MANUAL);
        house.choose(agreed, "PAY");
        Started reserved = house.paid(CaptureMode.MANUAL);
        Started paid = house.paid(CaptureMode.AUTOMATIC);
        calls.put("start", () -> house.provider.start(waiting.query().request()));
        calls.put("capture of the order", () -> house.provider.complete(approved.query()));
        calls.put("authorization of the order", () -> house.provider.complete(agreed.query()));
        var capture = house.operation(OperationKind.CAPTURE, reserved, PayPalHouse.AMOUNT);
        calls.put("capture", () -> house.provider.capture(capture));
        var release = house.operation(OperationKind.VOID, reserved, PayPalHouse.AMOUNT);
        calls.put("void", () -> house.provider.cancel(release));
        var refund = house.operation(OperationKind.REFUND, paid, PayPalHouse.AMOUNT);
        calls.put("refund", () -> house.provider.refund(refund));
        return calls;
    }

    private static Answer error(int status, String code) {
        return PayPalHouse.json(
                status,
                "{\"name\":\"UNPROCESSABLE_ENTITY\",\"message\":\"no\",\"debug_id\":\"1\",\"details\":[{\"issue\":\""
                        + code + "\",\"description\":\"no\"}]}");
    }
}
