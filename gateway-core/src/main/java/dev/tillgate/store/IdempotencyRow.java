package dev.tillgate.store;

import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.payment.MerchantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "idempotency")
@IdClass(IdempotencyRow.Key.class)
@SuppressWarnings("NullAway.Init")
class IdempotencyRow {
    @Id
    String merchantId;

    @Id
    String caller;

    @Id
    String idemKey;

    @Column(updatable = false, columnDefinition = "char(64)")
    String requestHash;

    @Column(updatable = false)
    String subject;

    @Nullable
    Integer status;

    @Nullable
    String body;

    @Column(updatable = false)
    Instant createdAt;

    record Key(String merchantId, String caller, String idemKey) {}

    static IdempotencyRow of(IdempotencyRecord request) {
        IdempotencyRow row = new IdempotencyRow();
        row.merchantId = request.merchant().value();
        row.caller = request.caller();
        row.idemKey = request.key();
        row.requestHash = request.requestHash();
        row.subject = request.subject();
        row.status = request.status();
        row.body = request.body();
        row.createdAt = Times.stored(request.createdAt());
        return row;
    }

    IdempotencyRecord toRecord() {
        return new IdempotencyRecord(
                new MerchantId(merchantId), caller, idemKey, requestHash, subject, status, body, createdAt);
    }
}
