package dev.tillgate.callback;

import dev.tillgate.callback.CallbackWire.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a store's answer asks for fewer calls.
 *
 * @param slowsDown it does
 * @param pause for how long, if it says so: one second to one hour, whatever it asks for
 */
record Pressure(boolean slowsDown, Optional<Duration> pause) {
    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 504);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    static Pressure none() {
        return new Pressure(false, Optional.empty());
    }

    static Pressure of(Reply reply, Instant now) {
        Integer status = reply.status();
        if (status == null || !OVERLOADED.contains(status)) {
            return none();
        }
        return new Pressure(true, wanted(reply.retryAfter(), now).map(Pressure::bounded));
    }

    /** Seconds or an HTTP date; anything else is as if it were not there. */
    private static Optional<Duration> wanted(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        if (retryAfter.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            Instant date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, date));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wanted) {
        if (wanted.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }
}
