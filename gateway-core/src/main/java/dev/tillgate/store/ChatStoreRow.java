package dev.tillgate.store;

import dev.tillgate.flow.chat.ChatStore;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "chat_store")
@IdClass(ChatStoreRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ChatStoreRow {
    @Id
    String merchantId;

    @Id
    String storeId;

    boolean widget;
    String policy;

    @Nullable
    String policyUrl;

    Instant updatedAt;

    record Key(String merchantId, String storeId) {}

    static ChatStoreRow of(ChatStore store) {
        ChatStoreRow row = new ChatStoreRow();
        row.merchantId = store.merchant().value();
        row.storeId = store.store().value();
        row.widget = store.widget();
        row.policy = store.policy();
        row.policyUrl = store.policyUrl();
        row.updatedAt = Times.stored(store.updatedAt());
        return row;
    }

    ChatStore toRecord() {
        return new ChatStore(new MerchantId(merchantId), new StoreId(storeId), widget, policy, policyUrl, updatedAt);
    }
}
