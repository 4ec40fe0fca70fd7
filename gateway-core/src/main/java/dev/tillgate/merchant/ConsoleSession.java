package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import java.time.Instant;

/**
 * A person's log-in on one browser.
 *
 * @param digest SHA-256, hex, of what the browser's cookie holds
 * @param expiresAt when it ends unless it is used
 */
public record ConsoleSession(MerchantId merchant, String digest, String user, Instant createdAt, Instant expiresAt) {}
