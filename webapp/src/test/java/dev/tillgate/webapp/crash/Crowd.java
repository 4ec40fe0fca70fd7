package dev.tillgate.webapp.crash;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Buyers who come at an interval, whether or not earlier ones have finished, up to a limit. */
final class Crowd {
    private static final int MOST_AT_ONCE = 200;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final List<Thread> buyers = new CopyOnWriteArrayList<>();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final AtomicInteger orders = new AtomicInteger();
    private final List<String> broken = new CopyOnWriteArrayList<>();

    /** What one of them does. */
    interface Buyer {
        void buy(int number, Random random);
    }

    void start(Duration interval, long seed, Buyer buyer) {
        Random seeds = new Random(seed);
        clock.scheduleAtFixedRate(
                () -> {
                    if (places.tryAcquire()) {
                        Random random = new Random(seeds.nextLong());
                        int number = orders.incrementAndGet();
                        buyers.add(Thread.ofVirtual().start(() -> come(buyer, number, random)));
                    }
                },
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void come(Buyer buyer, int number, Random random) {
        try {
            buyer.buy(number, random);
        } catch (RuntimeException gaveUp) {
            broken.add("buyer " + number + ": " + gaveUp);
        } finally {
            places.release();
        }
    }

    /** Lets every buyer finish what it began: no order is left half asked. */
    void finish() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the clock does not stop");
        }
        for (Thread buyer : buyers) {
            buyer.join();
        }
    }

    int orders() {
        return orders.get();
    }

    /** Buyers who met something that no buyer should. */
    List<String> broken() {
        return List.copyOf(broken);
    }
}
