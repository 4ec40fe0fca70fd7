package dev.tillgate.store;

import dev.tillgate.merchant.ConnectGrant;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "connect_grant")
@IdClass(ConnectGrantRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ConnectGrantRow {
    @Id
    String merchantId;

    @Id
    @Column(columnDefinition = "char(64)")
    String digest;

    String door;

    @Nullable
    String storeId;

    String storeName;
    String shop;
    String challenge;
    Instant expiresAt;

    record Key(String merchantId, String digest) {}

    static ConnectGrantRow of(ConnectGrant grant) {
        ConnectGrantRow row = new ConnectGrantRow();
        row.merchantId = grant.merchant().value();
        row.digest = grant.digest();
        row.door = grant.door().name();
        StoreId store = grant.store();
        row.storeId = store == null ? null : store.value();
        row.storeName = grant.storeName();
        row.shop = grant.shop();
        row.challenge = grant.challenge();
        row.expiresAt = Times.stored(grant.expiresAt());
        return row;
    }

    ConnectGrant toRecord() {
        return new ConnectGrant(
                new MerchantId(merchantId),
                digest,
                ConnectGrant.Door.valueOf(door),
                storeId == null ? null : new StoreId(storeId),
                storeName,
                shop,
                challenge,
                expiresAt);
    }
}
