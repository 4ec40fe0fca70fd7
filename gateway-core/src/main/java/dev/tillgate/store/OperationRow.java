package dev.tillgate.store;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "operation")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class OperationRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String attemptId;

    @Column(updatable = false)
    String paymentId;

    @Column(updatable = false)
    String orderId;

    @Column(updatable = false)
    String kind;

    @Column(updatable = false)
    long amount;

    @Column(updatable = false, columnDefinition = "char(3)")
    String currency;

    String status;

    @Column(updatable = false)
    String cause;

    @Column(updatable = false)
    @Nullable
    String reason;

    @Nullable
    String providerRef;

    @Nullable
    String detail;

    @Nullable
    Instant dueAt;

    int asked;

    @Column(updatable = false)
    Instant createdAt;

    Instant updatedAt;

    static OperationRow of(Operation operation) {
        OperationRow row = new OperationRow();
        row.merchantId = operation.merchant().value();
        row.id = operation.id().value();
        row.attemptId = operation.attempt().value();
        row.paymentId = operation.payment().value();
        row.orderId = operation.order().value();
        row.kind = operation.kind().name();
        row.amount = operation.amount().minorUnits();
        row.currency = operation.amount().currencyCode();
        row.status = operation.status().name();
        row.cause = operation.cause().name();
        row.reason = Texts.cut(operation.reason(), Texts.SHORT_DETAIL);
        row.providerRef = operation.providerRef();
        row.detail = Texts.cut(operation.detail(), Texts.DETAIL);
        row.dueAt = Times.storedOrNull(operation.dueAt());
        row.asked = operation.asked();
        row.createdAt = Times.stored(operation.createdAt());
        row.updatedAt = Times.stored(operation.updatedAt());
        return row;
    }

    /** Reads the columns in the order of this class's fields, from number {@code at} on. */
    static OperationRow read(ResultSet columns, int at) throws SQLException {
        OperationRow row = new OperationRow();
        row.merchantId = columns.getString(at);
        row.id = columns.getString(at + 1);
        row.attemptId = columns.getString(at + 2);
        row.paymentId = columns.getString(at + 3);
        row.orderId = columns.getString(at + 4);
        row.kind = columns.getString(at + 5);
        row.amount = columns.getLong(at + 6);
        row.currency = columns.getString(at + 7);
        row.status = columns.getString(at + 8);
        row.cause = columns.getString(at + 9);
        row.reason = columns.getString(at + 10);
        row.providerRef = columns.getString(at + 11);
        row.detail = columns.getString(at + 12);
        row.dueAt = Times.readOrNull(columns, at + 13);
        row.asked = columns.getInt(at + 14);
        row.createdAt = Times.read(columns, at + 15);
        row.updatedAt = Times.read(columns, at + 16);
        return row;
    }

    Operation toRecord() {
        return new Operation(
                new MerchantId(merchantId),
                new OperationId(id),
                new AttemptId(attemptId),
                new PaymentId(paymentId),
                new OrderId(orderId),
                OperationKind.valueOf(kind),
                Money.ofMinor(amount, currency),
                OperationStatus.valueOf(status),
                Operation.Cause.valueOf(cause),
                reason,
                providerRef,
                detail,
                dueAt,
                asked,
                createdAt,
                updatedAt);
    }
}
