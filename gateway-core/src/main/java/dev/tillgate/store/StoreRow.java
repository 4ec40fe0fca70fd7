package dev.tillgate.store;

import dev.tillgate.merchant.Store;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "store")
@IdClass(StoreRow.Key.class)
@SuppressWarnings("NullAway.Init")
class StoreRow {
    @Id
    String merchantId;

    @Id
    String id;

    String name;
    String platform;

    @Nullable
    String callbackUrl;

    /** Sealed; belongs to the callbacks. */
    @Nullable
    String callbackSecrets;

    @Nullable
    Instant callbackDisabledAt;

    Instant createdAt;
    Instant updatedAt;

    record Key(String merchantId, String id) {}

    static StoreRow of(Store store) {
        StoreRow row = new StoreRow();
        row.merchantId = store.merchant().value();
        row.id = store.id().value();
        row.platform = store.platform();
        row.createdAt = Times.stored(store.createdAt());
        row.take(store);
        return row;
    }

    /** What an operator can change. */
    final void take(Store store) {
        name = store.name();
        callbackUrl = store.callbackUrl();
        callbackDisabledAt = Times.storedOrNull(store.callbackDisabledAt());
        updatedAt = Times.stored(store.updatedAt());
    }

    Store toRecord() {
        return new Store(
                new MerchantId(merchantId),
                new StoreId(id),
                name,
                platform,
                callbackUrl,
                callbackDisabledAt,
                createdAt,
                updatedAt);
    }
}
