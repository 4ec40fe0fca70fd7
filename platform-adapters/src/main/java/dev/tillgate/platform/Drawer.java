package dev.tillgate.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Small secrets and marks of one connection that change by themselves (access tokens, refresh tokens, a cursor), stored
 * encrypted and shared by all nodes. Each method is a short transaction of its own, so none may be called within one.
 */
public interface Drawer {
    Optional<Kept> read(String name);

    /**
     * Whether the caller may renew it now: true for one caller until {@code lease} is over or {@link #put} was called.
     * The network call that renews it is made between the two, with no transaction open.
     */
    boolean claim(String name, Duration lease);

    /** Keeps a value (at most 4,000 characters) and ends the claim. */
    void put(String name, String value, @Nullable Instant expiresAt);

    /** A kept value; {@code expiresAt} is null when it does not run out. */
    record Kept(String value, @Nullable Instant expiresAt) {
        /** Without the value. */
        @Override
        public String toString() {
            return "Kept until " + expiresAt;
        }
    }
}
