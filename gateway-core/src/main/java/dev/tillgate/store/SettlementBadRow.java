package dev.tillgate.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A line of a settlement file that could not be read. */
@Entity
@Table(name = "settlement_bad")
@IdClass(SettlementBadRow.Key.class)
@SuppressWarnings("NullAway.Init")
class SettlementBadRow {
    @Id
    String merchantId;

    @Id
    String importId;

    @Id
    long line;

    String problem;
    String field;

    record Key(String merchantId, String importId, long line) {}
}
