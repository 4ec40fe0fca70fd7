package dev.tillgate.store;

import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "chat_session")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class ChatSessionRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String storeId;

    @Column(updatable = false)
    String channel;

    @Column(updatable = false)
    String conversation;

    String locale;
    String mode;
    String talk;
    long version;
    long lastSequence;

    @Column(updatable = false)
    Instant createdAt;

    /** When something was last said. */
    Instant saidAt;

    Instant updatedAt;

    static ChatSessionRow of(ChatSession session) {
        ChatSessionRow row = new ChatSessionRow();
        row.merchantId = session.merchant().value();
        row.id = session.id().value();
        row.storeId = session.store().value();
        row.channel = session.channel();
        row.conversation = session.conversation();
        row.locale = session.locale();
        row.mode = session.mode().name();
        row.talk = session.talk();
        row.version = session.version();
        row.lastSequence = session.lastSequence();
        row.createdAt = Times.stored(session.createdAt());
        row.saidAt = row.createdAt;
        row.updatedAt = Times.stored(session.updatedAt());
        return row;
    }

    ChatSession toRecord() {
        return new ChatSession(
                new MerchantId(merchantId),
                new ChatId(id),
                new StoreId(storeId),
                channel,
                conversation,
                locale,
                ChatSession.Mode.valueOf(mode),
                talk,
                version,
                lastSequence,
                createdAt,
                updatedAt);
    }
}
