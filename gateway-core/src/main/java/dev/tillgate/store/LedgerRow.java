package dev.tillgate.store;

import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Inserted and read, never updated. */
@Entity
@Table(name = "ledger_entry")
@IdClass(LedgerRow.Key.class)
@SuppressWarnings("NullAway.Init")
class LedgerRow {
    @Id
    String merchantId;

    @Id
    String paymentId;

    @Id
    String id;

    String attemptId;

    @Nullable
    String operationId;

    String code;
    String debit;
    String credit;
    long amount;

    @Column(columnDefinition = "char(3)")
    String currency;

    Instant createdAt;

    record Key(String merchantId, String paymentId, String id) {}

    static LedgerRow of(LedgerEntry entry) {
        LedgerRow row = new LedgerRow();
        row.merchantId = entry.merchant().value();
        row.paymentId = entry.payment().value();
        row.id = entry.id();
        row.attemptId = entry.attempt().value();
        OperationId operation = entry.operation();
        row.operationId = operation == null ? null : operation.value();
        row.code = entry.code().name();
        row.debit = entry.debit();
        row.credit = entry.credit();
        row.amount = entry.amount().minorUnits();
        row.currency = entry.amount().currencyCode();
        row.createdAt = Times.stored(entry.createdAt());
        return row;
    }

    LedgerEntry toRecord() {
        return new LedgerEntry(
                new MerchantId(merchantId),
                new PaymentId(paymentId),
                id,
                new AttemptId(attemptId),
                operationId == null ? null : new OperationId(operationId),
                LedgerEntry.Code.valueOf(code),
                debit,
                credit,
                Money.ofMinor(amount, currency),
                createdAt);
    }
}
