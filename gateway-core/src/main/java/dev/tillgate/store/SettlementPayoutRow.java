package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A payout that settlement files speak of. */
@Entity
@Table(name = "settlement_payout")
@IdClass(SettlementPayoutRow.Key.class)
@SuppressWarnings("NullAway.Init")
class SettlementPayoutRow {
    @Id
    String merchantId;

    @Id
    String accountId;

    @Id
    String payoutRef;

    @Id
    @Column(columnDefinition = "char(3)")
    String currency;

    Instant bookedAt;

    record Key(String merchantId, String accountId, String payoutRef, String currency) {}
}
