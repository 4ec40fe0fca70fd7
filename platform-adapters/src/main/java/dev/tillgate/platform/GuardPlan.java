package dev.tillgate.platform;

import dev.tillgate.platform.ShopFact.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When an order is looked at again in its shop. Pure but for the jitter. */
final class GuardPlan {
    /** The pauses after the first, second … look in vain; the last one repeats. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    /** As long as callbacks are tried. */
    private static final Duration OFTEN = Duration.ofHours(75);

    private static final Duration SELDOM = Duration.ofDays(1);
    /** Callbacks can be sent again that long. */
    private static final Duration AT_MOST = Duration.ofDays(30);

    private static final Duration LONGEST_WISH = Duration.ofHours(6);
    private static final Duration FIRST_SWEEP = Duration.ofHours(1);
    private static final Duration SECOND_SWEEP = Duration.ofHours(25);
    private static final double JITTER = 0.1;

    private final DoubleSupplier random;

    /** @param random numbers from 0 to 1 */
    GuardPlan(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * After the shop has agreed: an hour and a day after it first did, since shops change their minds (a timer cancels,
     * a plugin writes an old copy back). What is in doubt is looked at every hour, what is not paid never again.
     */
    static Optional<Instant> afterAgreeing(Standing standing, Instant first, Instant now) {
        return switch (standing) {
            case IN_DOUBT -> Optional.of(now.plus(FIRST_SWEEP));
            case OPEN, ENDED -> Optional.empty();
            case PAID, AUTHORIZED -> {
                if (now.isBefore(first.plus(FIRST_SWEEP))) {
                    yield Optional.of(first.plus(FIRST_SWEEP));
                }
                yield now.isBefore(first.plus(SECOND_SWEEP)) ? Optional.of(first.plus(SECOND_SWEEP)) : Optional.empty();
            }
        };
    }

    /**
     * After a look in vain; nothing when that was the last one.
     *
     * @param tries how often in vain before this one
     * @param wish the least the shop wants to be left alone
     */
    Optional<Instant> afterTrouble(int tries, Duration wish, Instant since, Instant now) {
        Duration age = Duration.between(since, now);
        if (age.compareTo(AT_MOST) >= 0) {
            return Optional.empty();
        }
        Duration pause = age.compareTo(OFTEN) >= 0 ? SELDOM : PAUSES.get(Math.min(tries, PAUSES.size() - 1));
        Duration wished = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        return Optional.of(now.plus(spread(wished.compareTo(pause) > 0 ? wished : pause)));
    }

    /** Once a day: the merchant may have done something about it. */
    Optional<Instant> afterRefusal(Instant since, Instant now) {
        return Duration.between(since, now).compareTo(AT_MOST) >= 0
                ? Optional.empty()
                : Optional.of(now.plus(spread(SELDOM)));
    }

    private Duration spread(Duration pause) {
        double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
        return Duration.ofMillis((long) (pause.toMillis() * factor));
    }
}
