package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.MovableClock;
import dev.tillgate.flow.DisputeCase;
import dev.tillgate.flow.DisputeReader.Filter;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.flow.DisputeRecord;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.WatchDisputes;
import dev.tillgate.flow.Workers;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Dispute.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Disputes as the console reads them, and the alert before a deadline: told once, however many workers look. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredDisputesTest {
    private static final Duration NOTICE = Duration.ofDays(3);
    private static final Instant DEADLINE = Samples.NOW.plus(Duration.ofDays(10));

    private StoreFixture fixture;
    private StoredDisputes disputes;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        disputes = new StoredDisputes(fixture.sessions);
    }

    @BeforeEach
    void empty() {
        fixture.empty();
        fixture.database.execute("DELETE FROM dispute");
        fixture.database.execute("DELETE FROM dispute_case");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void what_must_be_answered_comes_first_by_its_deadline() {
        report("won", Status.WON, null);
        report("no deadline", Status.NEEDS_RESPONSE, null);
        report("later", Status.NEEDS_RESPONSE, DEADLINE.plusSeconds(1));
        report("soon", Status.NEEDS_RESPONSE, DEADLINE);
        report("review", Status.UNDER_REVIEW, DEADLINE);

        Filter all = new Filter(fixture.samples.merchant, null, null);
        assertThat(refs(disputes.list(all, 0, 10)))
                .startsWith("soon", "later", "no deadline")
                .containsExactlyInAnyOrder("soon", "later", "no deadline", "won", "review");
        assertThat(refs(disputes.list(all, 1, 2))).containsExactly("later", "no deadline");
        assertThat(refs(disputes.list(new Filter(fixture.samples.merchant, fixture.samples.store, Status.WON), 0, 9)))
                .containsExactly("won");
        assertThat(disputes.list(new Filter(MerchantId.next(), null, null), 0, 9))
                .isEmpty();
    }

    @Test
    void a_note_is_kept_with_the_dispute_and_with_nobody_elses() {
        Line line = report("noted", Status.NEEDS_RESPONSE, DEADLINE);
        DisputeId id = line.added().id();

        assertThat(disputes.note(fixture.samples.merchant, id, "Sent by post, 茶", Samples.NOW))
                .isTrue();
        assertThat(disputes.note(MerchantId.next(), id, "mine", Samples.NOW)).isFalse();

        Line noted = disputes.find(fixture.samples.merchant, id).orElseThrow();
        assertThat(noted.added().note()).isEqualTo("Sent by post, 茶");
        assertThat(disputes.of(fixture.samples.merchant, line.record().payment()))
                .hasSize(1);
        assertThat(disputes.find(MerchantId.next(), id)).isEmpty();
    }

    @Test
    void near_the_deadline_the_store_is_told_exactly_once_by_several_workers() {
        Line line = report("watched", Status.NEEDS_RESPONSE, DEADLINE);
        MovableClock clock = at(Samples.NOW.plusSeconds(60));
        List<Workers> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                nodes.add(node(clock));
            }
            nodes.forEach(Workers::start);
            // The first look finds that there is time.
            await().untilAsserted(() -> assertThat(caseOf(line).dueAt()).isEqualTo(DEADLINE.minus(NOTICE)));
            assertThat(alerts()).isZero();

            clock.move(Duration.between(clock.instant(), DEADLINE.minus(NOTICE).plusSeconds(1)));
            await().untilAsserted(() -> assertThat(alerts()).isEqualTo(1));
            await().untilAsserted(() -> assertThat(caseOf(line).dueAt()).isNull());
        } finally {
            nodes.forEach(Workers::close);
        }
        assertThat(caseOf(line).alertedFor()).isEqualTo(DEADLINE);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM callback")).isEqualTo(1);
    }

    @Test
    void many_who_look_at_the_same_moment_tell_it_once() throws Exception {
        Line line = report("at once", Status.NEEDS_RESPONSE, DEADLINE);
        WatchDisputes watch = watch(at(DEADLINE.minusSeconds(5)));

        List<Object> results = StoreFixture.together(8, () -> {
            watch.run(
                    fixture.samples.merchant,
                    line.record().order(),
                    line.added().id());
            return true;
        });

        assertThat(results).containsOnly(true);
        assertThat(alerts()).isEqualTo(1);
    }

    @Test
    void a_new_deadline_is_told_anew_and_an_answered_dispute_not_at_all() {
        Line line = report("moved", Status.NEEDS_RESPONSE, DEADLINE);
        WatchDisputes watch = watch(at(DEADLINE));
        watch.run(fixture.samples.merchant, line.record().order(), line.added().id());
        assertThat(alerts()).isEqualTo(1);

        change(line, Status.NEEDS_RESPONSE, DEADLINE.plus(Duration.ofDays(1)));
        watch.run(fixture.samples.merchant, line.record().order(), line.added().id());
        assertThat(alerts()).isEqualTo(2);

        change(line, Status.UNDER_REVIEW, DEADLINE.plus(Duration.ofDays(2)));
        watch.run(fixture.samples.merchant, line.record().order(), line.added().id());
        assertThat(alerts()).isEqualTo(2);
        assertThat(caseOf(line).dueAt()).isNull();
    }

    @Test
    void an_operator_sees_how_many_are_open_and_when_the_first_is_due() {
        report("a", Status.NEEDS_RESPONSE, DEADLINE);
        report("b", Status.NEEDS_RESPONSE, DEADLINE.plusSeconds(60));
        report("c", Status.LOST, DEADLINE.minusSeconds(60));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Upkeep upkeep =
                new Upkeep(fixture.sessions, Housekeeping.Keep.USUAL, at(DEADLINE.minusSeconds(100)), meters)) {
            upkeep.refresh();
            assertThat(meters.get("tillgate.disputes.open").gauge().value()).isEqualTo(2);
            assertThat(meters.get("tillgate.disputes.deadline.seconds").gauge().value())
                    .isEqualTo(100);
        }
    }

    private static MovableClock at(Instant now) {
        return new MovableClock(now.toString());
    }

    private Workers node(MovableClock clock) {
        WatchDisputes watch = watch(clock);
        return new Workers(
                new StoredJobQueue(fixture.sessions),
                Map.of(
                        Kind.DISPUTE,
                        job -> watch.run(job.merchant(), Objects.requireNonNull(job.order()), new DisputeId(job.id()))),
                new Workers.Settings(Duration.ofMillis(20), Duration.ofSeconds(60), 4, Duration.ofSeconds(5)),
                clock,
                new SimpleMeterRegistry());
    }

    private WatchDisputes watch(MovableClock clock) {
        return new WatchDisputes(new OrderDesk(fixture.transactions, (events, due) -> {}), NOTICE, clock);
    }

    private Line report(String ref, Status status, @Nullable Instant respondBy) {
        OrderFile file = fixture.samples.opened("order " + ref);
        Payment payment = Samples.onlyPayment(file);
        Attempt attempt = fixture.samples.attempt(payment);
        file.put(attempt);
        fixture.saved(file);
        OrderId order = file.order().id();
        fixture.inOne(books -> {
            DisputeRecord record = new DisputeRecord(
                    attempt.merchant(),
                    attempt.account(),
                    order,
                    payment.id(),
                    attempt.id(),
                    dispute(ref, status, respondBy),
                    Samples.NOW,
                    Samples.NOW);
            books.insert(record);
            books.insert(record.opensCase(Samples.NOW));
        });
        return disputes.of(fixture.samples.merchant, payment.id()).getFirst();
    }

    private void change(Line line, Status status, Instant respondBy) {
        DisputeRecord before = line.record();
        fixture.inOne(books -> books.update(new DisputeRecord(
                before.merchant(),
                before.account(),
                before.order(),
                before.payment(),
                before.attempt(),
                dispute(line.dispute().ref(), status, respondBy),
                before.createdAt(),
                Samples.NOW)));
    }

    private static Dispute dispute(String ref, Status status, @Nullable Instant respondBy) {
        return new Dispute(ref, status, Money.ofMinor(500, "EUR"), "fraudulent", respondBy);
    }

    private DisputeCase caseOf(Line line) {
        return disputes.find(fixture.samples.merchant, line.added().id())
                .orElseThrow()
                .added();
    }

    private long alerts() {
        return fixture.database.number(
                "SELECT COUNT(*) FROM event WHERE type = '" + EventType.DISPUTE_DEADLINE_NEAR.code() + "'");
    }

    private static List<String> refs(List<Line> lines) {
        return lines.stream().map(line -> line.dispute().ref()).toList();
    }
}
