package dev.tillgate.store;

import dev.tillgate.flow.DisputeCase;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "dispute_case")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class DisputeCaseRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String accountId;

    @Column(updatable = false)
    String ref;

    @Column(updatable = false)
    String orderId;

    @Nullable
    Instant dueAt;

    @Nullable
    Instant alertedFor;

    /** Written by itself: who writes the alert must not write an older note over a newer one. */
    @Nullable
    @Column(updatable = false)
    String note;

    @Nullable
    @Column(updatable = false)
    Instant notedAt;

    static DisputeCaseRow of(DisputeCase one) {
        DisputeCaseRow row = new DisputeCaseRow();
        row.merchantId = one.merchant().value();
        row.id = one.id().value();
        row.accountId = one.account().value();
        row.ref = one.ref();
        row.orderId = one.order().value();
        row.dueAt = Times.storedOrNull(one.dueAt());
        row.alertedFor = Times.storedOrNull(one.alertedFor());
        row.note = one.note();
        row.notedAt = Times.storedOrNull(one.notedAt());
        return row;
    }

    DisputeCase toRecord() {
        return new DisputeCase(
                new MerchantId(merchantId),
                new DisputeId(id),
                new AccountId(accountId),
                ref,
                new OrderId(orderId),
                dueAt,
                alertedFor,
                note,
                notedAt);
    }
}
