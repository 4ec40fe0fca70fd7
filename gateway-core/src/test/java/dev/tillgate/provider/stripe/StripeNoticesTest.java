package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.DisputeReport;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.NoticeFault;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Stripe's events say of attempts, refunds and disputes. */
class StripeNoticesTest {
    private final StripeHouse house = new StripeHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aPaidPageIsReportedBySessionAndPayment() throws IOException {
        AttemptId attempt = hosted(Choice.PAY, CaptureMode.AUTOMATIC);
        String intent = house.objects("intent").getLast().path("id").asText();
        Done done = new Done(Effect.CAPTURED, intent, StripeHouse.AMOUNT);
        assertThat(report("checkout.session.completed")).isEqualTo(new AttemptReport(attempt, done));
        assertThat(report("payment_intent.succeeded")).isEqualTo(new AttemptReport(attempt, done));
    }

    @Test
    void reservedMoneyIsReported() throws IOException {
        AttemptId attempt = hosted(Choice.PAY, CaptureMode.MANUAL);
        String intent = house.objects("intent").getLast().path("id").asText();
        assertThat(report("payment_intent.amount_capturable_updated"))
                .isEqualTo(new AttemptReport(attempt, new Done(Effect.AUTHORIZED, intent, StripeHouse.AMOUNT)));
        assertThat(outcome("checkout.session.completed")).isInstanceOf(Outcome.Pending.class);
    }

    @Test
    void aPaymentThatTakesAWhileIsReportedTwice() throws IOException {
        AttemptId attempt = hosted(Choice.PAY_LATER, CaptureMode.AUTOMATIC);
        assertThat(outcome("payment_intent.processing")).isInstanceOf(Outcome.Pending.class);
        assertThat(outcome("checkout.session.completed")).isInstanceOf(Outcome.Pending.class);
        assertThat(house.query(attempt, null)).isInstanceOf(Outcome.Pending.class);
        assertThat(outcome("checkout.session.async_payment_succeeded")).isInstanceOf(Done.class);
        assertThat(house.query(attempt, null)).isInstanceOf(Done.class);
    }

    @Test
    void aDeclineOnThePageIsNotTheEnd() throws IOException {
        AttemptId attempt = hosted(Choice.DECLINE, CaptureMode.AUTOMATIC);
        assertThat(read("payment_intent.payment_failed")).isInstanceOf(Notification.Ignored.class);
        assertThat(house.query(attempt, null)).isInstanceOf(Outcome.PayerMust.class);
        house.press(attempt, Choice.PAY);
        assertThat(house.query(attempt, null)).isInstanceOf(Done.class);
    }

    @Test
    void aDebitThatFailsLaterIsDeclinedWhenAsked() throws IOException {
        AttemptId attempt = AttemptId.next();
        house.provider.start(house.charge(attempt, "sepa_debit", StripeHouse.AMOUNT, null, CaptureMode.AUTOMATIC));
        house.press(attempt, Choice.DECLINE);
        assertThat(outcome("checkout.session.async_payment_failed")).isInstanceOf(Outcome.Pending.class);
        assertThat(house.query(attempt, null)).isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void aDeclineOfAnInstrumentIsReported() throws IOException {
        AttemptId attempt = AttemptId.next();
        house.provider.start(house.charge(attempt, "pm_card_chargeDeclinedLostCard", CaptureMode.AUTOMATIC));
        assertThat(outcome("payment_intent.payment_failed")).isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void aClosedPageIsReported() throws IOException {
        AttemptId attempt = AttemptId.next();
        Outcome.PayerMust must =
                (Outcome.PayerMust) house.provider.start(house.charge(attempt, null, CaptureMode.AUTOMATIC));
        house.provider.cancel(house.operation(OperationKind.VOID, attempt, must.ref(), StripeHouse.AMOUNT));
        assertThat(outcome("checkout.session.expired"))
                .isEqualTo(new Done(Effect.CLOSED, must.ref(), StripeHouse.AMOUNT));
    }

    @Test
    void aRefundIsReportedUnderItsOwnIdAlsoWhenItFailsLater() throws IOException {
        OperationRequest refund = refunded("pm_card_refundFail");
        assertThat(report("refund.created")).isInstanceOfSatisfying(OperationReport.class, about -> {
            assertThat(about.operation()).isEqualTo(refund.operation());
            assertThat(about.outcome()).isInstanceOf(Done.class);
        });
        assertThat(outcome("refund.failed")).isInstanceOf(Outcome.Declined.class);
        assertThat(house.provider.queryOperation(refund)).isInstanceOf(Outcome.Declined.class);
        assertThat(read("charge.refunded")).isInstanceOf(Notification.Ignored.class);
    }

    @Test
    void aPendingRefundSucceedsLater() throws IOException {
        OperationRequest refund = refunded("pm_card_pendingRefund");
        assertThat(house.provider.queryOperation(refund)).isInstanceOf(Outcome.Pending.class);
        assertThat(outcome("refund.updated")).isInstanceOf(Done.class);
        assertThat(house.provider.queryOperation(refund)).isInstanceOf(Done.class);
    }

    @Test
    void aDisputeIsReportedWithWhatTheMerchantHasToDo() throws IOException {
        AttemptId attempt = AttemptId.next();
        house.provider.start(house.charge(attempt, "pm_card_createDispute", CaptureMode.AUTOMATIC));
        assertThat(report("charge.dispute.created")).isInstanceOfSatisfying(DisputeReport.class, about -> {
            assertThat(about.attempt()).isEqualTo(attempt);
            assertThat(about.dispute().status()).isEqualTo(Dispute.Status.NEEDS_RESPONSE);
            assertThat(about.dispute().amount()).isEqualTo(StripeHouse.AMOUNT);
            assertThat(about.dispute().respondBy()).isAfter(Instant.now());
        });
        String id = house.objects("dispute").getLast().path("id").asText();
        house.simulator.moveDispute("shop", id, "lost");
        assertThat(report("charge.dispute.closed")).isInstanceOfSatisfying(DisputeReport.class, about -> assertThat(
                        about.dispute().status())
                .isEqualTo(Dispute.Status.LOST));
    }

    @Test
    void aDisputeIsTakenLaterWhenThePaymentCannotBeLookedUp() throws IOException {
        house.provider.start(house.charge(AttemptId.next(), "pm_card_createDisputeInquiry", CaptureMode.AUTOMATIC));
        InboundRequest notice = notice("charge.dispute.created");
        house.faults.next(Fault.of(Fault.Kind.LOSE_BEFORE));
        assertThat(house.provider.read(notice)).isInstanceOf(Notification.Later.class);
        assertThat(house.provider.read(notice)).isInstanceOf(Verified.class);
    }

    @Test
    void everyStatusOfADisputeIsKnown() {
        assertThat(StripeDisputes.STATUSES)
                .containsOnlyKeys(
                        "warning_needs_response",
                        "warning_under_review",
                        "warning_closed",
                        "needs_response",
                        "under_review",
                        "won",
                        "lost",
                        "prevented");
    }

    @Test
    void withoutASecretItIsTakenLaterAndAWrongOneIsRejected() throws IOException {
        hosted(Choice.PAY, CaptureMode.AUTOMATIC);
        InboundRequest notice = notice("payment_intent.succeeded");
        Map<String, String> values =
                new HashMap<>(house.simulator.account("shop").values());
        values.remove(Stripe.WEBHOOK_SECRET);
        assertThat(opened(values).read(notice)).isInstanceOf(Notification.Later.class);
        values.put(Stripe.WEBHOOK_SECRET, "whsec_another1");
        assertThat(opened(values).read(notice)).isInstanceOf(Notification.Rejected.class);
    }

    @Test
    void whileTheSecretIsRolledEitherTakesIt() throws IOException {
        Settings before = house.simulator.account("shop");
        Settings after = house.simulator.rollSigningSecret("shop");
        hosted(Choice.PAY, CaptureMode.AUTOMATIC);
        InboundRequest notice = notice("payment_intent.succeeded");
        assertThat(opened(before.values()).read(notice)).isInstanceOf(Verified.class);
        assertThat(opened(after.values()).read(notice)).isInstanceOf(Verified.class);
    }

    @Test
    void oneOfTheOtherModeIsRejected() throws IOException {
        hosted(Choice.PAY, CaptureMode.AUTOMATIC);
        InboundRequest notice = notice("payment_intent.succeeded");
        Map<String, String> values =
                new HashMap<>(house.simulator.account("shop").values());
        values.put(Stripe.MODE, Stripe.LIVE);
        values.put(Stripe.SECRET_KEY, "sk_live_abcdefghij");
        assertThat(opened(values).read(notice)).isInstanceOf(Notification.Rejected.class);
    }

    @Test
    void wronglySignedAndRepeatedOnesAreWhatTheyAre() throws IOException {
        house.faults.nextNotice(NoticeFault.WRONG_SIGNATURE).nextNotice(NoticeFault.TWICE);
        house.provider.start(house.charge(AttemptId.next(), "pm_card_visa", CaptureMode.AUTOMATIC));
        assertThat(house.provider.read(notice("payment_intent.created"))).isInstanceOf(Notification.Rejected.class);
        Awaitility.await().until(() -> notices("payment_intent.succeeded").size() == 2);
        List<InboundRequest> twice = notices("payment_intent.succeeded");
        assertThat(house.provider.read(twice.get(0))).isEqualTo(house.provider.read(twice.get(1)));
    }

    private StripeProvider opened(Map<String, String> values) {
        return new StripeProvider(new Settings(values), house::send, house.clock);
    }

    private AttemptId hosted(Choice choice, CaptureMode mode) throws IOException {
        AttemptId attempt = AttemptId.next();
        house.provider.start(house.charge(attempt, null, mode));
        house.press(attempt, choice);
        return attempt;
    }

    private OperationRequest refunded(String instrument) throws IOException {
        AttemptId attempt = AttemptId.next();
        Done done = (Done) house.provider.start(house.charge(attempt, instrument, CaptureMode.AUTOMATIC));
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, done.ref(), Money.ofMinor(400, "EUR"));
        house.provider.refund(refund);
        return refund;
    }

    private Notification read(String type) {
        return house.provider.read(notice(type));
    }

    private Notification.Report report(String type) {
        return ((Verified) read(type)).reports().get(0);
    }

    private Outcome outcome(String type) {
        return report(type) instanceof AttemptReport about
                ? about.outcome()
                : ((OperationReport) report(type)).outcome();
    }

    private InboundRequest notice(String type) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> notices(type).stream()
                                .reduce((first, second) -> second)
                                .orElse(null),
                        Objects::nonNull);
    }

    private List<InboundRequest> notices(String type) {
        return house.notices.stream()
                .filter(request ->
                        new String(request.body(), StandardCharsets.UTF_8).contains("\"type\":\"" + type + "\""))
                .toList();
    }
}
