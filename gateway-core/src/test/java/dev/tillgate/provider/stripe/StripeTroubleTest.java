package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.NextAction.Redirect;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import dev.tillgate.provider.simulator.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payments, methods and trouble between the provider and its simulator. */
class StripeTroubleTest {
    private static final Money PART = Money.ofMinor(400, "EUR");
    private final StripeHouse house = new StripeHouse();
    private final AttemptId attempt = AttemptId.next();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void everyMethodIsPaidOnItsPage() throws IOException {
        for (MethodType method : Stripe.TYPE.methods()) {
            String currency =
                    method.currencies().isEmpty() || method.currencies().contains("EUR")
                            ? "EUR"
                            : method.currencies().iterator().next();
            Money amount = Money.parse(currency.equals("JPY") ? "5000" : "50.00", currency);
            assertThat(Stripe.TYPE.serves(method.code(), amount))
                    .as(method.code())
                    .isTrue();
            AttemptId id = AttemptId.next();
            ChargeRequest request = house.charge(id, method.code(), amount, null, CaptureMode.AUTOMATIC);
            PayerMust must = (PayerMust) house.provider.start(request);
            assertThat(must.action()).isInstanceOf(Redirect.class);
            house.press(id, Choice.PAY);
            Outcome outcome = house.provider.query(new ChargeQuery(request, must.ref()));
            assertThat(outcome).as(method.code()).isInstanceOfSatisfying(Done.class, done -> assertThat(done)
                    .extracting(Done::effect, Done::amount)
                    .containsExactly(Effect.CAPTURED, amount));
        }
    }

    @Test
    void instalmentsAreOfferedWhereTheyExist() throws IOException {
        Money pesos = Money.parse("600.00", "MXN");
        house.provider.start(house.charge(attempt, "card", pesos, null, CaptureMode.AUTOMATIC));
        assertThat(form(0)).contains("payment_method_options[card][installments][enabled]=true");
        house.provider.start(house.charge(AttemptId.next(), null, CaptureMode.AUTOMATIC));
        assertThat(form(1)).doesNotContain("installments");
    }

    @Test
    void aPayerWhoMustBeSeenPaysOrFails() throws IOException {
        house.provider.start(house.charge(attempt, "pm_card_threeDSecure2Required", CaptureMode.AUTOMATIC));
        assertThat(house.query(attempt, null)).isInstanceOf(PayerMust.class);
        house.press(attempt, Choice.PAY);
        assertThat(house.query(attempt, null)).isInstanceOf(Done.class);
        AttemptId second = AttemptId.next();
        house.provider.start(house.charge(second, "pm_card_threeDSecure2Required", CaptureMode.AUTOMATIC));
        house.press(second, Choice.DECLINE);
        assertThat(house.query(second, null))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.providerCode())
                        .isEqualTo("payment_intent_authentication_failure"));
    }

    @Test
    void aSavedInstrumentIsChargedWithoutThePayerOrDeclinedWhenTheyMustBeSeen() throws IOException {
        assertThat(house.provider.start(house.charge(attempt, "cus_1/pm_card_visa", CaptureMode.AUTOMATIC)))
                .isInstanceOf(Done.class);
        assertThat(form(0)).contains("off_session=true").contains("customer=cus_1");
        assertThat(house.provider.start(
                        house.charge(AttemptId.next(), "cus_1/pm_card_authenticationRequired", CaptureMode.AUTOMATIC)))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.providerCode())
                        .isEqualTo("authentication_required"));
        assertThat(house.provider.start(house.charge(AttemptId.next(), "ctoken_card_visa", CaptureMode.AUTOMATIC)))
                .isInstanceOf(Done.class);
    }

    @Test
    void whatIsNoInstrumentIsNotSent() throws IOException {
        assertThat(house.provider.start(house.charge(attempt, "4242424242424242", CaptureMode.AUTOMATIC)))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(house.asks).isEmpty();
    }

    @Test
    void everyFaultOnTheWayIsUnknownAndTheSearchFindsTheTruth() throws IOException {
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind == Fault.Kind.NONE || kind == Fault.Kind.WRONG_SIGNATURE || kind == Fault.Kind.HANG) {
                continue;
            }
            AttemptId id = AttemptId.next();
            house.faults.next(Fault.of(kind));
            Outcome outcome = started(id);
            assertThat(outcome).as(kind.name()).isInstanceOf(Outcome.Unknown.class);
            boolean done = house.objects("intent").stream()
                    .anyMatch(intent -> intent.path("metadata").toString().contains(id.value()));
            assertThat(house.query(id, null)).as(kind.name()).isInstanceOf(done ? Done.class : Outcome.NotSent.class);
        }
    }

    @Test
    void aRequestThatArrivesLateIsFoundInTheEnd() {
        house.faults.next(Fault.of(Fault.Kind.ARRIVE_LATE));
        assertThat(started(attempt)).isInstanceOf(Outcome.Unknown.class);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> house.query(attempt, null) instanceof Done);
    }

    private Outcome started(AttemptId id) {
        try {
            return house.provider.start(house.charge(id, "pm_card_visa", CaptureMode.AUTOMATIC));
        } catch (IOException lost) {
            return new Outcome.Unknown("lost");
        }
    }

    @Test
    void aKeptFailureOfARefundIsGotRoundOnce() throws IOException {
        String ref = paid(CaptureMode.AUTOMATIC);
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, ref, PART);
        house.faults.on(ask -> ask.path().equals("/v1/refunds"), Fault.of(Fault.Kind.ERROR_AFTER));
        assertThat(house.provider.refund(refund)).isInstanceOf(Outcome.Unknown.class);
        // It was done, and the failure is kept: it is not done again.
        assertThat(house.provider.refund(refund)).isInstanceOf(Outcome.Unknown.class);
        assertThat(house.provider.queryOperation(refund)).isInstanceOf(Done.class);
        assertThat(house.objects("refund")).hasSize(1);
    }

    @Test
    void aKeptFailureThatDidNothingIsSentAgainUnderAnotherKey() throws IOException {
        String ref = paid(CaptureMode.AUTOMATIC);
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, ref, PART);
        List<String> keys = new ArrayList<>();
        StripeProvider provider = new StripeProvider(
                house.simulator.account("shop"),
                ask -> {
                    String key = ask.headers().getOrDefault("Idempotency-Key", "");
                    if (!key.isEmpty()) {
                        keys.add(key);
                    }
                    return key.equals(refund.operation().value()) ? keptFailure() : house.send(ask);
                },
                InstantSource.system());
        assertThat(provider.refund(refund)).isInstanceOf(Done.class);
        assertThat(keys).hasSize(2);
        assertThat(house.objects("refund")).hasSize(1);
    }

    private static Answer keptFailure() {
        return new Answer(
                500,
                Map.of("idempotent-replayed", List.of("true")),
                "{\"error\":{\"type\":\"api_error\"}}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPartIsCollectedOnceAndTheRestIsFree() throws IOException {
        String ref = paid(CaptureMode.MANUAL);
        OperationRequest capture = house.operation(OperationKind.CAPTURE, attempt, ref, PART);
        assertThat(house.provider.queryOperation(capture)).isInstanceOf(Outcome.NotSent.class);
        Done done = new Done(Effect.CAPTURED_FINALLY, ref, PART);
        assertThat(house.provider.capture(capture)).isEqualTo(done);
        assertThat(house.provider.queryOperation(capture)).isEqualTo(done);
        assertThat(house.query(attempt, ref)).isEqualTo(done);
        OperationRequest more = house.operation(OperationKind.CAPTURE, attempt, ref, PART);
        assertThat(house.provider.capture(more)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aCaptureWhoseAnswerWasLostIsFoundEvenUnderAnotherKey() throws IOException {
        String ref = paid(CaptureMode.MANUAL);
        OperationRequest capture = house.operation(OperationKind.CAPTURE, attempt, ref, PART);
        house.faults.on(ask -> ask.path().endsWith("/capture"), Fault.of(Fault.Kind.ERROR_AFTER));
        assertThat(house.provider.capture(capture)).isInstanceOf(Outcome.Unknown.class);
        assertThat(house.provider.capture(capture)).isInstanceOf(Done.class);
    }

    @Test
    void operationsFindAChargeWhoseReferenceIsThePagesOrLost() throws IOException {
        PayerMust must = (PayerMust) house.provider.start(house.charge(attempt, null, CaptureMode.AUTOMATIC));
        assertThat(house.provider.refund(house.operation(OperationKind.REFUND, attempt, must.ref(), PART)))
                .isInstanceOf(Outcome.Refused.class);
        house.press(attempt, Choice.PAY);
        assertThat(house.provider.refund(house.operation(OperationKind.REFUND, attempt, must.ref(), PART)))
                .isInstanceOf(Done.class);
        assertThat(house.provider.refund(house.operation(OperationKind.REFUND, attempt, null, PART)))
                .isInstanceOf(Done.class);
        assertThat(house.provider.cancel(house.operation(OperationKind.VOID, attempt, must.ref(), StripeHouse.AMOUNT)))
                .isInstanceOf(Declined.class);
    }

    @Test
    void aPageWhoseMoneyIsReservedIsLetGo() throws IOException {
        PayerMust must = (PayerMust) house.provider.start(house.charge(attempt, null, CaptureMode.MANUAL));
        house.press(attempt, Choice.PAY);
        OperationRequest release = house.operation(OperationKind.VOID, attempt, must.ref(), StripeHouse.AMOUNT);
        Outcome closed = house.provider.cancel(release);
        assertThat(closed).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.CLOSED));
        assertThat(house.provider.queryOperation(release)).isEqualTo(closed);
    }

    @Test
    void theSearchReadsEveryPageBeforeItSaysThereIsNothing() throws IOException {
        for (int i = 0; i < 120; i++) {
            house.provider.start(house.charge(AttemptId.next(), null, CaptureMode.AUTOMATIC));
        }
        house.asks.clear();
        assertThat(house.query(attempt, null)).isInstanceOf(Outcome.NotSent.class);
        assertThat(house.asks).hasSize(4);
        house.faults.on(
                ask -> String.valueOf(ask.query()).contains("starting_after"), Fault.of(Fault.Kind.ERROR_BEFORE));
        assertThat(house.query(attempt, null)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aPageIsOpenForHalfAnHourToADay() throws IOException {
        ChargeRequest soon = house.charge(attempt, null, CaptureMode.AUTOMATIC);
        for (Duration wanted : List.of(Duration.ofMinutes(1), Duration.ofHours(2), Duration.ofDays(9))) {
            AttemptId id = AttemptId.next();
            ChargeRequest request = new ChargeRequest(
                    id,
                    soon.amount(),
                    "card",
                    null,
                    CaptureMode.AUTOMATIC,
                    "1",
                    "x",
                    soon.returnUrl(),
                    soon.notifyUrl(),
                    soon.locale(),
                    Instant.now().plus(wanted),
                    null);
            PayerMust must = (PayerMust) house.provider.start(request);
            Duration open = Duration.between(Instant.now(), must.action().expiresAt());
            assertThat(open).isBetween(Duration.ofMinutes(30), Duration.ofHours(24));
            assertThat(house.provider.start(request)).isEqualTo(must);
        }
    }

    @Test
    void aPracticingAccountNeverReachesTheRealHostAndALiveOneNeverAnother() throws IOException {
        house.provider.start(house.charge(attempt, null, CaptureMode.AUTOMATIC));
        assertThat(house.asks).allSatisfy(ask -> assertThat(ask.url()).startsWith(StripeHouse.URL));
        List<Ask> live = new ArrayList<>();
        Map<String, String> values = Map.of(
                Stripe.MODE, Stripe.LIVE, Stripe.SECRET_KEY, "sk_live_abcdefghij", Stripe.PRACTICE_URL, "http://x");
        StripeProvider provider = new StripeProvider(
                new Settings(values),
                ask -> {
                    live.add(ask);
                    throw new IOException("not for tests");
                },
                InstantSource.system());
        assertThatThrownBy(() -> provider.start(house.charge(attempt, null, CaptureMode.AUTOMATIC)))
                .isInstanceOf(IOException.class);
        assertThat(live).singleElement().satisfies(ask -> {
            assertThat(ask.url()).startsWith("https://api.stripe.com/v1/");
            assertThat(ask.headers()).doesNotContainKey(Stripe.PRACTICE_NOTIFY_HEADER);
        });
    }

    @Test
    void theSimulatorForgetsNothingWhenItIsStartedAgain(@TempDir Path folder) throws IOException {
        AttemptId id = AttemptId.next();
        try (StripeHouse before = new StripeHouse(folder, InstantSource.system())) {
            before.provider.start(before.charge(id, null, CaptureMode.AUTOMATIC));
            before.press(id, Choice.PAY_LATER);
        }
        try (StripeHouse after = new StripeHouse(folder, InstantSource.system())) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> after.query(id, null) instanceof Done);
        }
    }

    @Test
    void theMerchantSeesThePageInTheirLanguage() throws IOException {
        house.provider.start(house.charge(attempt, null, CaptureMode.AUTOMATIC));
        ObjectNode session = house.objects("session").getLast();
        String page = session.path("url").asText();
        Reply reply = house.simulator.handle(StripeHouse.request(Ask.get(page, Map.of()), Instant.now()));
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .contains("12.30 EUR")
                .contains("1001");
    }

    private String paid(CaptureMode mode) throws IOException {
        return ((Done) house.provider.start(house.charge(attempt, "pm_card_visa", mode))).ref();
    }

    private String form(int ask) {
        return new String(house.asks.get(ask).body(), StandardCharsets.UTF_8);
    }
}
