package dev.tillgate.provider.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How an account's provider is, as its calls go; one for all exchanges of the account.
 *
 * @param silent whether the last call had no answer, or one that tells of a failure of the provider's machine
 */
record Pulse(CircuitBreaker breaker, AtomicBoolean silent) {
    /** For the breaker, which wants to know that, not why. */
    private static final Exception FAILED = new Exception("call failed");

    /** A call has ended, and took so many nanoseconds. */
    void note(boolean good, long took) {
        silent.set(!good);
        if (good) {
            breaker.onSuccess(took, TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(took, TimeUnit.NANOSECONDS, FAILED);
        }
    }
}
