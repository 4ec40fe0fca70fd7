package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connected shop or chat.
 *
 * @param name shown to buyers
 * @param platform what it runs on, such as {@code custom}
 * @param callbackUrl where events are told, or null for nowhere
 * @param callbackDisabledAt since when its address is not called any more because it said so (410), or null
 */
public record Store(
        MerchantId merchant,
        StoreId id,
        String name,
        String platform,
        @Nullable String callbackUrl,
        @Nullable Instant callbackDisabledAt,
        Instant createdAt,
        Instant updatedAt) {
    public Store named(String newName, Instant now) {
        return new Store(merchant, id, newName, platform, callbackUrl, callbackDisabledAt, createdAt, now);
    }

    /** Told there from now on; an address that was disabled is tried again. */
    public Store calledAt(@Nullable String url, Instant now) {
        return new Store(merchant, id, name, platform, url, null, createdAt, now);
    }
}
