package dev.tillgate.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Closed-loop load: each of some workers does its next piece of work as soon as the one before is done. */
final class Load {
    private Load() {}

    /** One worker's work; used by one thread. */
    interface Worker extends AutoCloseable {
        /** Does one piece; any exception ends the measurement. */
        void once() throws Exception;

        @Override
        default void close() throws Exception {}
    }

    /** Makes a worker; called on the thread that will use it. */
    interface Workers {
        Worker make(int number) throws Exception;
    }

    /** Runs for a time and answers how it went. */
    static Figures run(int workers, Duration time, Workers made) throws Exception {
        CountDownLatch ready = new CountDownLatch(workers);
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        List<Latencies> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int number = i;
            Latencies latencies = new Latencies();
            all.add(latencies);
            threads.add(Thread.ofPlatform().name("load-" + i).start(() -> {
                try (Worker worker = made.make(number)) {
                    ready.countDown();
                    go.await();
                    work(worker, time, latencies, failure);
                } catch (Exception e) {
                    failure.compareAndSet(null, e);
                    ready.countDown();
                }
            }));
        }
        ready.await();
        long start = System.nanoTime();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return Figures.of(all, seconds);
    }

    private static void work(Worker worker, Duration time, Latencies latencies, AtomicReference<Exception> failure)
            throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long before = System.nanoTime();
        while (before < end && failure.get() == null) {
            worker.once();
            long now = System.nanoTime();
            latencies.add(now - before);
            before = now;
        }
    }

    /** How long each piece took, in nanoseconds. */
    private static final class Latencies {
        private long[] nanos = new long[4096];
        private int count;

        void add(long one) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = one;
        }
    }

    /**
     * What was measured.
     *
     * @param perSecond pieces done in a second
     * @param p50 milliseconds
     */
    record Figures(long done, double perSecond, double p50, double p95, double p99) {
        private static Figures of(List<Latencies> all, double seconds) {
            int done = all.stream().mapToInt(l -> l.count).sum();
            long[] merged = new long[done];
            int at = 0;
            for (Latencies latencies : all) {
                System.arraycopy(latencies.nanos, 0, merged, at, latencies.count);
                at += latencies.count;
            }
            Arrays.sort(merged);
            return new Figures(
                    done, done / seconds, percentile(merged, 0.50), percentile(merged, 0.95), percentile(merged, 0.99));
        }

        private static double percentile(long[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
        }
    }
}
