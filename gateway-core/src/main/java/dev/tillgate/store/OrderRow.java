package dev.tillgate.store;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "shop_order")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class OrderRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String storeId;

    @Column(updatable = false)
    String reference;

    long revision;
    long amount;

    @Column(columnDefinition = "char(3)")
    String currency;

    String description;

    @Nullable
    String linesJson;

    @Column(updatable = false)
    @Nullable
    String returnUrl;

    @Column(updatable = false)
    @Nullable
    String cancelUrl;

    @Column(updatable = false)
    @Nullable
    String locale;

    @Column(updatable = false, columnDefinition = "char(2)")
    @Nullable
    String country;

    @Nullable
    String chargedBy;

    /** An update asks for this version and writes the next. */
    @Version
    long version;

    long lastSequence;

    @Column(updatable = false)
    Instant createdAt;

    /** @param version the version the row is to be written at, or, for an update, the one it must still have */
    static OrderRow of(Order order, long version) {
        OrderRow row = new OrderRow();
        row.merchantId = order.merchant().value();
        row.id = order.id().value();
        row.storeId = order.store().value();
        row.reference = order.reference();
        row.revision = order.revision();
        row.amount = order.amount().minorUnits();
        row.currency = order.amount().currencyCode();
        row.description = order.description();
        row.linesJson = Json.lines(order.lines());
        row.returnUrl = order.buyer().returnUrl();
        row.cancelUrl = order.buyer().cancelUrl();
        row.locale = order.buyer().locale();
        row.country = order.buyer().country();
        AttemptId holder = order.chargedBy();
        row.chargedBy = holder == null ? null : holder.value();
        row.version = version;
        row.lastSequence = order.lastSequence();
        row.createdAt = Times.stored(order.createdAt());
        return row;
    }

    /** Reads the columns in the order of this class's fields, from number {@code at} on. */
    static OrderRow read(ResultSet columns, int at) throws SQLException {
        OrderRow row = new OrderRow();
        row.merchantId = columns.getString(at);
        row.id = columns.getString(at + 1);
        row.storeId = columns.getString(at + 2);
        row.reference = columns.getString(at + 3);
        row.revision = columns.getLong(at + 4);
        row.amount = columns.getLong(at + 5);
        row.currency = columns.getString(at + 6);
        row.description = columns.getString(at + 7);
        row.linesJson = columns.getString(at + 8);
        row.returnUrl = columns.getString(at + 9);
        row.cancelUrl = columns.getString(at + 10);
        row.locale = columns.getString(at + 11);
        row.country = columns.getString(at + 12);
        row.chargedBy = columns.getString(at + 13);
        row.version = columns.getLong(at + 14);
        row.lastSequence = columns.getLong(at + 15);
        row.createdAt = Times.read(columns, at + 16);
        return row;
    }

    Order toRecord() {
        Money money = Money.ofMinor(amount, currency);
        return new Order(
                new MerchantId(merchantId),
                new OrderId(id),
                new StoreId(storeId),
                reference,
                revision,
                money,
                description,
                Json.lines(linesJson, money.currency()),
                new Buyer(returnUrl, cancelUrl, locale, country),
                chargedBy == null ? null : new AttemptId(chargedBy),
                version,
                lastSequence,
                createdAt);
    }
}
