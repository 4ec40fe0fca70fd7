package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a settlement file said; written and read many at a time, by {@link SettlementTables}. */
@Entity
@Table(name = "settlement_row")
@IdClass(SettlementLineRow.Key.class)
@SuppressWarnings("NullAway.Init")
class SettlementLineRow {
    @Id
    String merchantId;

    @Id
    String accountId;

    @Id
    String rowKey;

    String importId;
    long line;
    String kind;
    String word;
    boolean moves;
    String provider;
    long gross;
    long fee;
    long net;

    @Column(columnDefinition = "char(3)")
    String currency;

    @Nullable
    Long original;

    @Column(columnDefinition = "char(3)")
    @Nullable
    String originalCurrency;

    @Nullable
    String rate;

    @Nullable
    String payoutRef;

    String finding;

    @Nullable
    String paymentId;

    @Nullable
    String attemptId;

    @Nullable
    String operationId;

    Instant bookedAt;

    record Key(String merchantId, String accountId, String rowKey) {}
}
