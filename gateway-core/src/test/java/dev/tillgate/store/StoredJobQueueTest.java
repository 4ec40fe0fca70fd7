package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.EventType;
import dev.tillgate.flow.JobQueue.Backlog;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Payment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredJobQueueTest {
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Instant LATER = Samples.NOW.plusSeconds(7200);

    private StoreFixture fixture;
    private StoredJobQueue queue;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        queue = new StoredJobQueue(fixture.sessions);
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void of_each_kind_the_due_are_given_with_their_order() {
        OrderFile file = fixture.samples.opened("all");
        Payment payment = Samples.onlyPayment(file);
        Attempt attempt = fixture.samples.attempt(payment);
        Operation refund = fixture.samples.refund(attempt, Money.ofMinor(5, "EUR"));
        file.put(attempt);
        file.put(refund);
        file.append(EventType.PAYMENT_PAID, payment, Map.of(), Samples.NOW);
        fixture.inOne(books -> books.save(file));
        var order = file.order().id();
        var event = file.changes().events().getFirst().id().value();

        assertThat(queue.take(Kind.PAYMENT, 5, LEASE, LATER))
                .containsExactly(new Job(
                        Kind.PAYMENT, file.merchant(), order, payment.id().value()));
        assertThat(queue.take(Kind.ATTEMPT, 5, LEASE, LATER))
                .containsExactly(new Job(
                        Kind.ATTEMPT, file.merchant(), order, attempt.id().value()));
        assertThat(queue.take(Kind.OPERATION, 5, LEASE, LATER))
                .containsExactly(new Job(
                        Kind.OPERATION, file.merchant(), order, refund.id().value()));
        assertThat(queue.take(Kind.CALLBACK, 5, LEASE, LATER))
                .containsExactly(new Job(Kind.CALLBACK, file.merchant(), order, event));
        assertThat(queue.take(Kind.NOTIFICATION, 5, LEASE, LATER)).isEmpty();
    }

    @Test
    void what_is_not_due_is_not_given_and_the_longest_due_comes_first() {
        OrderFile first = fixture.saved(fixture.samples.opened("1"));
        OrderFile second = fixture.saved(fixture.samples.opened("2"));
        moveDue(first, Samples.NOW.plusSeconds(20));
        moveDue(second, Samples.NOW.plusSeconds(10));

        assertThat(queue.take(Kind.PAYMENT, 5, LEASE, Samples.NOW.plusSeconds(9)))
                .isEmpty();
        assertThat(queue.take(Kind.PAYMENT, 1, LEASE, Samples.NOW.plusSeconds(30)))
                .extracting(Job::id)
                .containsExactly(Samples.onlyPayment(second).id().value());
        assertThat(queue.take(Kind.PAYMENT, 1, LEASE, Samples.NOW.plusSeconds(30)))
                .extracting(Job::id)
                .containsExactly(Samples.onlyPayment(first).id().value());
    }

    @Test
    void a_lease_that_runs_out_is_given_again() {
        fixture.saved(fixture.samples.opened("lease"));

        List<Job> taken = queue.take(Kind.PAYMENT, 5, LEASE, LATER);

        assertThat(taken).hasSize(1);
        assertThat(queue.take(Kind.PAYMENT, 5, LEASE, LATER.plusSeconds(89))).isEmpty();
        assertThat(queue.take(Kind.PAYMENT, 5, LEASE, LATER.plusSeconds(90))).isEqualTo(taken);
    }

    @Test
    void four_takers_take_a_thousand_jobs_once_each() throws Exception {
        fixture.inOne(books -> {
            for (int i = 0; i < 1000; i++) {
                books.save(fixture.samples.opened("job-" + i));
            }
        });

        List<Object> takers = StoreFixture.together(4, () -> {
            List<String> mine = new ArrayList<>();
            int inVain = 0;
            while (inVain < 3) {
                List<Job> some = queue.take(Kind.PAYMENT, 7, LEASE, LATER);
                some.forEach(job -> mine.add(job.id()));
                inVain = some.isEmpty() ? inVain + 1 : 0;
            }
            return mine;
        });

        List<Object> all = new ArrayList<>();
        takers.forEach(mine -> all.addAll((List<?>) mine));
        assertThat(all).hasSize(1000).doesNotHaveDuplicates();
        assertThat(queue.backlog(Kind.PAYMENT, LATER)).isEqualTo(new Backlog(0, 0));
    }

    @Test
    void a_saver_and_a_taker_of_the_same_row_do_not_hinder_each_other() throws Exception {
        OrderFile file = fixture.saved(fixture.samples.opened("both"));

        List<Object> results = StoreFixture.together(6, () -> {
            for (int i = 0; i < 30; i++) {
                int round = i;
                fixture.inOne(books -> {
                    OrderFile locked = books.lock(file.merchant(), file.order().id());
                    Payment payment = Samples.onlyPayment(locked);
                    locked.put(payment.to(payment.status(), Samples.NOW.plusMillis(round), Samples.NOW));
                    books.save(locked);
                });
                queue.take(Kind.PAYMENT, 3, LEASE, LATER);
            }
            return "done";
        });

        assertThat(results).containsOnly("done");
    }

    @Test
    void the_backlog_says_how_many_and_since_when() {
        fixture.saved(fixture.samples.opened("a"));
        fixture.saved(fixture.samples.opened("b"));
        Instant due = Samples.NOW.plusSeconds(3600);

        assertThat(queue.backlog(Kind.PAYMENT, due.plusMillis(250))).isEqualTo(new Backlog(2, 250));
        assertThat(queue.backlog(Kind.PAYMENT, due.minusMillis(1))).isEqualTo(new Backlog(0, 0));
        for (Kind kind : Kind.values()) {
            assertThat(queue.backlog(kind, Samples.NOW).due()).isZero();
        }
    }

    private void moveDue(OrderFile file, Instant due) {
        Payment payment = Samples.onlyPayment(file);
        file.put(payment.to(payment.status(), due, Samples.NOW));
        fixture.inOne(books -> books.save(file));
    }
}
