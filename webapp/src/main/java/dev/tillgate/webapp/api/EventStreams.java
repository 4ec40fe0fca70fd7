package dev.tillgate.webapp.api;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.payment.OrderId;
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
 * Wakes open streams when something was appended to their order, on this node; streams look by themselves now and then
 * for what other nodes append. Bounded in all and for each owner.
 */
public final class EventStreams implements Committed, AutoCloseable {
    private final int mostPerOwner;
    private final int most;
    private final Map<OrderId, Set<Watch>> byOrder = new ConcurrentHashMap<>();
    private final Map<String, Integer> byOwner = new HashMap<>();
    private int open;
    private volatile boolean closed;

    public EventStreams(int most, int mostPerOwner) {
        this.most = most;
        this.mostPerOwner = mostPerOwner;
    }

    @Override
    public void committed(List<Event> events, Set<Kind> due) {
        for (Event event : events) {
            Set<Watch> watches = byOrder.get(event.order());
            if (watches != null) {
                watches.forEach(Watch::wake);
            }
        }
    }

    /**
     * Begins to watch an order.
     *
     * @param owner who is counted for it: a client's id or an address
     * @throws ProblemException when too many are open
     */
    public Watch watch(OrderId order, String owner) {
        count(owner);
        Watch watch = new Watch(order, owner);
        byOrder.compute(order, (id, watches) -> {
            Set<Watch> all = watches == null ? ConcurrentHashMap.newKeySet() : watches;
            all.add(watch);
            return all;
        });
        return watch;
    }

    /** Ends all of them, for a stop of the program. */
    @Override
    public void close() {
        closed = true;
        byOrder.values().forEach(watches -> watches.forEach(Watch::wake));
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
    public final class Watch implements AutoCloseable {
        private final OrderId order;
        private final String owner;
        private final Semaphore news = new Semaphore(0);

        private Watch(OrderId order, String owner) {
            this.order = order;
            this.owner = owner;
        }

        /** Waits until there may be news, at most so long. False when the stream has to end now. */
        public boolean await(long millis) throws InterruptedException {
            if (!closed && news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
            return !closed;
        }

        @Override
        public void close() {
            byOrder.computeIfPresent(order, (id, watches) -> {
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
