package dev.tillgate.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * When a transaction that failed is run again: the database chose it as the victim of a dead-lock, kept it waiting too
 * long for a lock, or (a cluster of several writers) refused it at COMMIT. Nothing of it was kept then.
 */
final class Reruns {
    private static final int MOST = 8;
    private static final long NO_LONGER_THAN = Duration.ofSeconds(5).toNanos();
    private static final long FIRST_PAUSE = Duration.ofMillis(2).toNanos();

    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    /** MariaDB: the row was changed since it was read. */
    private static final int CHANGED_SINCE_READ = 1020;

    private static final int DUPLICATE_KEY = 1062;

    private final long began = System.nanoTime();
    private int done;

    /** Waits a little and answers true when the work is worth another run. */
    boolean again(RuntimeException failure) {
        if (!isTransient(failure) || done == MOST || System.nanoTime() - began > NO_LONGER_THAN) {
            return false;
        }
        done++;
        // Jitter keeps the same transactions from meeting again.
        long longest = FIRST_PAUSE << done;
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MICROSECONDS.toNanos(100), longest));
        return true;
    }

    static boolean isTransient(Throwable failure) {
        SQLException sql = sqlCause(failure);
        if (sql == null) {
            return false;
        }
        int code = sql.getErrorCode();
        return code == DEADLOCK
                || code == LOCK_WAIT_TIMEOUT
                || code == CHANGED_SINCE_READ
                || "40001".equals(sql.getSQLState());
    }

    /** Whether an insert met a row that was there; {@code key} is the name the schema gives the key. */
    static boolean isDuplicate(Throwable failure, String key) {
        SQLException sql = sqlCause(failure);
        // The server names the key at the end: for key 'name', or for key 'table.name'.
        return sql != null
                && sql.getErrorCode() == DUPLICATE_KEY
                && String.valueOf(sql.getMessage()).contains(key + "'");
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
