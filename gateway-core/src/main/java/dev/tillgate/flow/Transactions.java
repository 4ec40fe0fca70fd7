package dev.tillgate.flow;

import java.util.function.Function;

/**
 * Runs a piece of work in one database transaction. The work may be run several times (a dead-lock, or a cluster that
 * refuses at commit), so it must do nothing but read and write through its {@link Books}.
 */
public interface Transactions {
    /**
     * Runs {@code work} and commits; rolls back when it throws.
     *
     * @throws StaleOrderFile when an order file was saved that somebody else had changed since it was read
     */
    <T> T inOne(Function<Books, T> work);

    /** Whether the calling thread is in a transaction: then no network call may be made. */
    boolean isActive();
}
