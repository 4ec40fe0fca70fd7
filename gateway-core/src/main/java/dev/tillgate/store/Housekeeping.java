package dev.tillgate.store;

import java.time.Duration;
import java.time.Instant;

/**
 * Removes what has served its time: answers kept for repeated requests, applied notifications, tries of callbacks. Works
 * in small transactions, so that it never stands in anybody's way; what one run leaves, the next removes. Payments,
 * events and the ledger stay.
 */
public final class Housekeeping {
    private static final int BATCH = 1_000;
    private static final Duration NOTES = Duration.ofDays(180);

    private final Sessions sessions;
    private final Keep keep;
    private final int batch;
    private final int mostBatches;

    /** For how long each is kept. */
    public record Keep(Duration requests, Duration notifications, Duration tries) {
        /** As long as a callback can be replayed, and a client may repeat itself. */
        public static final Keep USUAL = new Keep(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(45));
    }

    /** How many rows were removed. */
    public record Removed(int requests, int notifications, int tries, int messages) {}

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
                messages(now));
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
                        ORDER BY received_at LIMIT :most""", now.minus(keep.notifications()))
                + inBatches("DELETE FROM chat_code WHERE expires_at < :before ORDER BY expires_at LIMIT :most", now);
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
