package dev.tillgate.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Remembers what was read for a short while. What was not found is not remembered: asking for names that do not exist
 * must not fill the memory.
 */
final class AgedCache<K, V> {
    private static final int MOST = 20_000;

    private final Map<K, Held<V>> held = new ConcurrentHashMap<>();
    private final long maxAgeNanos;

    AgedCache(Duration maxAge) {
        this.maxAgeNanos = maxAge.toNanos();
    }

    Optional<V> get(K key, Supplier<Optional<V>> read) {
        Held<V> known = held.get(key);
        long now = System.nanoTime();
        if (known != null && now - known.readAt < maxAgeNanos) {
            return Optional.of(known.value);
        }
        Optional<V> fresh = read.get();
        if (held.size() >= MOST) {
            held.clear();
        }
        fresh.ifPresentOrElse(value -> held.put(key, new Held<>(value, now)), () -> held.remove(key));
        return fresh;
    }

    /** What is known and fresh enough, without reading. */
    Optional<V> known(K key) {
        Held<V> known = held.get(key);
        return known != null && System.nanoTime() - known.readAt < maxAgeNanos
                ? Optional.of(known.value)
                : Optional.empty();
    }

    void forget() {
        held.clear();
    }

    private record Held<V>(V value, long readAt) {}
}
