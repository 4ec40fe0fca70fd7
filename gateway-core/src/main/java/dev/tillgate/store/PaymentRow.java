package dev.tillgate.store;

import dev.tillgate.money.Money;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "payment")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class PaymentRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String orderId;

    @Column(updatable = false)
    String storeId;

    @Column(updatable = false)
    long revision;

    @Column(updatable = false)
    long amount;

    @Column(updatable = false, columnDefinition = "char(3)")
    String currency;

    String status;

    @Column(updatable = false)
    String captureMode;

    long authorized;
    long captured;
    long refunded;
    Instant expiresAt;

    @Nullable
    Instant dueAt;

    @Column(updatable = false)
    Instant createdAt;

    Instant updatedAt;

    static PaymentRow of(Payment payment) {
        PaymentRow row = new PaymentRow();
        row.merchantId = payment.merchant().value();
        row.id = payment.id().value();
        row.orderId = payment.order().value();
        row.storeId = payment.store().value();
        row.revision = payment.revision();
        row.amount = payment.amount().minorUnits();
        row.currency = payment.amount().currencyCode();
        row.status = payment.status().name();
        row.captureMode = payment.captureMode().name();
        row.authorized = inCurrencyOf(payment, payment.authorized());
        row.captured = inCurrencyOf(payment, payment.captured());
        row.refunded = inCurrencyOf(payment, payment.refunded());
        row.expiresAt = Times.stored(payment.expiresAt());
        row.dueAt = Times.storedOrNull(payment.dueAt());
        row.createdAt = Times.stored(payment.createdAt());
        row.updatedAt = Times.stored(payment.updatedAt());
        return row;
    }

    /** Reads the columns in the order of this class's fields, from number {@code at} on. */
    static PaymentRow read(ResultSet columns, int at) throws SQLException {
        PaymentRow row = new PaymentRow();
        row.merchantId = columns.getString(at);
        row.id = columns.getString(at + 1);
        row.orderId = columns.getString(at + 2);
        row.storeId = columns.getString(at + 3);
        row.revision = columns.getLong(at + 4);
        row.amount = columns.getLong(at + 5);
        row.currency = columns.getString(at + 6);
        row.status = columns.getString(at + 7);
        row.captureMode = columns.getString(at + 8);
        row.authorized = columns.getLong(at + 9);
        row.captured = columns.getLong(at + 10);
        row.refunded = columns.getLong(at + 11);
        row.expiresAt = Times.read(columns, at + 12);
        row.dueAt = Times.readOrNull(columns, at + 13);
        row.createdAt = Times.read(columns, at + 14);
        row.updatedAt = Times.read(columns, at + 15);
        return row;
    }

    Payment toRecord() {
        Currency money = Money.currency(currency);
        return new Payment(
                new MerchantId(merchantId),
                new PaymentId(id),
                new OrderId(orderId),
                new StoreId(storeId),
                revision,
                new Money(amount, money),
                PaymentStatus.valueOf(status),
                CaptureMode.valueOf(captureMode),
                new Money(authorized, money),
                new Money(captured, money),
                new Money(refunded, money),
                expiresAt,
                dueAt,
                createdAt,
                updatedAt);
    }

    /** The row has one currency for all its amounts. */
    private static long inCurrencyOf(Payment payment, Money sum) {
        if (!sum.currency().equals(payment.amount().currency())) {
            throw new IllegalArgumentException("a payment's sums are in its own currency");
        }
        return sum.minorUnits();
    }
}
