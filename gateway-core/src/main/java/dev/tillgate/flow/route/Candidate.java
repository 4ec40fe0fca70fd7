package dev.tillgate.flow.route;

import dev.tillgate.payment.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * An account that serves the method, as it stood when the question was asked.
 *
 * @param provider the provider type's id
 * @param able whether the provider takes this amount by this method in this way
 * @param isOpen whether its circuit breaker keeps it from being called
 * @param rate how its recent attempts went, or null when nobody looked
 */
public record Candidate(
        AccountId account,
        String provider,
        boolean able,
        RouteRule rule,
        boolean isOpen,
        @Nullable Rate rate) {
    /** The same account, as healthy as it was when another question was asked. */
    public Candidate seenAs(Question then) {
        return then.candidates().stream()
                .filter(other -> other.account().equals(account))
                .findFirst()
                .map(other -> new Candidate(account, provider, able, rule, other.isOpen, other.rate))
                .orElse(this);
    }
}
