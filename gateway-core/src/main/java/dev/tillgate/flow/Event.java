package dev.tillgate.flow;

import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.Map;

/**
 * A fact that was appended, told to the store by a callback and to open pages by a stream.
 *
 * @param sequence number within the order, without gaps, from 1
 * @param data small facts: text, whole numbers and booleans only; never personal data
 */
public record Event(
        MerchantId merchant,
        OrderId order,
        long sequence,
        EventId id,
        StoreId store,
        PaymentId payment,
        EventType type,
        Map<String, Object> data,
        Instant createdAt) {}
