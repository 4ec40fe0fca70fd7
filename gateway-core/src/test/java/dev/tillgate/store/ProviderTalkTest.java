package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.MovableClock;
import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.ReadNotification;
import dev.tillgate.flow.ResolveUnknown;
import dev.tillgate.flow.StartPayment;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.DisputeReport;
import dev.tillgate.provider.Notification.Report;
import dev.tillgate.provider.Outcome;
import dev.tillgate.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What providers say after the first answer: agreements to be completed, weak notifications, disputes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderTalkTest {
    private static final Money PRICE = Money.ofMinor(1999, "EUR");

    private StoreFixture fixture;
    private MovableClock clock;
    private Agreeable provider;
    private FlowParts parts;
    private StartPayment start;
    private ResolveUnknown resolve;
    private ReadNotification notifications;
    private int said;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void anew() {
        fixture.empty();
        clock = new MovableClock(Samples.NOW.toString());
        provider = new Agreeable();
        StoredTransactions transactions = new StoredTransactions(fixture.sessions);
        parts = new FlowParts(
                new OrderDesk(transactions, (events, due) -> {}),
                new PaymentLife(Pace.USUAL),
                new Dispatcher(transactions, new SimpleMeterRegistry()),
                provider.directory(fixture.samples),
                new StoredPaymentReader(fixture.sessions),
                new Till.NoLinks(),
                clock);
        start = new StartPayment(parts);
        resolve = new ResolveUnknown(parts);
        notifications = new ReadNotification(
                parts,
                new StoredNotificationBook(fixture.sessions, new Vault(new byte[32])),
                (events, due) -> {},
                new SimpleMeterRegistry());
    }

    @Test
    void what_the_payer_agreed_to_is_completed_once() {
        Attempt attempt = started("wallet");
        provider.queried = new Outcome.Approved("ref_1");
        provider.completion = Agreeable.paid(PRICE);

        resolve.attempt(attempt.merchant(), attempt.order(), attempt.id());
        resolve.attempt(attempt.merchant(), attempt.order(), attempt.id());

        assertThat(provider.completed).containsExactly(attempt.id());
        assertThat(payment(attempt)).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void a_completion_that_was_not_sent_is_sent_again_and_one_whose_answer_was_lost_is_asked_about() {
        Attempt attempt = started("wallet");
        provider.queried = new Outcome.Approved("ref_1");
        for (Outcome lost : List.of(new Outcome.NotSent("refused"), new Outcome.Unknown("lost"))) {
            provider.completion = lost;
            resolve.attempt(attempt.merchant(), attempt.order(), attempt.id());
            assertThat(latest(attempt).status()).isEqualTo(AttemptStatus.PENDING);
            assertThat(latest(attempt).dueAt()).isAfter(clock.instant());
        }

        provider.completion = Agreeable.paid(PRICE);
        resolve.attempt(attempt.merchant(), attempt.order(), attempt.id());

        assertThat(provider.completed).containsExactly(attempt.id(), attempt.id(), attempt.id());
        assertThat(payment(attempt)).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void an_agreement_that_nobody_wants_any_more_moves_no_money() {
        Attempt attempt = started("wallet");
        new CancelPayment(parts).run(attempt.merchant(), attempt.payment(), OnceOnly.unremembered());
        provider.queried = new Outcome.Approved("ref_1");
        provider.completion = Agreeable.paid(PRICE);

        resolve.attempt(attempt.merchant(), attempt.order(), attempt.id());

        assertThat(provider.completed).isEmpty();
        assertThat(payment(attempt)).isEqualTo(PaymentStatus.CANCELED);
    }

    @Test
    void a_weak_notification_is_believed_only_after_asking_even_about_a_closed_attempt() {
        Attempt attempt = started("wallet");
        provider.queried = new Outcome.Declined(DeclineReason.CANCELED_BY_PAYER, "canceled");
        resolve.attempt(attempt.merchant(), attempt.order(), attempt.id());
        assertThat(latest(attempt).status()).isEqualTo(AttemptStatus.ABANDONED);
        assertThat(latest(attempt).dueAt()).isNull();
        says(new AttemptReport(attempt.id(), Agreeable.paid(PRICE)), true);

        provider.queried = new Outcome.Unknown("lost");
        applyAll();
        assertThat(payment(attempt)).isEqualTo(PaymentStatus.OPEN);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM notification WHERE status = 'RECEIVED'"))
                .as("kept until there is an answer")
                .isEqualTo(1);
        String soon =
                clock.instant().plusSeconds(10).toString().replace('T', ' ').replace("Z", "");
        assertThat(fixture.database.number("SELECT COUNT(*) FROM notification WHERE due_at < '" + soon + "'"))
                .as("and asked about again soon: there may be no other source")
                .isEqualTo(1);

        provider.queried = Agreeable.paid(PRICE);
        applyAll();
        assertThat(payment(attempt)).isEqualTo(PaymentStatus.PAID);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM notification WHERE status = 'APPLIED'"))
                .isEqualTo(1);
    }

    @Test
    void a_taken_notification_is_acknowledged_in_the_providers_own_words() {
        Attempt attempt = started("wallet");

        assertThat(says(new AttemptReport(attempt.id(), Agreeable.paid(PRICE)), false))
                .isEqualTo(new ReadNotification.Ack(200, "success"));
        provider.notification = new Notification.Later("the certificate is not there yet");
        assertThat(notifications.receive(fixture.samples.account, request()).status())
                .isEqualTo(503);
        provider.notification = new Notification.Rejected("forged");
        assertThat(notifications.receive(fixture.samples.account, request()).status())
                .isEqualTo(400);

        assertThat(fixture.database.number("SELECT COUNT(*) FROM notification")).isEqualTo(1);
    }

    @Test
    void a_dispute_is_kept_told_once_and_never_goes_back() {
        Attempt attempt = started("wallet");
        provider.queried = Agreeable.paid(PRICE);
        resolve.attempt(attempt.merchant(), attempt.order(), attempt.id());
        Instant deadline = Samples.NOW.plus(Duration.ofDays(7));

        reports(attempt, Dispute.Status.NEEDS_RESPONSE, deadline);
        reports(attempt, Dispute.Status.NEEDS_RESPONSE, deadline);
        reports(attempt, Dispute.Status.UNDER_REVIEW, deadline);
        reports(attempt, Dispute.Status.NEEDS_RESPONSE, deadline);
        reports(attempt, Dispute.Status.LOST, null);
        reports(attempt, Dispute.Status.WON, null);

        assertThat(events(attempt.payment()))
                .filteredOn(event -> event.startsWith("dispute"))
                .containsExactly("dispute.opened", "dispute.updated", "dispute.lost");
        assertThat(fixture.database.number("SELECT COUNT(*) FROM dispute WHERE status = 'LOST'"))
                .isEqualTo(1);
        assertThat(payment(attempt)).as("a dispute is no state").isEqualTo(PaymentStatus.PAID);
    }

    private Attempt started(String method) {
        OrderFile file = fixture.saved(fixture.samples.opened("order-" + said++));
        PaymentId payment = Samples.onlyPayment(file).id();
        PaymentView view = start.run(file.merchant(), payment, method, Payer.UNKNOWN, OnceOnly.unremembered());
        return view.attempts().getFirst();
    }

    private ReadNotification.Ack says(Report report, boolean weak) {
        provider.notification = new Notification.Verified("evt-" + said++, null, List.of(report), weak);
        return notifications.receive(fixture.samples.account, request());
    }

    private void reports(Attempt attempt, Dispute.Status status, @Nullable Instant deadline) {
        says(
                new DisputeReport(attempt.id(), new Dispute("dp_1", status, PRICE, "product_not_received", deadline)),
                false);
        applyAll();
    }

    private void applyAll() {
        fixture.database
                .texts("SELECT id FROM notification WHERE status = 'RECEIVED'")
                .forEach(id -> notifications.apply(fixture.samples.merchant, id));
    }

    private static InboundRequest request() {
        return new InboundRequest("POST", "/n", null, Map.of(), new byte[0], Samples.NOW);
    }

    private OrderFile file(Attempt attempt) {
        return parts.reader().file(attempt.merchant(), attempt.payment()).orElseThrow();
    }

    private Attempt latest(Attempt attempt) {
        AttemptId id = attempt.id();
        return file(attempt).attempt(id);
    }

    private PaymentStatus payment(Attempt attempt) {
        return file(attempt).payment(attempt.payment()).status();
    }

    private List<String> events(PaymentId payment) {
        return fixture.database.texts(
                "SELECT type FROM event WHERE payment_id = '" + payment.value() + "' ORDER BY sequence");
    }
}
