package dev.tillgate.store;

import dev.tillgate.merchant.Merchant;
import dev.tillgate.payment.MerchantId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "merchant")
@SuppressWarnings("NullAway.Init")
class MerchantRow {
    @Id
    String id;

    String name;
    Instant createdAt;

    static MerchantRow of(Merchant merchant) {
        MerchantRow row = new MerchantRow();
        row.id = merchant.id().value();
        row.name = merchant.name();
        row.createdAt = Times.stored(merchant.createdAt());
        return row;
    }

    Merchant toRecord() {
        return new Merchant(new MerchantId(id), name, createdAt);
    }
}
