package dev.tillgate.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "shop_drawer")
@IdClass(ShopDrawerRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ShopDrawerRow {
    @Id
    String merchantId;

    @Id
    String storeId;

    @Id
    String name;

    /** Sealed; null while it is only claimed. */
    @Nullable
    String content;

    @Nullable
    Instant expiresAt;

    @Nullable
    Instant claimedUntil;

    record Key(String merchantId, String storeId, String name) {}
}
