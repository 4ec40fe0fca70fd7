package dev.tillgate.callback;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A secret that a store and the gateway share for the Standard Webhooks signature.
 *
 * @param text {@code whsec_} and the base64 of 24 to 64 bytes
 * @param expiresAt until when it signs, or null while it is the store's newest
 */
public record WebhookSecret(
        String text, Instant createdAt, @Nullable Instant expiresAt) {
    static final String PREFIX = "whsec_";

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public WebhookSecret {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret begins with " + PREFIX);
        }
    }

    /** A new random one. */
    static WebhookSecret next(Instant now) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes), now, null);
    }

    boolean isLive(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now);
    }

    WebhookSecret until(Instant end) {
        return new WebhookSecret(text, createdAt, expiresAt != null && expiresAt.isBefore(end) ? expiresAt : end);
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "WebhookSecret[of " + createdAt + "]";
    }
}
