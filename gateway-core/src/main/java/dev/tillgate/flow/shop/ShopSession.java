package dev.tillgate.flow.shop;

import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a shop's platform has handed over and waits to be answered. What is answered for good is written down before
 * it is sent: resolved and rejected exclude each other, whatever answer gets lost.
 *
 * @param id the platform's own, unique for its kind within the shop
 * @param reference the order it is about; several payments of one order have the same
 * @param revision of a payment, the order's revision it stands for, from 1; else 0
 * @param payment what it became, or what it is about; null when an earlier payment holds the order's money
 * @param amount null for all there is
 * @param authorizes whether the money is only reserved until a capture asks for it
 * @param reason the platform's code for why it is rejected, or null
 * @param requestId the platform's name of the request that brought it
 * @param cancelUrl where the buyer goes without having paid, or null
 * @param nextUrl where the buyer goes on, once the platform has said it, or null
 */
public record ShopSession(
        MerchantId merchant,
        StoreId store,
        Kind kind,
        String id,
        String reference,
        long revision,
        @Nullable PaymentId payment,
        @Nullable Money amount,
        boolean authorizes,
        Status status,
        @Nullable String reason,
        String requestId,
        @Nullable String cancelUrl,
        @Nullable String nextUrl,
        Instant receivedAt,
        @Nullable Instant answeredAt) {
    /** What is to be done. */
    public enum Kind {
        PAYMENT,
        REFUND,
        CAPTURE,
        VOID
    }

    /** What the platform was told. */
    public enum Status {
        /** Nothing yet. */
        RECEIVED,
        /** That the money is on its way. */
        PENDING,
        /** Perhaps already that it was done; it will be told nothing else. */
        RESOLVING,
        /** Perhaps already that it was not; it will be told nothing else. */
        REJECTING,
        RESOLVED,
        REJECTED;

        /** Whether the answer cannot be another one any more. */
        public boolean isDecided() {
            return this == RESOLVING || this == REJECTING || isAnswered();
        }

        /** Whether the platform has confirmed the final answer. */
        public boolean isAnswered() {
            return this == RESOLVED || this == REJECTED;
        }
    }

    /** The same, with its place among the payments of its order. */
    public ShopSession at(long newRevision) {
        return new ShopSession(
                merchant,
                store,
                kind,
                id,
                reference,
                newRevision,
                payment,
                amount,
                authorizes,
                status,
                reason,
                requestId,
                cancelUrl,
                nextUrl,
                receivedAt,
                answeredAt);
    }

    /** The same, which has become this payment. */
    public ShopSession became(PaymentId newPayment) {
        return new ShopSession(
                merchant,
                store,
                kind,
                id,
                reference,
                revision,
                newPayment,
                amount,
                authorizes,
                status,
                reason,
                requestId,
                cancelUrl,
                nextUrl,
                receivedAt,
                answeredAt);
    }

    /** About to be told, or told. */
    public ShopSession to(
            Status next, @Nullable String newReason, @Nullable String newNextUrl, @Nullable Instant newAnsweredAt) {
        return new ShopSession(
                merchant,
                store,
                kind,
                id,
                reference,
                revision,
                payment,
                amount,
                authorizes,
                next,
                newReason,
                requestId,
                cancelUrl,
                newNextUrl,
                receivedAt,
                newAnsweredAt);
    }
}
