package dev.tillgate.flow;

import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Does what is due: one taker a kind, which looks at every commit of this node and at short intervals (for the work of
 * crashed or other nodes), and hands each job to a virtual thread, bounded in number. Nothing is held in memory that the
 * database does not know: a job whose worker dies is due again when its lease runs out.
 */
public final class Workers implements AutoCloseable, Committed {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** Between two looks for one kind: many commits in a row are one reason to look, not many. */
    private static final long GAP_MS = 10;

    private final JobQueue queue;
    private final Settings settings;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final List<Taker> takers;
    private final ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running = true;

    /**
     * @param interval how often is looked without being told
     * @param lease how long a job may take before it is given to another
     * @param atOnce how many jobs of one kind run at the same time
     * @param patience how long closing waits for jobs that run
     */
    public record Settings(Duration interval, Duration lease, int atOnce, Duration patience) {
        public static final Settings USUAL =
                new Settings(Duration.ofSeconds(1), Duration.ofSeconds(90), 32, Duration.ofSeconds(20));
    }

    public Workers(
            JobQueue queue,
            Map<Kind, Consumer<Job>> work,
            Settings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.queue = queue;
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
        this.takers = work.entrySet().stream()
                .map(entry -> new Taker(entry.getKey(), entry.getValue()))
                .toList();
    }

    public void start() {
        takers.forEach(taker -> taker.thread.start());
    }

    /** Something was committed: looks for the work that it made due. Never blocks. */
    @Override
    public void committed(List<Event> events, Set<Kind> due) {
        if (due.isEmpty()) {
            return;
        }
        for (Taker taker : takers) {
            if (due.contains(taker.kind)) {
                taker.wake();
            }
        }
    }

    /** Whether it was started, was not closed, and all takers live. */
    public boolean isWorking() {
        return running && takers.stream().allMatch(taker -> taker.thread.isAlive());
    }

    /** Takes nothing more and waits for what runs; what does not finish is done by others when its lease runs out. */
    @Override
    public void close() {
        running = false;
        takers.forEach(Taker::wake);
        jobs.shutdown();
        try {
            if (!jobs.awaitTermination(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                jobs.shutdownNow();
            }
            for (Taker taker : takers) {
                taker.thread.join(settings.patience());
            }
        } catch (InterruptedException interrupted) {
            jobs.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** One kind's loop. */
    private final class Taker {
        private final Kind kind;
        private final Consumer<Job> work;
        private final Semaphore free = new Semaphore(settings.atOnce());
        private final Semaphore woken = new Semaphore(0);
        private final Thread thread;

        Taker(Kind kind, Consumer<Job> work) {
            this.kind = kind;
            this.work = work;
            this.thread = new Thread(this::loop, "worker-" + name());
            thread.setDaemon(true);
        }

        void wake() {
            if (woken.availablePermits() == 0) {
                woken.release();
            }
        }

        private void loop() {
            while (running) {
                try {
                    if (!takeSome()) {
                        var unused = woken.tryAcquire(settings.interval().toMillis(), TimeUnit.MILLISECONDS);
                        Thread.sleep(running ? GAP_MS : 0);
                        woken.drainPermits();
                    }
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException databaseAway) {
                    LOG.warn("cannot look for due {} jobs: {}", name(), databaseAway.toString());
                    pause();
                }
            }
        }

        /** Whether there may be more. */
        private boolean takeSome() throws InterruptedException {
            free.acquire();
            int room = 1 + free.drainPermits();
            int taken = 0;
            try {
                List<Job> due = queue.take(kind, room, settings.lease(), clock.instant());
                taken = due.size();
                due.forEach(job -> jobs.execute(() -> run(job)));
            } finally {
                free.release(room - taken);
            }
            return taken == room;
        }

        private void run(Job job) {
            String outcome = "done";
            try (MDC.MDCCloseable named = MDC.putCloseable("job", name() + " " + job.id())) {
                work.accept(job);
            } catch (RuntimeException failed) {
                outcome = "failed";
                LOG.warn("{} {} failed and will be due again: {}", name(), job.id(), failed.toString());
            } finally {
                free.release();
                wake();
                meters.counter("tillgate.jobs", "kind", name(), "outcome", outcome)
                        .increment();
            }
        }

        private void pause() {
            try {
                var unused = woken.tryAcquire(settings.interval().toMillis() * 5, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        private String name() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }
}
