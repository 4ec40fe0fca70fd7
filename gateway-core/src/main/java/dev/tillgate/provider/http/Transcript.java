package dev.tillgate.provider.http;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Where the scrubbed record of every call goes. Nothing secret and nothing of the payer ever reaches it. */
@FunctionalInterface
public interface Transcript {
    void record(Entry entry);

    static Transcript none() {
        return entry -> {};
    }

    /**
     * One call.
     *
     * @param at when it began, UTC
     * @param url without user, fragment and the values of its query
     * @param result the answer's status, or in words what went wrong
     * @param millis how long it took
     * @param request what was sent: header names with harmless values, and the body's keys without values
     * @param answer the same of the answer, empty when there was none
     */
    record Entry(
            Instant at,
            String provider,
            String account,
            String method,
            String url,
            String result,
            long millis,
            String request,
            String answer) {}

    /** Keeps the last calls in memory, for an operator's page and for tests. Safe for many threads. */
    final class Memory implements Transcript {
        private final int capacity;
        private final ArrayDeque<Entry> entries = new ArrayDeque<>();
        private final ReentrantLock lock = new ReentrantLock();

        public Memory(int capacity) {
            this.capacity = capacity;
        }

        @Override
        public void record(Entry entry) {
            lock.lock();
            try {
                if (entries.size() == capacity) {
                    entries.removeFirst();
                }
                entries.addLast(entry);
            } finally {
                lock.unlock();
            }
        }

        /** Oldest first. */
        public List<Entry> entries() {
            lock.lock();
            try {
                return List.copyOf(entries);
            } finally {
                lock.unlock();
            }
        }
    }
}
