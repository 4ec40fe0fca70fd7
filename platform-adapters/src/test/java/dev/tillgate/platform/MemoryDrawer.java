package dev.tillgate.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A drawer for tests, as strict as the real one. */
public final class MemoryDrawer implements Drawer {
    private final Map<String, Kept> kept = new HashMap<>();
    private final Map<String, Instant> claims = new HashMap<>();

    @Override
    public synchronized Optional<Kept> read(String name) {
        return Optional.ofNullable(kept.get(name));
    }

    @Override
    public synchronized boolean claim(String name, Duration lease) {
        Instant until = claims.get(name);
        if (until != null && until.isAfter(Instant.now())) {
            return false;
        }
        claims.put(name, Instant.now().plus(lease));
        return true;
    }

    @Override
    public synchronized void put(String name, String value, @Nullable Instant expiresAt) {
        if (value.length() > 4_000) {
            throw new IllegalArgumentException("a drawer holds small things only");
        }
        kept.put(name, new Kept(value, expiresAt));
        claims.remove(name);
    }
}
