package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "chat_note")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class ChatNoteRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String sessionId;

    @Column(updatable = false)
    String kind;

    @Nullable
    @Column(updatable = false)
    String reference;

    @Nullable
    @Column(updatable = false)
    Integer score;

    /** Sealed. */
    @Nullable
    @Column(updatable = false)
    String words;

    @Column(updatable = false)
    Instant createdAt;

    @Nullable
    Instant doneAt;
}
