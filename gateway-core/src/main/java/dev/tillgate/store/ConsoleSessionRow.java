package dev.tillgate.store;

import dev.tillgate.merchant.ConsoleSession;
import dev.tillgate.payment.MerchantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "console_session")
@IdClass(ConsoleSessionRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ConsoleSessionRow {
    @Id
    String merchantId;

    @Id
    @Column(columnDefinition = "char(64)")
    String digest;

    String userId;
    Instant createdAt;
    Instant expiresAt;

    record Key(String merchantId, String digest) {}

    static ConsoleSessionRow of(ConsoleSession session) {
        ConsoleSessionRow row = new ConsoleSessionRow();
        row.merchantId = session.merchant().value();
        row.digest = session.digest();
        row.userId = session.user();
        row.createdAt = Times.stored(session.createdAt());
        row.expiresAt = Times.stored(session.expiresAt());
        return row;
    }

    ConsoleSession toRecord() {
        return new ConsoleSession(new MerchantId(merchantId), digest, userId, createdAt, expiresAt);
    }
}
