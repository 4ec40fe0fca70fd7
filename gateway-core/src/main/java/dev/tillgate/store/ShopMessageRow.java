package dev.tillgate.store;

import dev.tillgate.flow.shop.ShopMessage;
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
@Table(name = "shop_message")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class ShopMessageRow {
    static final String RECEIVED = "RECEIVED";
    static final String APPLIED = "APPLIED";
    static final String FAILED = "FAILED";

    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String storeId;

    @Column(updatable = false)
    String dedupeKey;

    /** Sealed: it may hold personal data. */
    @Nullable
    String request;

    @Nullable
    @Column(updatable = false)
    String reference;

    @Column(updatable = false)
    String told;

    String status;

    @Nullable
    String detail;

    @Nullable
    Instant dueAt;

    int tries;

    @Column(updatable = false)
    Instant receivedAt;

    ShopMessage toRecord() {
        return new ShopMessage(
                new MerchantId(merchantId), id, new StoreId(storeId), ShopJson.told(told), tries, receivedAt);
    }
}
