package dev.tillgate.merchant;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Settings;
import java.time.Instant;

/**
 * A merchant's contract with one provider.
 *
 * @param provider the provider type's id, such as {@code sandbox}
 * @param label the merchant's own name for it
 * @param settings opened; stored sealed
 * @param enabled whether new attempts may use it; old charges live on in any case
 */
public record ProviderAccount(
        MerchantId merchant,
        AccountId id,
        String provider,
        String label,
        Settings settings,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt) {
    public ProviderAccount with(String newLabel, Settings newSettings, Instant now) {
        return new ProviderAccount(merchant, id, provider, newLabel, newSettings, enabled, createdAt, now);
    }

    public ProviderAccount switched(boolean on, Instant now) {
        return new ProviderAccount(merchant, id, provider, label, settings, on, createdAt, now);
    }
}
