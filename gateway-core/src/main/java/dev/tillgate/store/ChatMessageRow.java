package dev.tillgate.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "chat_message")
@IdClass(ChatMessageRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ChatMessageRow {
    @Id
    String merchantId;

    @Id
    String sessionId;

    @Id
    long sequence;

    String author;
    String kind;

    /** Sealed: what people write may hold personal data. */
    String content;

    @Nullable
    String heardKey;

    Instant createdAt;

    record Key(String merchantId, String sessionId, long sequence) {}
}
