package dev.tillgate.callback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What an operator does with a store's callbacks besides setting the address: change the secret, switch on again. */
public final class CallbackEndpoints {
    /** How long the secret before stays good, unless the operator says otherwise. */
    public static final Duration GRACE = Duration.ofHours(24);

    private static final Duration KNOWN_FOR = Duration.ofSeconds(3);

    private final EndpointShelf shelf;
    private final InstantSource clock;
    /** For deliveries: an endpoint is read once for many; what is changed here is read anew at once. */
    private final Cache<StoreId, Endpoint> known;

    public CallbackEndpoints(EndpointShelf shelf, InstantSource clock) {
        this.shelf = shelf;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(KNOWN_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** As {@link #find}, perhaps three seconds old. */
    Optional<Endpoint> recent(MerchantId merchant, StoreId store) {
        Endpoint endpoint = known.getIfPresent(store);
        if (endpoint != null && endpoint.merchant().equals(merchant)) {
            return Optional.of(endpoint);
        }
        Optional<Endpoint> read = shelf.read(merchant, store);
        read.ifPresent(found -> known.put(store, found));
        return read;
    }

    /** A store's endpoint; nothing when there is no such store. */
    public Optional<Endpoint> find(MerchantId merchant, StoreId store) {
        return shelf.read(merchant, store);
    }

    /** A store's endpoint with at least one secret: its first is made when it has none, for showing it. */
    public Optional<Endpoint> withSecret(MerchantId merchant, StoreId store) {
        Instant now = clock.instant();
        Optional<Endpoint> found = shelf.read(merchant, store);
        return found.isEmpty() || !found.get().liveSecrets(now).isEmpty()
                ? found
                : change(
                        merchant,
                        store,
                        endpoint -> endpoint.liveSecrets(now).isEmpty()
                                ? endpoint.withNewSecret(Duration.ZERO, now)
                                : endpoint);
    }

    /** A new secret, last in the list; the one before stays good for {@code grace}, older ones end now. */
    public Optional<Endpoint> rotateSecret(MerchantId merchant, StoreId store, Duration grace) {
        Instant now = clock.instant();
        return change(merchant, store, endpoint -> endpoint.withNewSecret(grace, now));
    }

    /** Sends again after the store's server had said 410. */
    public Optional<Endpoint> enable(MerchantId merchant, StoreId store) {
        return change(merchant, store, endpoint -> endpoint.disabled(null));
    }

    /** Sends nothing more, until the operator enables it or sets another URL. */
    void disable(Endpoint endpoint) {
        Instant now = clock.instant();
        // Somebody may have set another address while the old one said it was gone.
        change(
                endpoint.merchant(),
                endpoint.store(),
                current -> Objects.equals(current.url(), endpoint.url()) ? current.disabled(now) : current);
    }

    private Optional<Endpoint> change(MerchantId merchant, StoreId store, UnaryOperator<Endpoint> change) {
        Optional<Endpoint> changed = shelf.change(merchant, store, change);
        known.invalidate(store);
        return changed;
    }
}
