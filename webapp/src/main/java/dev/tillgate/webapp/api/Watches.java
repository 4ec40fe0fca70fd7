package dev.tillgate.webapp.api;

import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where open streams wait for news of one thing each. Bounded in all and for each owner.
 *
 * @param <K> what is watched
 */
final class Watches<K> implements AutoCloseable {
    /** What a stream waited for. */
    enum News {
        PERHAPS,
        NONE,
        /** The program stops: the stream ends now. */
        STOP
    }

    private final int mostPerOwner;
    private final int most;
    private final Map<K, Set<Watch>> byKey = new ConcurrentHashMap<>();
    private final Map<String, Integer> byOwner = new HashMap<>();
    private int open;
    private volatile boolean closed;

    Watches(int most, int mostPerOwner) {
        this.most = most;
        this.mostPerOwner = mostPerOwner;
    }

    /**
     * Begins to watch.
     *
     * @param owner who is counted for it
     * @throws ProblemException when too many are open
     */
    Watch watch(K key, String owner) {
        count(owner);
        Watch watch = new Watch(key, owner);
        byKey.compute(key, (same, watches) -> {
            Set<Watch> all = watches == null ? ConcurrentHashMap.newKeySet() : watches;
            all.add(watch);
            return all;
        });
        return watch;
    }

    void wake(K key) {
        Set<Watch> watches = byKey.get(key);
        if (watches != null) {
            watches.forEach(Watch::wake);
        }
    }

    /** Wakes those that have not seen this number yet. */
    void wake(K key, long number) {
        Set<Watch> watches = byKey.get(key);
        if (watches != null) {
            watches.stream().filter(watch -> watch.seen < number).forEach(Watch::wake);
        }
    }

    /** What is watched now. */
    Set<K> keys() {
        return byKey.keySet();
    }

    /** Ends all of them, for a stop of the program. */
    @Override
    public void close() {
        closed = true;
        byKey.values().forEach(watches -> watches.forEach(Watch::wake));
    }

    private synchronized void count(String owner) {
        if (closed || open >= most) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "Too many streams are open.", List.of(), Map.of("Retry-After", "10"));
        }
        if (byOwner.getOrDefault(owner, 0) >= mostPerOwner) {
            throw new ProblemException(
                    ProblemType.RATE_LIMITED,
                    "At most " + mostPerOwner + " streams may be open at once.",
                    List.of(),
                    Map.of("Retry-After", "10"));
        }
        open++;
        byOwner.merge(owner, 1, Integer::sum);
    }

    private synchronized void uncount(String owner) {
        open--;
        byOwner.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
    }

    /** One open stream's place to wait. */
    final class Watch implements AutoCloseable {
        private final K key;
        private final String owner;
        private final Semaphore news = new Semaphore(0);
        private volatile long seen;

        private Watch(K key, String owner) {
            this.key = key;
            this.owner = owner;
        }

        /** Waits until there may be news, at most so long. */
        News await(long millis) throws InterruptedException {
            boolean woken = !closed && news.tryAcquire(millis, TimeUnit.MILLISECONDS);
            if (closed) {
                return News.STOP;
            }
            news.drainPermits();
            return woken ? News.PERHAPS : News.NONE;
        }

        /** Everything up to this number has been told. */
        void saw(long number) {
            seen = number;
        }

        @Override
        public void close() {
            byKey.computeIfPresent(key, (same, watches) -> {
                watches.remove(this);
                return watches.isEmpty() ? null : watches;
            });
            uncount(owner);
        }

        private void wake() {
            news.release();
        }
    }
}
