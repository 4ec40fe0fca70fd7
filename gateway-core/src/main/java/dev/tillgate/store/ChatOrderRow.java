package dev.tillgate.store;

import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "chat_order")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class ChatOrderRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String sessionId;

    @Column(updatable = false)
    String reference;

    long revision;
    long ceiling;

    @Column(columnDefinition = "char(3)")
    String currency;

    boolean quoted;
    boolean business;
    String description;
    Instant expiresAt;

    @Nullable
    String orderId;

    @Nullable
    String paymentId;

    @Nullable
    Long agreedAmount;

    @Nullable
    String agreedPolicy;

    @Nullable
    Instant agreedAt;

    long shownVersion;
    String shownState;

    @Nullable
    Instant dueAt;

    static ChatOrderRow of(ChatOrder order) {
        ChatOrderRow row = new ChatOrderRow();
        row.merchantId = order.merchant().value();
        row.id = order.id();
        row.sessionId = order.session().value();
        row.reference = order.reference();
        row.revision = order.terms().revision();
        row.ceiling = order.terms().ceiling().minorUnits();
        row.currency = order.terms().ceiling().currencyCode();
        row.quoted = order.terms().quoted();
        row.business = order.terms().business();
        row.description = order.terms().description();
        row.expiresAt = Times.stored(order.terms().expiresAt());
        row.orderId = order.order() == null ? null : order.order().value();
        row.paymentId = order.payment() == null ? null : order.payment().value();
        ChatOrder.Agreed agreed = order.agreed();
        if (agreed != null) {
            row.agreedAmount = agreed.amount().minorUnits();
            row.agreedPolicy = agreed.policy();
            row.agreedAt = Times.stored(agreed.at());
        }
        row.shownVersion = order.shownVersion();
        row.shownState = order.shownState();
        row.dueAt = Times.storedOrNull(order.dueAt());
        return row;
    }

    ChatOrder toRecord() {
        return new ChatOrder(
                new MerchantId(merchantId),
                new ChatId(sessionId),
                id,
                reference,
                new ChatOrder.Terms(
                        revision, Money.ofMinor(ceiling, currency), quoted, business, description, expiresAt),
                orderId == null ? null : new OrderId(orderId),
                paymentId == null ? null : new PaymentId(paymentId),
                agreedAmount == null || agreedPolicy == null || agreedAt == null
                        ? null
                        : new ChatOrder.Agreed(Money.ofMinor(agreedAmount, currency), agreedPolicy, agreedAt),
                shownVersion,
                shownState,
                dueAt);
    }
}
