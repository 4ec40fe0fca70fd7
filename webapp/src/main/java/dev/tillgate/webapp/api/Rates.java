package dev.tillgate.webapp.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets by name (a client's id, an address): each fills at a steady rate up to twice a second's worth, or to
 * its burst. Kept in memory of this node, for at most 10,000 names.
 */
public final class Rates {
    private static final int MOST_NAMES = 10_000;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private final @Nullable Cache<String, Bucket> buckets;

    /**
     * @param perSecond how many in the long run; 0 for no limit
     * @param burst how many at once after a pause
     */
    public Rates(double perSecond, double burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.buckets = perSecond == 0
                ? null
                : Caffeine.newBuilder()
                        .maximumSize(MOST_NAMES)
                        .expireAfterAccess(Duration.ofMinutes(10))
                        .build();
    }

    /** @throws ProblemException with {@code Retry-After} when there were too many */
    public void take(String name) {
        if (buckets == null) {
            return;
        }
        double wait = buckets.get(name, n -> new Bucket(burst, nanoTime.getAsLong()))
                .take(perSecond, burst, nanoTime.getAsLong());
        if (wait > 0) {
            long seconds = (long) Math.ceil(wait);
            throw new ProblemException(
                    ProblemType.RATE_LIMITED,
                    "Wait " + seconds + " s, then try again.",
                    List.of(),
                    Map.of("Retry-After", Long.toString(seconds)));
        }
    }

    /** How full one name's bucket is. */
    private static final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(double tokens, long now) {
            this.tokens = tokens;
            this.filledAt = now;
        }

        /** Takes one and answers 0, or answers how many seconds to wait for one. */
        synchronized double take(double perSecond, double burst, long now) {
            tokens = Math.min(burst, tokens + (now - filledAt) / 1e9 * perSecond);
            filledAt = now;
            if (tokens >= 1) {
                tokens--;
                return 0;
            }
            return (1 - tokens) / perSecond;
        }
    }
}
