package dev.tillgate.store;

import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.Event;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "callback")
@IdClass(SequenceKey.class)
@SuppressWarnings("NullAway.Init")
class CallbackRow {
    @Id
    String merchantId;

    @Id
    String orderId;

    @Id
    long sequence;

    @Column(updatable = false)
    String eventId;

    @Column(updatable = false)
    String storeId;

    String status;
    int tries;

    @Nullable
    Instant dueAt;

    @Nullable
    Integer lastStatus;

    @Nullable
    String lastError;

    @Column(updatable = false)
    Instant createdAt;

    @Nullable
    Instant deliveredAt;

    /** The delivery of a new event: due at once. */
    static CallbackRow of(Event event) {
        CallbackRow row = new CallbackRow();
        row.merchantId = event.merchant().value();
        row.orderId = event.order().value();
        row.sequence = event.sequence();
        row.eventId = event.id().value();
        row.storeId = event.store().value();
        row.status = CallbackBook.Status.PENDING.name();
        row.tries = 0;
        row.createdAt = Times.stored(event.createdAt());
        row.dueAt = row.createdAt;
        return row;
    }

    /** The delivery of a new event to a store without an address; it can be replayed when there is one. */
    static CallbackRow unwanted(Event event) {
        CallbackRow row = of(event);
        row.status = CallbackBook.Status.SKIPPED.name();
        row.dueAt = null;
        return row;
    }

    CallbackBook.Delivery toRecord(EventRow event) {
        return new CallbackBook.Delivery(
                event.toRecord(),
                CallbackBook.Status.valueOf(status),
                tries,
                dueAt,
                lastStatus,
                lastError,
                deliveredAt);
    }
}
