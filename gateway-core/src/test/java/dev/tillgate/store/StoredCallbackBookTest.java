package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.CallbackBook.Status;
import dev.tillgate.flow.CallbackBook.Try;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredCallbackBookTest {
    private StoreFixture fixture;
    private StoredCallbackBook book;
    private Samples samples;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        samples = fixture.samples;
        book = new StoredCallbackBook(fixture.sessions);
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
    void a_new_delivery_waits_and_is_due_at_once() {
        Event event = called(EventType.PAYMENT_PAID).getFirst();

        assertThat(book.read(samples.merchant, event.id()))
                .contains(new Delivery(event, Status.PENDING, 0, Samples.NOW, null, null, null));
        assertThat(due(Samples.NOW)).containsExactly(event.id().value());
        assertThat(book.read(new Samples().merchant, event.id())).isEmpty();
    }

    @Test
    void a_failed_try_is_noted_and_due_again() {
        Event event = called(EventType.PAYMENT_PAID).getFirst();
        Instant again = Samples.NOW.plusSeconds(5);

        book.tried(delivery(event), failure(503, "busy"), Status.PENDING, again);

        assertThat(delivery(event)).isEqualTo(new Delivery(event, Status.PENDING, 1, again, 503, "busy", null));
        assertThat(due(again.minusMillis(1))).isEmpty();
        assertThat(due(again)).hasSize(1);
        assertThat(book.tries(samples.merchant, event.id())).containsExactly(failure(503, "busy"));
    }

    @Test
    void a_delivered_one_is_over_and_the_next_of_the_order_is_due() {
        List<Event> events = called(EventType.PAYMENT_AUTHORIZED, EventType.PAYMENT_PAID, EventType.PAYMENT_CAPTURED);
        Event first = events.get(0);
        Event second = events.get(1);
        Event third = events.get(2);
        book.postpone(samples.merchant, second.id(), Samples.NOW.plusSeconds(500));
        book.postpone(samples.merchant, third.id(), Samples.NOW.plusSeconds(500));
        assertThat(book.hasOlderPending(samples.merchant, second.order(), second.sequence()))
                .isTrue();

        book.tried(delivery(first), success(), Status.DELIVERED, null);

        Instant ended = Samples.NOW.plusMillis(12);
        assertThat(delivery(first)).isEqualTo(new Delivery(first, Status.DELIVERED, 1, null, 204, null, ended));
        assertThat(delivery(second).dueAt()).isEqualTo(ended);
        assertThat(delivery(third).dueAt()).isEqualTo(Samples.NOW.plusSeconds(500));
        assertThat(book.hasOlderPending(samples.merchant, second.order(), second.sequence()))
                .isFalse();
        assertThat(book.hasOlderPending(samples.merchant, third.order(), third.sequence()))
                .isTrue();
    }

    @Test
    void a_slower_worker_does_not_take_back_what_was_delivered() {
        Event event = called(EventType.PAYMENT_PAID).getFirst();
        Delivery seen = delivery(event);

        book.tried(seen, success(), Status.DELIVERED, null);
        book.tried(seen, failure(null, "timed out"), Status.PENDING, Samples.NOW.plusSeconds(5));

        assertThat(delivery(event).status()).isEqualTo(Status.DELIVERED);
        assertThat(delivery(event).dueAt()).isNull();
        assertThat(book.tries(samples.merchant, event.id()))
                .extracting(Try::number)
                .containsExactly(1, 2);
    }

    @Test
    void a_given_up_delivery_is_replayed_from_the_start_unless_it_is_too_old() {
        Event event = called(EventType.PAYMENT_PAID).getFirst();
        Instant later = Samples.NOW.plusSeconds(100);
        book.tried(delivery(event), failure(500, "no"), Status.FAILED, null);
        assertThat(due(later)).isEmpty();

        assertThat(book.replay(samples.merchant, event.id(), Samples.NOW.plusMillis(1), later))
                .isFalse();
        assertThat(book.replay(samples.merchant, EventId.next(), Samples.NOW, later))
                .isFalse();
        assertThat(book.replay(new Samples().merchant, event.id(), Samples.NOW, later))
                .isFalse();
        assertThat(book.replay(samples.merchant, event.id(), Samples.NOW, later))
                .isTrue();

        assertThat(delivery(event)).isEqualTo(new Delivery(event, Status.PENDING, 0, later, 500, "no", null));
        book.tried(delivery(event), success(), Status.DELIVERED, null);
        assertThat(book.tries(samples.merchant, event.id()))
                .extracting(Try::number)
                .containsExactly(1, 2);
    }

    @Test
    void a_delivery_that_is_over_is_not_postponed() {
        Event event = called(EventType.PAYMENT_PAID).getFirst();
        book.tried(delivery(event), success(), Status.SKIPPED, null);

        book.postpone(samples.merchant, event.id(), Samples.NOW);

        assertThat(delivery(event).dueAt()).isNull();
    }

    @Test
    void lists_are_newest_first_filtered_and_paged() {
        Event older = called(EventType.PAYMENT_PAID).getFirst();
        Event newer = called(EventType.PAYMENT_CANCELED).getFirst();
        book.tried(delivery(older), success(), Status.DELIVERED, null);
        List<EventId> both = Stream.of(older.id(), newer.id())
                .sorted((a, b) -> b.value().compareTo(a.value()))
                .toList();

        assertThat(listed(null, null, null, 10)).isEqualTo(both);
        assertThat(listed(samples.store, null, null, 1)).isEqualTo(both.subList(0, 1));
        assertThat(listed(null, null, both.getFirst(), 10)).isEqualTo(both.subList(1, 2));
        assertThat(listed(null, Status.DELIVERED, null, 10)).containsExactly(older.id());
        assertThat(listed(StoreId.next(), null, null, 10)).isEmpty();
    }

    private List<Event> called(EventType... types) {
        OrderFile file = samples.opened("order-" + EventId.next());
        for (EventType type : types) {
            file.append(type, Samples.onlyPayment(file), Map.of("amount", 1999L), Samples.NOW);
        }
        List<Event> events = file.changes().events();
        fixture.inOne(books -> books.save(file));
        return events;
    }

    private Delivery delivery(Event event) {
        return book.read(samples.merchant, event.id()).orElseThrow();
    }

    private List<String> due(Instant now) {
        return new StoredJobQueue(fixture.sessions)
                .take(Kind.CALLBACK, 10, Duration.ofMillis(1), now).stream()
                        .map(Job::id)
                        .toList();
    }

    private List<EventId> listed(@Nullable StoreId store, @Nullable Status status, @Nullable EventId after, int limit) {
        return book.list(samples.merchant, store, status, after, limit).stream()
                .map(delivery -> delivery.event().id())
                .toList();
    }

    private static Try success() {
        return new Try(1, Samples.NOW, 204, null, 12);
    }

    private static Try failure(@Nullable Integer status, String error) {
        return new Try(1, Samples.NOW, status, error, 7);
    }
}
