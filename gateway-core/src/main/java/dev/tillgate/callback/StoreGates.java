package dev.tillgate.callback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets few deliveries to the same store run at once on this node, so that one slow store cannot take the workers from
 * the others, and none while a store has asked to be left alone. Who is not let in is told when to come back: each a
 * little later than the one before, so that a long queue does not come back as one crowd. Only before the gate of a
 * store that answers quickly is it worth waiting for a moment: that is cheaper than coming back.
 */
public final class StoreGates {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration QUICK = Duration.ofMillis(100);
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final int atOnce;
    private final InstantSource clock;
    private final Cache<StoreId, Gate> gates = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    public StoreGates(int atOnce, InstantSource clock) {
        this.atOnce = atOnce;
        this.clock = clock;
    }

    /** Nothing when the delivery may go ahead, and {@link #leave} must follow; else when to come back. */
    public Optional<Instant> enter(StoreId store) {
        return gates.get(store, id -> new Gate()).enter(clock.instant());
    }

    /** A delivery has ended after so long, and the store can be called as before. */
    public void leave(StoreId store, Duration took) {
        gates.get(store, id -> new Gate()).leave(took, null, clock.instant());
    }

    /**
     * A delivery has ended after so long with the wish to slow down.
     *
     * @param pause how long the store wants to be left alone, or nothing: then each time twice as long
     */
    public void leaveAndPause(StoreId store, Duration took, Optional<Duration> pause) {
        gates.get(store, id -> new Gate()).leave(took, pause, clock.instant());
    }

    /** One store. */
    private final class Gate {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition left = lock.newCondition();
        private int running;
        private Instant pausedUntil = Instant.MIN;
        private Instant lastAppointment = Instant.MIN;
        private Duration nextPause = FIRST_PAUSE;
        /** A moving average. */
        private long usualNanos;

        Optional<Instant> enter(Instant now) {
            lock.lock();
            try {
                if (!now.isBefore(pausedUntil) && (running < atOnce || waited())) {
                    running++;
                    return Optional.empty();
                }
                return Optional.of(appointment(now));
            } finally {
                lock.unlock();
            }
        }

        void leave(Duration took, @Nullable Optional<Duration> slowDown, Instant now) {
            lock.lock();
            try {
                running = Math.max(0, running - 1);
                usualNanos = (usualNanos * 7 + took.toNanos()) / 8;
                if (slowDown == null) {
                    nextPause = FIRST_PAUSE;
                } else {
                    pausedUntil = later(pausedUntil, now.plus(slowDown.orElse(nextPause)));
                    Duration doubled = nextPause.multipliedBy(2);
                    nextPause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
                }
                left.signal();
            } finally {
                lock.unlock();
            }
        }

        private boolean waited() {
            long nanos = usualNanos > QUICK.toNanos() ? 0 : MOMENT.toNanos();
            try {
                while (running >= atOnce && nanos > 0) {
                    nanos = left.awaitNanos(nanos);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return running < atOnce && !clock.instant().isBefore(pausedUntil);
        }

        private Instant appointment(Instant now) {
            Instant earliest = later(now.plus(STEP), pausedUntil);
            Instant appointment = later(earliest, lastAppointment.plus(STEP));
            if (appointment.isAfter(earliest.plus(LONGEST_WAIT))) {
                appointment = earliest;
            }
            lastAppointment = appointment;
            return appointment;
        }

        private static Instant later(Instant a, Instant b) {
            return a.isAfter(b) ? a : b;
        }
    }
}
