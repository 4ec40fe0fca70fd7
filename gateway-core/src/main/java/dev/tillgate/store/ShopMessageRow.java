package dev.tillgate.store;

import dev.tillgate.flow.shop.ShopMessage;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "shop_message")
@SuppressWarnings("NullAway.Init")
class ShopMessageRow extends WaitingRow {
    @Column(updatable = false)
    String storeId;

    /** Sealed: it may hold personal data. */
    @Nullable
    String request;

    @Nullable
    @Column(updatable = false)
    String reference;

    @Column(updatable = false)
    String told;

    ShopMessage toRecord() {
        return new ShopMessage(
                new MerchantId(merchantId), id, new StoreId(storeId), ShopJson.told(told), tries, receivedAt);
    }
}
