package dev.tillgate.flow;

import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox of callbacks. Each method is a short transaction of its own. */
public interface CallbackBook {
    /** How a delivery stands. */
    enum Status {
        PENDING,
        DELIVERED,
        /** Given up after the last retry; can be replayed. */
        FAILED,
        /** The store has no address, or it was disabled. */
        SKIPPED
    }

    /** A delivery with its event, if it is there. */
    Optional<Delivery> read(MerchantId merchant, EventId event);

    /** Whether an older delivery of the same order still waits: deliveries of one order keep their order. */
    boolean hasOlderPending(MerchantId merchant, OrderId order, long sequence);

    /**
     * Notes a try and what follows from it; makes the order's next delivery due when this one is done. A delivery that
     * another worker has seen accepted meanwhile stays delivered.
     */
    void tried(Delivery delivery, Try result, Status next, @Nullable Instant dueAt);

    /** Not tried now; due again then. */
    void postpone(MerchantId merchant, EventId event, Instant dueAt);

    /**
     * Puts a delivery back in the queue, due at once, whatever its status; its back-off begins anew (no tries). False
     * when it is unknown or older than {@code notBefore}.
     */
    boolean replay(MerchantId merchant, EventId event, Instant notBefore, Instant now);

    /** Newest first, after the cursor (the last event id of the page before, exclusive). */
    List<Delivery> list(
            MerchantId merchant, @Nullable StoreId store, @Nullable Status status, @Nullable EventId after, int limit);

    /** The tries of a delivery, oldest first. */
    List<Try> tries(MerchantId merchant, EventId event);

    /** @param tries how often it was tried since it was last put in the queue */
    record Delivery(
            Event event,
            Status status,
            int tries,
            @Nullable Instant dueAt,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            @Nullable Instant deliveredAt) {}

    /**
     * @param number counts all tries of a delivery from 1; given by the book, whatever was passed to {@link #tried}
     * @param status the HTTP status, or null when there was no answer
     * @param error in a few words why it failed, or null
     * @param millis how long it took
     */
    record Try(
            int number,
            Instant at,
            @Nullable Integer status,
            @Nullable String error,
            long millis) {}
}
