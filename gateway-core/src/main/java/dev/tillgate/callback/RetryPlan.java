package dev.tillgate.callback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a callback that failed is tried again: quickly at first, for a store that restarts, then ever more slowly, 75
 * hours in all, so that a shop that breaks on Friday evening is told on Monday.
 */
public final class RetryPlan {
    /** The pauses after the first, second … failed try. */
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(12),
            Duration.ofHours(12),
            Duration.ofHours(12),
            Duration.ofHours(12),
            Duration.ofHours(11).plusMinutes(17).plusSeconds(25));

    /** A pause is up to this part shorter or longer, so that what failed together is not tried together. */
    static final double JITTER = 0.1;

    private final DoubleSupplier random;

    /** @param random numbers from 0 to 1 */
    public RetryPlan(DoubleSupplier random) {
        this.random = random;
    }

    /** The pause after {@code tries} failed tries; nothing when that was the last one. */
    Optional<Duration> after(int tries) {
        if (tries > PAUSES.size()) {
            return Optional.empty();
        }
        return Optional.of(spread(PAUSES.get(Math.max(tries, 1) - 1)));
    }

    /** The pause, up to a tenth shorter or longer. */
    Duration spread(Duration pause) {
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        return Duration.ofMillis((long) (pause.toMillis() * factor));
    }
}
