package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * The pages that are open at this node. A commit on this node wakes them at once; every ten seconds each looks by
 * itself, so that commits of other nodes are seen too. Bounded: a page that finds no place, or whose stream has become
 * old, asks from time to time instead. Nothing is lost when it stops.
 */
public final class LiveStreams implements Committed, AutoCloseable {

    static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int MOST = 2_000;
    private static final int MOST_PER_ORDER = 12;

    private final BiFunction<MerchantId, PaymentId, Optional<OrderFile>> files;
    private final Map<OrderId, Queue<OpenPage>> byOrder = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private final AtomicInteger open = new AtomicInteger();
    /** Writing to a slow browser may block: never on the thread that committed. */
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("checkout-streams").daemon().factory());

    /** @param files reads the file of a payment's order, unlocked */
    public LiveStreams(BiFunction<MerchantId, PaymentId, Optional<OrderFile>> files) {
        this.files = files;
        clock.scheduleWithFixedDelay(this::lookAround, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many pages are listening, for the metrics. */
    public int count() {
        return open.get();
    }

    /** Keeps a page up to date until it ends; turns it away when there are too many. */
    void add(OpenPage page) {
        Queue<OpenPage> pages = byOrder.compute(page.order(), (order, before) -> {
            Queue<OpenPage> all = before == null ? new ConcurrentLinkedQueue<>() : before;
            if (!closed && open.get() < MOST && all.size() < MOST_PER_ORDER) {
                open.incrementAndGet();
                all.add(page);
            }
            return all.isEmpty() ? null : all;
        });
        if (pages == null || !pages.contains(page)) {
            page.close();
            return;
        }
        // Something may have been committed after the page was made and before it was listed here.
        later(() -> look(page));
    }

    private void later(Runnable work) {
        if (!closed) {
            try {
                writers.execute(work);
            } catch (RejectedExecutionException closedMeanwhile) {
                // Nobody is told any more.
            }
        }
    }

    @Override
    public void committed(List<Event> events, Set<Kind> due) {
        for (Event event : events) {
            Queue<OpenPage> pages = byOrder.get(event.order());
            if (pages != null) {
                pages.forEach(page -> later(() -> page.tell(event.sequence(), () -> end(page))));
            }
        }
    }

    private void lookAround() {
        Instant now = Instant.now();
        byOrder.values()
                .forEach(pages -> pages.forEach(page -> {
                    if (page.isOver(now)) {
                        end(page);
                    } else {
                        later(() -> look(page));
                    }
                }));
    }

    private void look(OpenPage page) {
        long sequence;
        try {
            sequence = files.apply(page.merchant(), page.payment())
                    .map(file -> file.order().lastSequence())
                    .orElse(0L);
        } catch (RuntimeException databaseAway) {
            // The page keeps what it shows; a later look tells.
            sequence = 0;
        }
        page.tell(sequence, () -> end(page));
    }

    private void end(OpenPage page) {
        byOrder.computeIfPresent(page.order(), (order, pages) -> {
            if (pages.remove(page)) {
                open.decrementAndGet();
            }
            return pages.isEmpty() ? null : pages;
        });
        page.close();
    }

    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        byOrder.values().forEach(pages -> pages.forEach(this::end));
        writers.shutdownNow();
    }
}
