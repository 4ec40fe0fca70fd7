package dev.tillgate.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * Removes what has served its time: answers kept for repeated requests, applied notifications, tries of callbacks, old
 * conversations. Works in small transactions, so that it never stands in anybody's way; what one run leaves, the next
 * removes. Payments, events and the ledger stay.
 */
public final class Housekeeping {
    private static final int BATCH = 1_000;
    private static final Duration NOTES = Duration.ofDays(180);

    private static final int CONVERSATIONS = 50;
    /** All that a conversation consists of, itself last. */
    private static final List<String> CONVERSATION = List.of("""
            DELETE c FROM chat_message c JOIN chat_session s ON s.merchant_id = c.merchant_id AND s.id = c.session_id
            WHERE s.said_at < :before AND s.id IN (:old)""", """
            DELETE c FROM chat_order c JOIN chat_session s ON s.merchant_id = c.merchant_id AND s.id = c.session_id
            WHERE s.said_at < :before AND s.id IN (:old)""", """
            DELETE c FROM chat_note c JOIN chat_session s ON s.merchant_id = c.merchant_id AND s.id = c.session_id
            WHERE s.said_at < :before AND s.id IN (:old)""", """
            DELETE c FROM chat_delivery c JOIN chat_session s ON s.merchant_id = c.merchant_id AND s.id = c.session_id
            WHERE s.said_at < :before AND s.id IN (:old)""", """
            DELETE c FROM chat_posted c JOIN chat_session s ON s.merchant_id = c.merchant_id AND s.id = c.session_id
            WHERE s.said_at < :before AND s.id IN (:old)""", """
            DELETE FROM chat_session WHERE said_at < :before AND id IN (:old)""");

    private final Sessions sessions;
    private final Keep keep;
    private final int batch;
    private final int mostBatches;

    /** For how long each is kept. */
    public record Keep(Duration requests, Duration notifications, Duration tries, Duration conversations) {
        /** As long as a callback can be replayed, and a client may repeat itself; conversations for half a year. */
        public static final Keep USUAL =
                new Keep(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(45), Duration.ofDays(180));

        /** The same with conversations kept as long as that after the last word. */
        public Keep conversations(Duration kept) {
            return new Keep(requests, notifications, tries, kept);
        }
    }

    /** How many rows were removed, and conversations. */
    public record Removed(int requests, int notifications, int tries, int messages, int conversations) {}

    public Housekeeping(Sessions sessions, Keep keep) {
        this(sessions, keep, BATCH, 100);
    }

    Housekeeping(Sessions sessions, Keep keep, int batch, int mostBatches) {
        this.sessions = sessions;
        this.keep = keep;
        this.batch = batch;
        this.mostBatches = mostBatches;
    }

    /** One run. Safe on several nodes at once. */
    public Removed run(Instant now) {
        return new Removed(
                inBatches(
                        "DELETE FROM idempotency WHERE created_at < :before ORDER BY created_at LIMIT :most",
                        now.minus(keep.requests())),
                inBatches("""
                        DELETE FROM notification WHERE received_at < :before AND status <> 'RECEIVED'
                        ORDER BY received_at LIMIT :most""", now.minus(keep.notifications())),
                inBatches(
                        "DELETE FROM callback_try WHERE at < :before ORDER BY at LIMIT :most", now.minus(keep.tries())),
                messages(now),
                conversations(now.minus(keep.conversations())));
    }

    /** Whole: what buyers wrote is personal. One in which somebody speaks meanwhile stays. */
    private int conversations(Instant before) {
        int removed = 0;
        for (int i = 0; i < mostBatches; i++) {
            int some = sessions.inOne(session -> conversations(session, before));
            removed += some;
            if (some < CONVERSATIONS) {
                return removed;
            }
        }
        return removed;
    }

    private static int conversations(StatelessSession session, Instant before) {
        List<String> old = session.createNativeQuery("""
                        SELECT id FROM chat_session WHERE said_at < :before
                        ORDER BY said_at LIMIT :most FOR UPDATE SKIP LOCKED""", String.class)
                .setParameter("before", Times.column(before))
                .setParameter("most", CONVERSATIONS)
                .getResultList();
        if (!old.isEmpty()) {
            CONVERSATION.forEach(sql -> session.createNativeMutationQuery(sql)
                    .setParameter("before", Times.column(before))
                    .setParameterList("old", old)
                    .executeUpdate());
        }
        return old.size();
    }

    /** Of shops and chats, with the notes for merchants, which are kept longer: somebody may look at them once a quarter. */
    private int messages(Instant now) {
        return inBatches("""
                        DELETE FROM shop_message WHERE received_at < :before AND status <> 'RECEIVED'
                        ORDER BY received_at LIMIT :most""", now.minus(keep.notifications()))
                + inBatches(
                        "DELETE FROM shop_note WHERE created_at < :before ORDER BY created_at LIMIT :most",
                        now.minus(NOTES))
                + inBatches("""
                        DELETE FROM chat_arrival WHERE received_at < :before AND status <> 'RECEIVED'
                        ORDER BY received_at LIMIT :most""", now.minus(arrivals()))
                + inBatches("DELETE FROM chat_code WHERE expires_at < :before ORDER BY expires_at LIMIT :most", now);
    }

    /** What a buyer wrote is not kept longer in the form in which it came than in the conversation. */
    private Duration arrivals() {
        return keep.conversations().compareTo(keep.notifications()) < 0 ? keep.conversations() : keep.notifications();
    }

    private int inBatches(String sql, Instant before) {
        int removed = 0;
        for (int i = 0; i < mostBatches; i++) {
            int some = sessions.inOne(session -> session.createNativeMutationQuery(sql)
                    .setParameter("before", Times.column(before))
                    .setParameter("most", batch)
                    .executeUpdate());
            removed += some;
            if (some < batch) {
                return removed;
            }
        }
        return removed;
    }
}
