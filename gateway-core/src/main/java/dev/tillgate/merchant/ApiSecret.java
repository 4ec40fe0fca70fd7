package dev.tillgate.merchant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A secret of an API client, as it is known here.
 *
 * @param digest SHA-256, hex
 * @param expiresAt from when it no longer works, or null
 */
public record ApiSecret(
        String id,
        String digest,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    /** Text before every API secret, which scanners of leaked code know. */
    public static final String PREFIX = "tg_sk_";

    public boolean isLive(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now);
    }

    /** The same secret, which ends no later than that. */
    ApiSecret until(Instant end) {
        return new ApiSecret(id, digest, createdAt, expiresAt != null && expiresAt.isBefore(end) ? expiresAt : end);
    }
}
