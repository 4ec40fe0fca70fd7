package dev.tillgate.store;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.EventType;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** Inserted and read, never updated. */
@Entity
@Table(name = "event")
@IdClass(SequenceKey.class)
@SuppressWarnings("NullAway.Init")
class EventRow {
    @Id
    String merchantId;

    @Id
    String orderId;

    @Id
    long sequence;

    String id;
    String storeId;
    String paymentId;
    String type;
    String data;
    Instant createdAt;

    static EventRow of(Event event) {
        EventRow row = new EventRow();
        row.merchantId = event.merchant().value();
        row.orderId = event.order().value();
        row.sequence = event.sequence();
        row.id = event.id().value();
        row.storeId = event.store().value();
        row.paymentId = event.payment().value();
        row.type = event.type().code();
        row.data = Json.facts(event.data());
        row.createdAt = Times.stored(event.createdAt());
        return row;
    }

    Event toRecord() {
        return new Event(
                new MerchantId(merchantId),
                new OrderId(orderId),
                sequence,
                new EventId(id),
                new StoreId(storeId),
                new PaymentId(paymentId),
                EventType.of(type),
                Json.facts(data),
                createdAt);
    }
}
