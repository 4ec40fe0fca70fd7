package dev.tillgate.store;

import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.payment.AccountId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

@Entity
@Table(name = "store_method")
@IdClass(StoreMethodRow.Key.class)
@SuppressWarnings("NullAway.Init")
class StoreMethodRow {
    @Id
    String merchantId;

    @Id
    String storeId;

    @Id
    String method;

    @Id
    String accountId;

    boolean enabled;
    int position;

    record Key(String merchantId, String storeId, String method, String accountId) {}

    static StoreMethodRow of(StoreRow store, StoreMethod method) {
        StoreMethodRow row = new StoreMethodRow();
        row.merchantId = store.merchantId;
        row.storeId = store.id;
        row.method = method.method();
        row.accountId = method.account().value();
        row.enabled = method.enabled();
        row.position = method.position();
        return row;
    }

    StoreMethod toRecord() {
        return new StoreMethod(method, new AccountId(accountId), enabled, position);
    }
}
