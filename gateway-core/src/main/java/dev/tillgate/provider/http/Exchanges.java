package dev.tillgate.provider.http;

import dev.tillgate.provider.Exchange;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gives every provider account its own watched {@link Exchange} over one shared wire. */
public final class Exchanges {
    private final Exchange wire;
    private final MeterRegistry meters;
    private final Transcript transcript;
    private final CircuitBreakerRegistry breakers;
    private final Map<String, Pulse> pulses = new ConcurrentHashMap<>();

    public Exchanges(Exchange wire, MeterRegistry meters, Transcript transcript) {
        this(wire, meters, transcript, Duration.ofSeconds(5));
    }

    /** @param pause how long an account is not called after its provider was found to be down */
    public Exchanges(Exchange wire, MeterRegistry meters, Transcript transcript, Duration pause) {
        this.wire = wire;
        this.meters = meters;
        this.transcript = transcript;
        // Three of four calls within a minute failed: that is the provider, not one payer's bad luck.
        this.breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(60)
                .minimumNumberOfCalls(20)
                .failureRateThreshold(75)
                .waitDurationInOpenState(pause)
                .permittedNumberOfCallsInHalfOpenState(3)
                .build());
    }

    /** The exchange of one account; its circuit breaker is the same for every exchange of that account. */
    public Exchange forAccount(String provider, String account) {
        return new AccountExchange(provider, account, wire, meters, transcript, pulse(provider, account));
    }

    /** Whether the account's last call had no answer, or only one that tells of a failure of the provider's machine. */
    public boolean isSilent(String provider, String account) {
        return pulse(provider, account).silent().get();
    }

    /** Whether a call for the account would not be sent at this moment, because too many have failed lately. */
    public boolean isOpen(String provider, String account) {
        CircuitBreaker breaker = pulse(provider, account).breaker();
        // Asked like a call would: a breaker only notices that its pause is over when somebody wants to pass.
        if (!breaker.tryAcquirePermission()) {
            return true;
        }
        breaker.releasePermission();
        return false;
    }

    private Pulse pulse(String provider, String account) {
        return pulses.computeIfAbsent(
                provider + "/" + account, name -> new Pulse(breakers.circuitBreaker(name), new AtomicBoolean()));
    }
}
