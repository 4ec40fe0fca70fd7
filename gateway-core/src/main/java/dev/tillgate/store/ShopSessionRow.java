package dev.tillgate.store;

import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "shop_session")
@IdClass(ShopSessionRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ShopSessionRow {
    @Id
    String merchantId;

    @Id
    String storeId;

    @Id
    String kind;

    @Id
    String id;

    @Column(updatable = false)
    String reference;

    @Nullable
    @Column(updatable = false)
    Long revision;

    @Nullable
    String paymentId;

    @Nullable
    @Column(updatable = false)
    Long amount;

    @Nullable
    @Column(updatable = false, columnDefinition = "char(3)")
    String currency;

    @Column(updatable = false)
    boolean authorizes;

    String status;

    @Nullable
    String reason;

    @Column(updatable = false)
    String requestId;

    @Nullable
    @Column(updatable = false)
    String cancelUrl;

    @Nullable
    String nextUrl;

    @Column(updatable = false)
    Instant receivedAt;

    @Nullable
    Instant answeredAt;

    record Key(String merchantId, String storeId, String kind, String id) {}

    static Key key(ShopSession session) {
        return new Key(
                session.merchant().value(),
                session.store().value(),
                session.kind().name(),
                session.id());
    }

    static ShopSessionRow of(ShopSession session) {
        ShopSessionRow row = new ShopSessionRow();
        row.merchantId = session.merchant().value();
        row.storeId = session.store().value();
        row.kind = session.kind().name();
        row.id = session.id();
        row.reference = session.reference();
        row.revision = session.revision() == 0 ? null : session.revision();
        Money amount = session.amount();
        row.amount = amount == null ? null : amount.minorUnits();
        row.currency = amount == null ? null : amount.currencyCode();
        row.authorizes = session.authorizes();
        row.requestId = session.requestId();
        row.cancelUrl = session.cancelUrl();
        row.receivedAt = Times.stored(session.receivedAt());
        row.take(session);
        return row;
    }

    final void take(ShopSession session) {
        PaymentId payment = session.payment();
        paymentId = payment == null ? null : payment.value();
        status = session.status().name();
        reason = session.reason();
        nextUrl = session.nextUrl();
        answeredAt = Times.storedOrNull(session.answeredAt());
    }

    ShopSession toRecord() {
        return new ShopSession(
                new MerchantId(merchantId),
                new StoreId(storeId),
                ShopSession.Kind.valueOf(kind),
                id,
                reference,
                revision == null ? 0 : revision,
                paymentId == null ? null : new PaymentId(paymentId),
                amount == null ? null : Money.ofMinor(amount, Objects.requireNonNull(currency)),
                authorizes,
                ShopSession.Status.valueOf(status),
                reason,
                requestId,
                cancelUrl,
                nextUrl,
                receivedAt,
                answeredAt);
    }
}
