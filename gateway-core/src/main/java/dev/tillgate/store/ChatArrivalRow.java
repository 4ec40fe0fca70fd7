package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "chat_arrival")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class ChatArrivalRow {
    static final String RECEIVED = "RECEIVED";
    static final String APPLIED = "APPLIED";
    static final String FAILED = "FAILED";

    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String channelId;

    @Column(updatable = false)
    String dedupeKey;

    @Column(updatable = false)
    String conversation;

    /** Sealed: it is what somebody wrote. */
    @Column(updatable = false)
    String content;

    String status;

    @Nullable
    String detail;

    @Nullable
    Instant dueAt;

    int tries;

    @Column(updatable = false)
    Instant receivedAt;
}
