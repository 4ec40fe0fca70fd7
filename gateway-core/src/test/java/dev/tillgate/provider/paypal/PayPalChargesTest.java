package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Approved;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Outcome.Pending;
import dev.tillgate.provider.Outcome.Refused;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import dev.tillgate.provider.simulator.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular about PayPal's orders: agreed is not paid, completed is not paid, and lost is not lost. */
class PayPalChargesTest {
    private static final Money AMOUNT = PayPalHouse.AMOUNT;
    private final PayPalHouse house = new PayPalHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void thePayerIsSentToPayPalAndComesBackWithTheOrder() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        Outcome outcome = house.query(started);
        assertThat(outcome).isInstanceOfSatisfying(PayerMust.class, must -> assertThat(must.action())
                .isInstanceOfSatisfying(NextAction.Redirect.class, go -> assertThat(go.url())
                        .isEqualTo(PayPalHouse.URL + "/checkoutnow?token=" + started.order())));
        assertThat(house.choose(started, "PAY"))
                .isEqualTo("http://shop.test/return?a=1&token=" + started.order() + "&PayerID=PRACTCEPAYER2");
    }

    @Test
    void theRequestSaysWhatIsWantedAndHasTheAttemptAsItsKey() {
        Map<String, String> settings =
                new HashMap<>(house.simulator.account("shop").values());
        settings.put(PayPal.BRAND_NAME, "Tea & Co");
        PayPalProvider named = new PayPalProvider(new Settings(settings), house.wire, house.clock);
        Started started = house.start(CaptureMode.MANUAL);
        PayPalHouse.outcome(() -> named.start(started.query().request()));
        Ask ask = house.wire.last();
        assertThat(ask.headers())
                .containsEntry("PayPal-Request-Id", started.attempt().value())
                .containsEntry("Prefer", "return=representation");
        JsonNode body = Objects.requireNonNull(StrictJson.object(ask.body()));
        assertThat(body.path("intent").asText()).isEqualTo("AUTHORIZE");
        JsonNode unit = body.path("purchase_units").path(0);
        assertThat(unit.path("custom_id").asText()).isEqualTo(started.attempt().value());
        assertThat(unit.path("invoice_id").asText()).startsWith("1001-");
        assertThat(unit.path("amount").toString()).isEqualTo("{\"currency_code\":\"EUR\",\"value\":\"12.30\"}");
        JsonNode experience = body.path("payment_source").path("paypal").path("experience_context");
        assertThat(experience.path("user_action").asText()).isEqualTo("PAY_NOW");
        assertThat(experience.path("shipping_preference").asText()).isEqualTo("NO_SHIPPING");
        assertThat(experience.path("brand_name").asText()).isEqualTo("Tea & Co");
        assertThat(experience.path("return_url").asText()).isEqualTo("http://shop.test/return?a=1");
    }

    @Test
    void whatThePayerAgreedToIsApprovedAndPaidOnlyWhenCompleted() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        assertThat(house.query(started)).isEqualTo(new Approved(started.order()));
        assertThat(house.truth(started).captured().isZero()).isTrue();
        Done paid = new Done(Effect.CAPTURED, started.order(), AMOUNT);
        assertThat(house.complete(started)).isEqualTo(paid);
        assertThat(house.wire.last().headers())
                .containsEntry("PayPal-Request-Id", started.attempt().value() + "-c");
        assertThat(house.wire.last().body()).isEmpty();
        assertThat(house.complete(started)).isEqualTo(paid);
        assertThat(house.query(started)).isEqualTo(paid);
        assertThat(house.truth(started).captured()).isEqualTo(AMOUNT);
    }

    @Test
    void aCompletionWhoseAnswerWasLostIsFoundPaid() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        house.faults.on(request -> request.path().endsWith("/capture"), Fault.of(Fault.Kind.LOSE_AFTER));
        assertThat(house.complete(started)).isInstanceOf(Unknown.class);
        assertThat(house.query(started)).isEqualTo(new Done(Effect.CAPTURED, started.order(), AMOUNT));
        house.faults.on(request -> request.path().endsWith("/capture"), Fault.of(Fault.Kind.TRUNCATE));
        assertThat(house.complete(started)).isInstanceOf(Done.class);
        assertThat(house.truth(started).captured()).isEqualTo(AMOUNT);
    }

    @Test
    void aCompletedOrderWhoseCaptureIsPendingIsNotPaid() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY_LATER");
        assertThat(house.complete(started)).isInstanceOf(Pending.class);
        assertThat(house.truth(started).status()).isEqualTo("COMPLETED");
        assertThat(house.query(started)).isEqualTo(new Pending(started.order(), PayPalReading.ASK_MUCH_LATER));
        OperationRequest close = house.operation(OperationKind.VOID, started, AMOUNT);
        assertThat(house.send(close)).isInstanceOf(Pending.class);
        String capture = Objects.requireNonNull(
                house.simulator.newest("shop", started.attempt().value(), false));
        house.simulator.settle(capture, true);
        assertThat(house.query(started)).isEqualTo(new Done(Effect.CAPTURED, started.order(), AMOUNT));
    }

    @Test
    void aPendingCaptureThatIsDeclinedIsDeclined() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY_LATER");
        house.complete(started);
        String capture = Objects.requireNonNull(
                house.simulator.newest("shop", started.attempt().value(), false));
        house.simulator.settle(capture, false);
        assertThat(house.query(started)).isEqualTo(new Declined(DeclineReason.DECLINED_BY_ISSUER, "CAPTURE_DECLINED"));
        assertThat(house.send(house.operation(OperationKind.VOID, started, AMOUNT)))
                .isEqualTo(new Done(Effect.CLOSED, started.order(), AMOUNT));
    }

    @Test
    void aDeclinedInstrumentIsADeclineAndMovesNothing() {
        for (CaptureMode mode : CaptureMode.values()) {
            Started started = house.start(mode);
            house.choose(started, "DECLINE");
            assertThat(house.query(started)).isInstanceOf(Approved.class);
            assertThat(house.complete(started))
                    .isEqualTo(new Declined(DeclineReason.DECLINED_BY_ISSUER, "INSTRUMENT_DECLINED"));
            assertThat(house.truth(started).captured().isZero()).isTrue();
        }
    }

    @Test
    void aPayerWhoTurnsBackMayStillPay() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        assertThat(house.choose(started, "CANCEL")).endsWith("token=" + started.order());
        assertThat(house.query(started)).isInstanceOf(PayerMust.class);
        house.choose(started, "PAY");
        assertThat(house.complete(started)).isInstanceOf(Done.class);
    }

    @Test
    void completingWithoutAgreementWaitsForThePayer() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        assertThat(house.complete(started)).isInstanceOf(PayerMust.class);
    }

    @Test
    void aClosedOrderIsStillAgreedToAndTakesNothing() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        OperationRequest close = house.operation(OperationKind.VOID, started, AMOUNT);
        Done closed = new Done(Effect.CLOSED, started.order(), AMOUNT);
        assertThat(house.send(close)).isEqualTo(closed);
        house.choose(started, "PAY");
        assertThat(house.query(started)).isEqualTo(new Approved(started.order()));
        assertThat(PayPalHouse.outcome(() -> house.provider.queryOperation(close)))
                .isEqualTo(closed);
        assertThat(house.truth(started).captured().isZero()).isTrue();
    }

    @Test
    void anOrderThatPayPalForgotCanBeClosedOnceItsTimeIsOver() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        OperationRequest close = house.operation(OperationKind.VOID, started, AMOUNT);
        house.wire.instead(ask -> ask.method().equals("GET")
                ? PayPalHouse.json(
                        404, "{\"name\":\"RESOURCE_NOT_FOUND\",\"details\":[{\"issue\":\"INVALID_RESOURCE_ID\"}]}")
                : null);
        assertThat(house.send(close)).isInstanceOf(Refused.class);
        house.wire.honest();
        house.clock.move(Duration.ofHours(4));
        assertThat(house.query(started)).isInstanceOf(Unknown.class);
        assertThat(house.send(close)).isEqualTo(new Done(Effect.CLOSED, started.order(), AMOUNT));
    }

    @Test
    void anAttemptWhoseOrderNeverReachedUsIsFoundByItsKeyForSixHours() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        ChargeQuery blind = new ChargeQuery(started.query().request(), null);
        assertThat(PayPalHouse.outcome(() -> house.provider.query(blind))).isEqualTo(new Approved(started.order()));
        house.clock.move(Duration.ofHours(7));
        int before = house.wire.asks.size();
        assertThat(PayPalHouse.outcome(() -> house.provider.query(blind))).isInstanceOf(NotSent.class);
        assertThat(house.wire.asks).hasSize(before);
        assertThat(house.simulator.truths("shop", started.attempt().value())).hasSize(1);
    }

    @Test
    void anAmountThatPayPalCannotTakeIsNeverAskedFor() {
        Started any = house.start(CaptureMode.AUTOMATIC);
        Money fraction = Money.ofMinor(150_050, "HUF");
        var request = PayPalFixture.request(any.attempt(), fraction, CaptureMode.AUTOMATIC);
        int before = house.wire.asks.size();
        assertThat(PayPalHouse.outcome(() -> house.provider.start(request))).isInstanceOf(Refused.class);
        assertThat(house.wire.asks).hasSize(before);
    }

    @Test
    void anAccessTokenIsFetchedOnceAndAnewBeforeItEndsOrWhenItIsNotTaken() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.query(started);
        assertThat(tokens()).isEqualTo(1);
        house.clock.move(Duration.ofSeconds(32_400 - 299));
        house.query(started);
        assertThat(tokens()).isEqualTo(2);
        house.wire.instead(
                ask -> ask.url().contains("/v2/") ? PayPalHouse.json(401, "{\"error\":\"invalid_token\"}") : null);
        Started fresh = new Started(started.query(), CaptureMode.AUTOMATIC);
        assertThat(house.query(fresh)).isInstanceOf(Unknown.class);
        house.wire.honest();
        house.query(started);
        assertThat(tokens()).isEqualTo(3);
    }

    private long tokens() {
        return house.wire.asks.stream()
                .filter(ask -> ask.url().endsWith("/token"))
                .count();
    }

    @Test
    void withoutAnAccessTokenNothingWasSent() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        PayPalProvider other = new PayPalProvider(house.simulator.account("shop"), house.wire, house.clock);
        for (String body :
                new String[] {"", "{}", "{\"access_token\":\"\",\"expires_in\":1}", "{\"access_token\":\"a\"}"}) {
            house.wire.instead(ask -> ask.url().endsWith("/token") ? PayPalHouse.json(200, body) : null);
            assertThat(PayPalHouse.outcome(() -> other.start(started.query().request())))
                    .isInstanceOf(NotSent.class);
        }
        house.wire.instead(
                ask -> ask.url().endsWith("/token") ? PayPalHouse.json(401, "{\"error\":\"invalid_client\"}") : null);
        assertThat(PayPalHouse.outcome(() -> other.start(started.query().request())))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aReservationIsCollectedInPartsAndTheRestReleased() {
        Started started = house.paid(CaptureMode.MANUAL);
        assertThat(house.query(started)).isEqualTo(new Done(Effect.AUTHORIZED, started.order(), AMOUNT));
        Money part = Money.ofMinor(430, "EUR");
        assertThat(house.send(house.operation(OperationKind.CAPTURE, started, part)))
                .isInstanceOfSatisfying(
                        Done.class, done -> assertThat(done.effect()).isEqualTo(Effect.CAPTURED));
        assertThat(house.query(started)).isEqualTo(new Done(Effect.AUTHORIZED, started.order(), AMOUNT));
        assertThat(house.send(house.operation(OperationKind.CAPTURE, started, AMOUNT)))
                .isInstanceOf(Refused.class);
        Money rest = AMOUNT.minus(part);
        assertThat(house.send(house.operation(OperationKind.VOID, started, rest)))
                .isEqualTo(new Done(Effect.CLOSED, started.order(), rest));
        assertThat(house.query(started)).isEqualTo(new Done(Effect.CAPTURED_FINALLY, started.order(), part));
        assertThat(house.truth(started).reserved().isZero()).isTrue();
    }

    @Test
    void aRefundGoesToTheCaptureThatHasEnoughLeft() {
        Started started = house.paid(CaptureMode.MANUAL);
        Money small = Money.ofMinor(230, "EUR");
        Money large = Money.ofMinor(1000, "EUR");
        house.send(house.operation(OperationKind.CAPTURE, started, small));
        house.send(house.operation(OperationKind.CAPTURE, started, large));
        OperationRequest refund = house.operation(OperationKind.REFUND, started, Money.ofMinor(900, "EUR"));
        Outcome done = house.send(refund);
        assertThat(done).isInstanceOf(Done.class);
        assertThat(house.send(refund)).isEqualTo(done);
        assertThat(house.send(house.operation(OperationKind.REFUND, started, Money.ofMinor(300, "EUR"))))
                .isEqualTo(new Refused("no single capture of this order has that much left"));
        assertThat(house.send(house.operation(OperationKind.REFUND, started, small)))
                .isInstanceOf(Done.class);
        assertThat(house.truth(started).refunded()).isEqualTo(Money.ofMinor(1130, "EUR"));
    }

    @Test
    void aRefundThatComesBackIsToldAsFailed() {
        Started started = house.paid(CaptureMode.AUTOMATIC);
        OperationRequest refund = house.operation(OperationKind.REFUND, started, AMOUNT);
        assertThat(house.send(refund)).isInstanceOf(Done.class);
        String id = Objects.requireNonNull(
                house.simulator.newest("shop", started.attempt().value(), true));
        house.simulator.failRefund(id);
        assertThat(PayPalHouse.outcome(() -> house.provider.queryOperation(refund)))
                .isEqualTo(new Declined(DeclineReason.PROCESSING_ERROR, "REFUND_FAILED"));
        assertThat(house.query(started)).isInstanceOf(Done.class);
        assertThat(house.send(house.operation(OperationKind.REFUND, started, AMOUNT)))
                .isInstanceOf(Done.class);
    }

    @Test
    void longTextsInAnyWritingFitPayPalsFields() {
        for (String text : new String[] {"x".repeat(300), "茶".repeat(300), "🫖".repeat(300)}) {
            var request = PayPalFixture.request(AttemptId.next(), AMOUNT, CaptureMode.AUTOMATIC);
            var named = new ChargeRequest(
                    request.attempt(),
                    AMOUNT,
                    "paypal",
                    null,
                    CaptureMode.AUTOMATIC,
                    text,
                    text,
                    request.returnUrl(),
                    request.notifyUrl(),
                    Locale.SIMPLIFIED_CHINESE,
                    request.expiresAt(),
                    null);
            JsonNode body = Objects.requireNonNull(StrictJson.object(PayPalRequests.order(named, "")));
            JsonNode unit = body.path("purchase_units").path(0);
            for (String field : new String[] {"description", "invoice_id"}) {
                String written = unit.path(field).asText();
                assertThat(written.getBytes(StandardCharsets.UTF_8).length).isBetween(120, 127);
            }
            assertThat(text).startsWith(unit.path("description").asText());
            assertThat(unit.path("invoice_id").asText())
                    .endsWith(named.attempt().value().substring(20));
            assertThat(body.path("payment_source")
                            .path("paypal")
                            .path("experience_context")
                            .path("locale")
                            .asText())
                    .isEqualTo("zh-CN");
        }
    }

    @Test
    void aCaptureThatStillWaitsIsNeverCompletedAndADeclinedOneMayNameItsIncome() {
        Started started = house.paid(CaptureMode.AUTOMATIC);
        String paid = PayPalHouse.text(real(started));
        String completed = "\"COMPLETED\",\"amount\"";
        assertThat(answered(
                        started,
                        paid.replace(completed, "\"COMPLETED\",\"status_details\":{\"reason\":\"ECHECK\"},\"amount\"")))
                .isInstanceOf(Unknown.class);
        assertThat(answered(
                        started,
                        paid.replace(
                                completed,
                                "\"COMPLETED\",\"status_details\":{\"reason\":\"BUYER_COMPLAINT\"},\"amount\"")))
                .isInstanceOf(Done.class);
        assertThat(answered(started, paid.replace(completed, "\"DECLINED\",\"amount\"")))
                .isEqualTo(new Declined(DeclineReason.DECLINED_BY_ISSUER, "CAPTURE_DECLINED"));
        assertThat(answered(started, paid.replace(completed, "\"FAILED\",\"amount\"")))
                .isEqualTo(new Declined(DeclineReason.PROCESSING_ERROR, "CAPTURE_FAILED"));
    }

    private byte[] real(Started started) {
        house.query(started);
        Ask ask = house.wire.last();
        try {
            return house.wire.real(ask).body();
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Outcome answered(Started started, String body) {
        house.wire.instead(ask -> ask.url().contains("/v2/") ? PayPalHouse.json(200, body) : null);
        Outcome outcome = house.query(started);
        house.wire.honest();
        return outcome;
    }

    @Test
    void nothingSecretIsSeenInAnyText() {
        String secret = house.simulator.account("shop").get(PayPal.CLIENT_SECRET);
        assertThat(house.provider + " " + house.simulator + house.simulator.account("shop"))
                .doesNotContain(secret);
    }
}
