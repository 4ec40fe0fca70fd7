package dev.tillgate.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A piece of a settlement file. Inserted, read and deleted, never updated. */
@Entity
@Table(name = "settlement_part")
@IdClass(SettlementPartRow.Key.class)
@SuppressWarnings("NullAway.Init")
class SettlementPartRow {
    @Id
    String merchantId;

    @Id
    String importId;

    @Id
    int number;

    /** Sealed: settlement files hold personal data. */
    String content;

    record Key(String merchantId, String importId, int number) {}
}
