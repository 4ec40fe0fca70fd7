package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came in once and is kept until it is applied, wherever it came from. */
@MappedSuperclass
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class WaitingRow {
    static final String RECEIVED = "RECEIVED";
    static final String APPLIED = "APPLIED";
    static final String FAILED = "FAILED";

    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String dedupeKey;

    String status;

    @Nullable
    String detail;

    @Nullable
    Instant dueAt;

    int tries;

    @Column(updatable = false)
    Instant receivedAt;
}
