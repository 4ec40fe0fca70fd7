package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A settlement row that nothing explains yet; written and read by {@link SettlementTables}. */
@Entity
@Table(name = "settlement_open")
@IdClass(SettlementLineRow.Key.class)
@SuppressWarnings("NullAway.Init")
class SettlementOpenRow {
    @Id
    String merchantId;

    @Id
    String accountId;

    @Id
    String rowKey;

    String finding;

    @Nullable
    String ourRef;

    String providerRefs;
    long suspended;

    @Column(columnDefinition = "char(3)")
    String suspendedCurrency;

    Instant bookedAt;
}
