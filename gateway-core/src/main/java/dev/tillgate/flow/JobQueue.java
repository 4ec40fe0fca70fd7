package dev.tillgate.flow;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is due, found in the database and taken by moving its due time: safe with several nodes. */
public interface JobQueue {
    /** Which rows. */
    enum Kind {
        /** Attempts to ask the provider about. */
        ATTEMPT,
        /** Captures, voids and refunds to send, or to ask about. */
        OPERATION,
        /** Payments to expire. */
        PAYMENT,
        /** Callbacks to deliver. */
        CALLBACK,
        /** Notifications to apply. */
        NOTIFICATION,
        /** Disputes whose deadline is near. */
        DISPUTE,
        /** Evidence to hand in about disputes. */
        EVIDENCE,
        /** Settlement files to import. */
        SETTLEMENT,
        /** Orders whose shop is asked whether it says what we say. */
        GUARD,
        /** Messages of shops to apply. */
        INBOUND,
        /** Connections to shops to look after. */
        SHOP,
        /** Pay cards in conversations to look at again. */
        CHAT,
        /** Messages of chat channels to hear. */
        CHAT_ARRIVAL,
        /** Conversations whose channel is to be told something. */
        CHAT_DELIVERY,
        /** Chat channels whose messages are to be pulled. */
        CHAT_PULL
    }

    /**
     * Takes up to {@code limit} due jobs: each is due again after {@code lease} unless its owner saves something else,
     * so that a crash delays a job and never loses it. Each job is given to one taker only.
     */
    List<Job> take(Kind kind, int limit, Duration lease, Instant now);

    /** How many are due, and since when the oldest is, for the metrics. */
    Backlog backlog(Kind kind, Instant now);

    /**
     * A taken job.
     *
     * @param id attempt, operation, payment, event, notification, dispute, import, order, message, store, chat order, conversation or
     *     channel id, by kind
     * @param order the order it belongs to; for a notification, an import, a message or a connection, absent
     */
    record Job(Kind kind, MerchantId merchant, @Nullable OrderId order, String id) {}

    /** @param oldestMillis how long the oldest has been due, 0 when none is */
    record Backlog(long due, long oldestMillis) {}
}
