package dev.tillgate.store;

import dev.tillgate.flow.DisputeRecord;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Dispute;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "dispute")
@IdClass(DisputeRow.Key.class)
@SuppressWarnings("NullAway.Init")
class DisputeRow {
    @Id
    String merchantId;

    @Id
    String accountId;

    @Id
    String ref;

    @Column(updatable = false)
    String orderId;

    @Column(updatable = false)
    String paymentId;

    @Column(updatable = false)
    String attemptId;

    String status;
    long amount;

    @Column(columnDefinition = "char(3)")
    String currency;

    String reason;

    @Nullable
    Instant respondBy;

    @Column(updatable = false)
    Instant createdAt;

    Instant updatedAt;

    record Key(String merchantId, String accountId, String ref) {}

    static DisputeRow of(DisputeRecord dispute) {
        DisputeRow row = new DisputeRow();
        Dispute said = dispute.dispute();
        row.merchantId = dispute.merchant().value();
        row.accountId = dispute.account().value();
        row.ref = said.ref();
        row.orderId = dispute.order().value();
        row.paymentId = dispute.payment().value();
        row.attemptId = dispute.attempt().value();
        row.status = said.status().name();
        row.amount = said.amount().minorUnits();
        row.currency = said.amount().currencyCode();
        row.reason = Objects.requireNonNull(Texts.cut(said.reason(), Texts.SHORT_DETAIL));
        row.respondBy = Times.storedOrNull(said.respondBy());
        row.createdAt = Times.stored(dispute.createdAt());
        row.updatedAt = Times.stored(dispute.updatedAt());
        return row;
    }

    DisputeRecord toRecord() {
        return new DisputeRecord(
                new MerchantId(merchantId),
                new AccountId(accountId),
                new OrderId(orderId),
                new PaymentId(paymentId),
                new AttemptId(attemptId),
                new Dispute(ref, Dispute.Status.valueOf(status), Money.ofMinor(amount, currency), reason, respondBy),
                createdAt,
                updatedAt);
    }
}
