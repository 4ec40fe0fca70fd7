package dev.tillgate.store;

import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Settings;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "chat_channel")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class ChatChannelRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String storeId;

    @Column(updatable = false)
    String kind;

    /** Sealed. */
    String settings;

    @Nullable
    String pulled;

    @Nullable
    Instant dueAt;

    @Column(updatable = false)
    Instant createdAt;

    ChatChannel toRecord(Settings opened) {
        return new ChatChannel(
                new MerchantId(merchantId), new ChannelId(id), new StoreId(storeId), kind, opened, pulled, createdAt);
    }
}
