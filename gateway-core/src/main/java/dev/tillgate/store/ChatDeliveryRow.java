package dev.tillgate.store;

import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.Delivery;
import dev.tillgate.payment.MerchantId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "chat_delivery")
@IdClass(ChatDeliveryRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ChatDeliveryRow {
    @Id
    String merchantId;

    @Id
    String sessionId;

    String channelId;
    String conversation;
    long sentSequence;

    @Nullable
    Instant heardAt;

    int sentSince;

    @Nullable
    String problem;

    int tries;

    @Nullable
    Instant dueAt;

    record Key(String merchantId, String sessionId) {}

    Delivery toRecord() {
        return new Delivery(
                new MerchantId(merchantId),
                new ChatId(sessionId),
                new ChannelId(channelId),
                conversation,
                sentSequence,
                heardAt,
                sentSince,
                problem,
                tries);
    }
}
