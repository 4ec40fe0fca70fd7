package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.MovableClock;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.ReadNotification;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.WatchDisputes;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Dispute.Status;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A dispute from the provider's notification to the alert and the verdict, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportedDisputeTest {
    private static final Instant DEADLINE = Samples.NOW.plus(Duration.ofDays(10));
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Herald herald = new Herald();
    private final MovableClock clock = new MovableClock(Samples.NOW.toString());
    private StoreFixture fixture;
    private StoredDisputes disputes;
    private StoredJobQueue queue;
    private ReadNotification notifications;
    private WatchDisputes watch;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        disputes = new StoredDisputes(fixture.sessions);
        queue = new StoredJobQueue(fixture.sessions);
        OrderDesk desk = new OrderDesk(fixture.transactions, (events, due) -> {});
        FlowParts parts = new FlowParts(
                desk,
                new PaymentLife(Pace.USUAL),
                new Dispatcher(fixture.transactions, new SimpleMeterRegistry()),
                new OneAccount(),
                new StoredPaymentReader(fixture.sessions),
                new NoLinks(),
                clock);
        notifications = new ReadNotification(
                parts,
                new StoredNotificationBook(fixture.sessions, new Vault(new byte[32])),
                (events, due) -> {},
                new SimpleMeterRegistry());
        watch = new WatchDisputes(desk, Duration.ofDays(3), clock);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void it_is_kept_told_watched_and_decided() {
        OrderFile file = fixture.samples.opened("disputed");
        Attempt attempt = fixture.samples.attempt(Samples.onlyPayment(file));
        file.put(attempt);
        fixture.saved(file);

        report(attempt, Status.NEEDS_RESPONSE, DEADLINE);
        report(attempt, Status.NEEDS_RESPONSE, DEADLINE);
        Line line = disputes.of(fixture.samples.merchant, attempt.payment()).getFirst();
        assertThat(line.dispute().respondBy()).isEqualTo(DEADLINE);
        assertThat(line.isOverdue(DEADLINE.plusSeconds(1))).isTrue();
        assertThat(events()).containsExactly("dispute.opened");

        work();
        assertThat(events()).as("there is time").containsExactly("dispute.opened");
        disputes.note(fixture.samples.merchant, line.added().id(), "Sent by post", clock.instant());
        clock.move(Duration.ofDays(8));
        work();
        work();
        assertThat(events()).containsExactly("dispute.opened", "dispute.deadline_near");

        report(attempt, Status.UNDER_REVIEW, DEADLINE);
        report(attempt, Status.LOST, null);
        report(attempt, Status.NEEDS_RESPONSE, DEADLINE.plusSeconds(9));
        work();
        assertThat(events())
                .containsExactly("dispute.opened", "dispute.deadline_near", "dispute.updated", "dispute.lost");
        Line decided =
                disputes.find(fixture.samples.merchant, line.added().id()).orElseThrow();
        assertThat(decided.dispute().status()).isEqualTo(Status.LOST);
        assertThat(decided.added().note()).as("kept whatever was reported").isEqualTo("Sent by post");
        assertThat(disputes.of(fixture.samples.merchant, attempt.payment())).hasSize(1);
    }

    private void report(Attempt attempt, Status status, @Nullable Instant respondBy) {
        herald.says = new Notification.DisputeReport(
                attempt.id(), new Dispute("dp_1", status, Money.ofMinor(1999, "EUR"), "fraudulent", respondBy));
        InboundRequest request = new InboundRequest("POST", "/", null, Map.of(), new byte[0], clock.instant());
        assertThat(notifications.receive(fixture.samples.account, request).status())
                .isEqualTo(200);
        for (Job job : queue.take(Kind.NOTIFICATION, 10, LEASE, clock.instant().plusSeconds(1))) {
            notifications.apply(job.merchant(), job.id());
        }
    }

    /** What the workers do. */
    private void work() {
        for (Job job : queue.take(Kind.DISPUTE, 10, LEASE, clock.instant())) {
            watch.run(job.merchant(), Objects.requireNonNull(job.order()), new DisputeId(job.id()));
        }
    }

    private List<String> events() {
        OrderId order = new OrderId(fixture.sessions.read(session -> session.createSelectionQuery(
                        "select id from OrderRow where reference = 'disputed'", String.class)
                .getSingleResult()));
        return new StoredPaymentReader(fixture.sessions)
                .events(fixture.samples.merchant, order, 0, 100).stream()
                        .map(event -> event.type().code())
                        .toList();
    }

    /** A provider that only brings news. */
    private static final class Herald implements Provider {
        private Notification.@Nullable Report says;
        private int told;

        @Override
        public Outcome start(ChargeRequest request) {
            return new Outcome.Unknown("it only brings news");
        }

        @Override
        public Outcome query(ChargeQuery query) {
            return new Outcome.Unknown("it only brings news");
        }

        @Override
        public Notification read(InboundRequest request) {
            told++;
            return new Notification.Verified(
                    "news " + told, request.receivedAt(), List.of(Objects.requireNonNull(says)), false);
        }
    }

    private final class OneAccount implements Directory {
        private final ProviderType type = new ProviderType(
                "herald", List.of(), Set.of(), List.of(), Herald.class, (settings, exchange, now) -> herald);

        @Override
        public Optional<StoreProfile> store(MerchantId merchant, StoreId store) {
            return Optional.empty();
        }

        @Override
        public Optional<OpenAccount> account(MerchantId merchant, AccountId account) {
            return account(account);
        }

        @Override
        public Optional<OpenAccount> account(AccountId account) {
            return Optional.of(new OpenAccount(fixture.samples.merchant, account, type, herald));
        }
    }

    private static final class NoLinks implements Links {
        @Override
        public String checkout(MerchantId merchant, PaymentId payment) {
            return "https://pay.example/c";
        }

        @Override
        public String returnFrom(MerchantId merchant, PaymentId payment) {
            return "https://pay.example/r";
        }

        @Override
        public String notifications(AccountId account) {
            return "https://pay.example/n";
        }
    }
}
