package dev.tillgate.store;

import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "shop_guard")
@IdClass(ShopGuardRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ShopGuardRow {
    @Id
    String merchantId;

    @Id
    String orderId;

    @Column(updatable = false)
    String storeId;

    @Column(updatable = false)
    String reference;

    long version;
    String status;

    @Nullable
    String reason;

    @Nullable
    String details;

    int tries;
    boolean toldAgain;
    Instant since;

    @Nullable
    Instant agreedAt;

    @Nullable
    Instant lookedAt;

    @Nullable
    Instant dueAt;

    record Key(String merchantId, String orderId) {}

    ShopGuard toRecord() {
        return new ShopGuard(
                new MerchantId(merchantId),
                new OrderId(orderId),
                new StoreId(storeId),
                reference,
                version,
                ShopGuard.Status.valueOf(status),
                reason,
                ShopJson.details(details),
                tries,
                toldAgain,
                since,
                agreedAt,
                lookedAt,
                dueAt);
    }
}
