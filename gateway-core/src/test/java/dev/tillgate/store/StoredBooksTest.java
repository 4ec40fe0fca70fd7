package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.flow.AlreadyAsked;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.StaleOrderFile;
import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredBooksTest {
    private StoreFixture fixture;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void a_file_is_read_as_it_was_saved_through_its_whole_life() {
        OrderFile file = fixture.samples.opened("life");
        file.append(EventType.PAYMENT_CREATED, Samples.onlyPayment(file), Map.of(), Samples.NOW);

        OrderFile opened = fixture.saved(file);
        Payment payment = Samples.onlyPayment(opened);
        opened.put(fixture.samples.attempt(payment));
        OrderFile started = fixture.saved(opened);
        Attempt attempt =
                Samples.onlyAttempt(started).to(AttemptStatus.SUCCEEDED, "ch_1", null, Samples.NOW.plusMillis(5));
        started.put(attempt);
        started.put(started.order().chargedBy(attempt.id()));
        started.put(payment.to(PaymentStatus.PAID, null, Samples.NOW.plusMillis(5)));
        started.post(LedgerEntry.captured(attempt, null, payment.amount(), Samples.NOW));
        started.append(EventType.PAYMENT_PAID, payment, Map.of("method", "card"), Samples.NOW);
        OrderFile paid = fixture.saved(started);
        Operation refund = fixture.samples.refund(attempt, payment.amount());
        paid.put(refund);
        OrderFile refunding = fixture.saved(paid);

        assertThat(refunding.order().version()).isEqualTo(3);
        assertThat(refunding.order().lastSequence()).isEqualTo(2);
        assertThat(refunding.order().chargedBy()).isEqualTo(attempt.id());
        assertThat(refunding.attempts()).containsExactly(attempt);
        assertThat(Samples.onlyPayment(refunding).status()).isEqualTo(PaymentStatus.PAID);
        assertThat(refunding.operations()).containsExactly(refund);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM event WHERE order_id = '"
                        + file.order().id() + "'"))
                .isEqualTo(2);
        assertThat(fixture.database.number(
                        "SELECT COUNT(*) FROM callback WHERE status = 'PENDING' AND due_at = created_at AND order_id = '"
                                + file.order().id() + "'"))
                .as("only what is called back")
                .isEqualTo(1);
    }

    @Test
    void what_the_flow_holds_after_a_commit_is_what_the_next_reader_reads() {
        OrderFile file = fixture.samples.opened("held");
        file.append(EventType.PAYMENT_CREATED, Samples.onlyPayment(file), Map.of(), Samples.NOW);
        fixture.inOne(books -> books.save(file));

        OrderFile held = file.committed();
        held.put(fixture.samples.attempt(Samples.onlyPayment(held)));
        fixture.inOne(books -> books.save(held));

        OrderFile again = held.committed();
        assertThat(again.order()).isEqualTo(fixture.locked(file).order());
        assertThat(again.attempts())
                .containsExactlyElementsOf(fixture.locked(file).attempts());
    }

    @Test
    void a_file_somebody_else_has_changed_is_stale_and_nothing_of_it_is_written() {
        OrderFile first = fixture.saved(fixture.samples.opened("stale"));
        OrderFile second = first.copy();
        first.put(fixture.samples.attempt(Samples.onlyPayment(first)));
        second.put(fixture.samples.attempt(Samples.onlyPayment(second)));
        fixture.inOne(books -> books.save(first));

        assertThatThrownBy(() -> fixture.inOne(books -> books.save(second))).isInstanceOf(StaleOrderFile.class);

        assertThat(fixture.locked(first).attempts()).containsExactlyElementsOf(first.attempts());
    }

    @Test
    void a_new_order_whose_reference_is_taken_is_stale() {
        OrderFile first = fixture.saved(fixture.samples.opened("taken"));

        assertThatThrownBy(() -> fixture.inOne(books -> books.save(fixture.samples.opened("taken"))))
                .isInstanceOf(StaleOrderFile.class);

        OrderFile found = fixture.transactions.inOne(
                books -> books.lockByReference(first.merchant(), fixture.samples.store, "taken")
                        .orElseThrow());
        assertThat(found.order()).isEqualTo(first.order());
    }

    @Test
    void of_8_orders_opened_at_once_under_one_reference_one_is_stored() throws Exception {
        List<Object> results = StoreFixture.together(8, () -> {
            fixture.inOne(books -> books.save(fixture.samples.opened("race")));
            return "stored";
        });

        assertThat(results).filteredOn("stored"::equals).hasSize(1);
        assertThat(results).filteredOn(StaleOrderFile.class::isInstance).hasSize(7);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM shop_order WHERE reference = 'race'"))
                .isEqualTo(1);
    }

    @Test
    void another_merchant_or_an_unknown_order_is_not_there() {
        OrderFile file = fixture.saved(fixture.samples.opened("mine"));
        Samples stranger = new Samples();

        assertThatThrownBy(() -> fixture.inOne(
                        books -> books.lock(stranger.merchant, file.order().id())))
                .isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> fixture.inOne(books -> books.lock(file.merchant(), OrderId.next())))
                .isInstanceOf(NoSuchElementException.class);
        boolean found = fixture.transactions.inOne(
                books -> books.lockByReference(stranger.merchant, fixture.samples.store, "mine")
                        .isPresent());
        assertThat(found).isFalse();
    }

    @Test
    void who_locks_an_order_waits_for_who_holds_it() throws Exception {
        OrderFile file = fixture.saved(fixture.samples.opened("lock"));
        CyclicBarrier start = new CyclicBarrier(4);

        List<Object> results = StoreFixture.together(4, () -> {
            start.await(10, TimeUnit.SECONDS);
            fixture.inOne(books -> {
                OrderFile locked = books.lock(file.merchant(), file.order().id());
                locked.append(EventType.ATTEMPT_STARTED, Samples.onlyPayment(locked), Map.of(), Samples.NOW);
                books.save(locked);
            });
            return "saved";
        });

        assertThat(results).containsOnly("saved");
        assertThat(fixture.locked(file).order().lastSequence()).isEqualTo(4);
        assertThat(fixture.locked(file).order().version()).isEqualTo(4);
    }

    @Test
    void a_request_is_remembered_and_answered() {
        IdempotencyRecord request = fixture.samples.request("one").about("pay_1");
        fixture.inOne(books -> books.insert(request));

        assertThat(asked(request)).isEqualTo(request);

        IdempotencyRecord answered = request.answered(201, "{\"payer\":\"小明 🎁\"}");
        fixture.inOne(books -> books.answer(answered));

        assertThat(asked(request)).isEqualTo(answered);
    }

    @Test
    void of_8_equal_requests_at_once_one_has_an_effect_and_7_learn_of_it() throws Exception {
        OrderFile file = fixture.saved(fixture.samples.opened("equal"));
        CyclicBarrier start = new CyclicBarrier(8);

        List<Object> results = StoreFixture.together(8, () -> {
            IdempotencyRecord request =
                    fixture.samples.request("eight").about(AttemptId.next().value());
            start.await(10, TimeUnit.SECONDS);
            fixture.inOne(books -> {
                books.insert(request);
                OrderFile locked = books.lock(file.merchant(), file.order().id());
                locked.put(fixture.samples.attempt(Samples.onlyPayment(locked)));
                books.save(locked);
            });
            return request;
        });

        List<Object> winners =
                results.stream().filter(IdempotencyRecord.class::isInstance).toList();
        assertThat(winners).hasSize(1);
        assertThat(results)
                .filteredOn(AlreadyAsked.class::isInstance)
                .hasSize(7)
                .allSatisfy(e -> assertThat(((AlreadyAsked) e).earlier()).isEqualTo(winners.getFirst()));
        assertThat(fixture.locked(file).attempts()).hasSize(1);
    }

    @Test
    void keys_of_different_callers_never_meet() {
        IdempotencyRecord request = fixture.samples.request("shared");
        Samples stranger = new Samples();

        fixture.inOne(books -> books.insert(request));
        fixture.inOne(books -> books.insert(new IdempotencyRecord(
                request.merchant(), "cli_2", "shared", request.requestHash(), "-", null, null, Samples.NOW)));
        fixture.inOne(books -> books.insert(stranger.request("shared")));

        assertThat(fixture.database.number("SELECT COUNT(*) FROM idempotency WHERE idem_key = 'shared'"))
                .isEqualTo(3);
    }

    private IdempotencyRecord asked(IdempotencyRecord request) {
        try {
            fixture.inOne(books -> books.insert(request));
        } catch (AlreadyAsked asked) {
            return asked.earlier();
        }
        throw new AssertionError("the key was new");
    }
}
