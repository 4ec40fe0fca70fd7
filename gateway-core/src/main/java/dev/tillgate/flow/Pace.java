package dev.tillgate.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long the machine waits before it looks again.
 *
 * @param callLease how long a call to a provider may last before others assume that its caller died
 * @param notSentGrace how old an attempt must be before "the provider has no record of it" counts as evidence: a request
 *     may still be on its way
 * @param inDoubt the waits between questions about an attempt or operation whose answer was lost; the last one repeats
 * @param awaiting the waits between questions about an attempt that waits for the payer; the last one repeats
 */
public record Pace(Duration callLease, Duration notSentGrace, List<Duration> inDoubt, List<Duration> awaiting) {
    /** What the product uses. */
    public static final Pace USUAL = new Pace(
            Duration.ofSeconds(60),
            Duration.ofMinutes(2),
            seconds(1, 2, 4, 8, 15, 30, 30, 60, 120, 300, 600, 1800),
            seconds(10, 20, 30, 60, 60, 120, 300, 600, 1800, 3600));

    /** After so many tries that the provider did not take, in about half a minute, people are told. */
    static final int TRIES_IN_SILENCE = 5;

    private static final Duration SELDOM = Duration.ofHours(6);
    private static final Duration STEADY = Duration.ofSeconds(12);

    public Pace {
        inDoubt = List.copyOf(inDoubt);
        awaiting = List.copyOf(awaiting);
    }

    /** The same pace with another grace. */
    public Pace withNotSentGrace(Duration grace) {
        return new Pace(callLease, grace, inDoubt, awaiting);
    }

    Instant nextInDoubt(int asked, Instant now) {
        return now.plus(inDoubt.get(Math.min(asked, inDoubt.size() - 1)));
    }

    Instant nextAwaiting(int asked, Instant now) {
        return now.plus(awaiting.get(Math.min(asked, awaiting.size() - 1)));
    }

    /** When something that the provider did not take is sent again: at last only four times a day. */
    Instant nextNotTaken(int tried, Instant now) {
        return tried < inDoubt.size() ? nextInDoubt(tried, now) : now.plus(SELDOM);
    }

    /**
     * When a provider that does not answer is asked again about something in doubt: soon at first, then at a steady pace
     * for as long as it lasts, so that its recovery is noticed within the minute. The account's circuit breaker sees to
     * it that only a few of these questions reach a provider that is down; they are spread by {@code id}.
     */
    Instant whileUnanswered(int asked, String id, Instant now) {
        return isSteady(asked)
                ? now.plus(STEADY).plusMillis(Math.floorMod(id.hashCode(), STEADY.toMillis()))
                : nextInDoubt(asked, now);
    }

    /** Whether the first, quick questions are over; steady ones are not counted. */
    boolean isSteady(int asked) {
        return asked >= inDoubt.size() || inDoubt.get(asked).compareTo(STEADY) > 0;
    }

    private static List<Duration> seconds(Integer... values) {
        return List.of(values).stream().map(Duration::ofSeconds).toList();
    }
}
