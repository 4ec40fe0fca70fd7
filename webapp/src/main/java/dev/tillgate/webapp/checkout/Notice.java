package dev.tillgate.webapp.checkout;

import dev.tillgate.payment.DeclineReason;
import org.jspecify.annotations.Nullable;

/**
 * What happened before, above the choice of methods.
 *
 * @param tone style: {@code bad}, {@code warn} or {@code ok}
 * @param key below {@code notice.} in the bundle
 * @param reason the decline's reason, when there is one
 */
public record Notice(String tone, String key, @Nullable DeclineReason reason) {

    static Notice of(String tone, String key) {
        return new Notice(tone, key, null);
    }
}
