package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "notification")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class NotificationRow {
    static final String RECEIVED = "RECEIVED";
    static final String APPLIED = "APPLIED";
    static final String FAILED = "FAILED";

    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String accountId;

    @Column(updatable = false)
    String dedupeKey;

    /** Sealed: path, headers and body may hold personal data. */
    @Column(updatable = false)
    String request;

    String status;

    @Nullable
    String detail;

    @Nullable
    Instant dueAt;

    int tries;

    @Column(updatable = false)
    Instant receivedAt;
}
