package dev.tillgate.store;

import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Settings;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "provider_account")
@IdClass(ProviderAccountRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ProviderAccountRow {
    @Id
    String merchantId;

    @Id
    String id;

    String provider;
    String label;

    /** Sealed JSON object of texts. */
    String settings;

    boolean enabled;
    Instant createdAt;
    Instant updatedAt;

    record Key(String merchantId, String id) {}

    static ProviderAccountRow of(ProviderAccount account, String sealedSettings) {
        ProviderAccountRow row = new ProviderAccountRow();
        row.merchantId = account.merchant().value();
        row.id = account.id().value();
        row.provider = account.provider();
        row.createdAt = Times.stored(account.createdAt());
        row.take(account, sealedSettings);
        return row;
    }

    final void take(ProviderAccount account, String sealedSettings) {
        label = account.label();
        settings = sealedSettings;
        enabled = account.enabled();
        updatedAt = Times.stored(account.updatedAt());
    }

    ProviderAccount toRecord(Settings openedSettings) {
        return new ProviderAccount(
                new MerchantId(merchantId),
                new AccountId(id),
                provider,
                label,
                openedSettings,
                enabled,
                createdAt,
                updatedAt);
    }
}
