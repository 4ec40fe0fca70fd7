package dev.tillgate.store;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.MerchantId;
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
@Table(name = "attempt")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class AttemptRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String paymentId;

    @Column(updatable = false)
    String orderId;

    @Column(updatable = false)
    String accountId;

    @Column(updatable = false)
    String provider;

    @Column(updatable = false)
    String method;

    @Column(updatable = false)
    long amount;

    @Column(updatable = false, columnDefinition = "char(3)")
    String currency;

    String status;

    @Nullable
    String providerRef;

    @Nullable
    String nextAction;

    @Nullable
    String declineReason;

    @Nullable
    String detail;

    @Nullable
    Instant dueAt;

    int asked;

    @Column(updatable = false)
    Instant createdAt;

    Instant updatedAt;

    static AttemptRow of(Attempt attempt) {
        AttemptRow row = new AttemptRow();
        row.merchantId = attempt.merchant().value();
        row.id = attempt.id().value();
        row.paymentId = attempt.payment().value();
        row.orderId = attempt.order().value();
        row.accountId = attempt.account().value();
        row.provider = attempt.provider();
        row.method = attempt.method();
        row.amount = attempt.amount().minorUnits();
        row.currency = attempt.amount().currencyCode();
        row.status = attempt.status().name();
        row.providerRef = attempt.providerRef();
        row.nextAction = Json.nextAction(attempt.nextAction());
        DeclineReason reason = attempt.declineReason();
        row.declineReason = reason == null ? null : reason.name();
        row.detail = Texts.cut(attempt.detail(), Texts.DETAIL);
        row.dueAt = Times.storedOrNull(attempt.dueAt());
        row.asked = attempt.asked();
        row.createdAt = Times.stored(attempt.createdAt());
        row.updatedAt = Times.stored(attempt.updatedAt());
        return row;
    }

    /** Reads the columns in the order of this class's fields, from number {@code at} on. */
    static AttemptRow read(ResultSet columns, int at) throws SQLException {
        AttemptRow row = new AttemptRow();
        row.merchantId = columns.getString(at);
        row.id = columns.getString(at + 1);
        row.paymentId = columns.getString(at + 2);
        row.orderId = columns.getString(at + 3);
        row.accountId = columns.getString(at + 4);
        row.provider = columns.getString(at + 5);
        row.method = columns.getString(at + 6);
        row.amount = columns.getLong(at + 7);
        row.currency = columns.getString(at + 8);
        row.status = columns.getString(at + 9);
        row.providerRef = columns.getString(at + 10);
        row.nextAction = columns.getString(at + 11);
        row.declineReason = columns.getString(at + 12);
        row.detail = columns.getString(at + 13);
        row.dueAt = Times.readOrNull(columns, at + 14);
        row.asked = columns.getInt(at + 15);
        row.createdAt = Times.read(columns, at + 16);
        row.updatedAt = Times.read(columns, at + 17);
        return row;
    }

    Attempt toRecord() {
        return new Attempt(
                new MerchantId(merchantId),
                new AttemptId(id),
                new PaymentId(paymentId),
                new OrderId(orderId),
                new AccountId(accountId),
                provider,
                method,
                Money.ofMinor(amount, currency),
                AttemptStatus.valueOf(status),
                providerRef,
                Json.nextAction(nextAction),
                declineReason == null ? null : DeclineReason.valueOf(declineReason),
                detail,
                dueAt,
                asked,
                createdAt,
                updatedAt);
    }
}
