package dev.tillgate.store;

import dev.tillgate.flow.shop.SessionBook.Place;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "session_shop")
@IdClass(SessionShopRow.Key.class)
@SuppressWarnings("NullAway.Init")
class SessionShopRow {
    @Id
    String merchantId;

    @Id
    String storeId;

    String domain;
    boolean test;
    Instant connectedAt;

    record Key(String merchantId, String storeId) {}

    Place toRecord() {
        return new Place(new MerchantId(merchantId), new StoreId(storeId), domain, test);
    }
}
