package dev.tillgate.payment;

import dev.tillgate.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The obligation to pay one revision of one order.
 *
 * @param amount what is owed
 * @param authorized what is reserved or was collected at providers
 * @param captured what was collected
 * @param refunded what was given back, refunds that succeeded only
 * @param expiresAt when it is no longer offered to the buyer, UTC
 * @param dueAt when the machine must look at it next (expiry), or null
 */
public record Payment(
        MerchantId merchant,
        PaymentId id,
        OrderId order,
        StoreId store,
        long revision,
        Money amount,
        PaymentStatus status,
        CaptureMode captureMode,
        Money authorized,
        Money captured,
        Money refunded,
        Instant expiresAt,
        @Nullable Instant dueAt,
        Instant createdAt,
        Instant updatedAt) {
    /** A new payment for the order's present revision. */
    public static Payment opened(Order order, CaptureMode captureMode, Instant expiresAt, Instant now) {
        Money none = Money.zero(order.amount().currency());
        return new Payment(
                order.merchant(),
                PaymentId.next(),
                order.id(),
                order.store(),
                order.revision(),
                order.amount(),
                PaymentStatus.OPEN,
                captureMode,
                none,
                none,
                none,
                expiresAt,
                expiresAt,
                now,
                now);
    }

    /** What is left to pay by its sums; refunds that are under way are not seen here. */
    public Money rest() {
        Money kept = captured.minus(refunded);
        return kept.compareTo(amount) >= 0 ? Money.zero(amount.currency()) : amount.minus(kept);
    }

    /** The same payment in its next state. */
    public Payment to(PaymentStatus next, @Nullable Instant nextDueAt, Instant now) {
        return new Payment(
                merchant,
                id,
                order,
                store,
                revision,
                amount,
                next,
                captureMode,
                authorized,
                captured,
                refunded,
                expiresAt,
                nextDueAt,
                createdAt,
                now);
    }

    /** The same payment with more (or, for negative ones, less) in its sums. */
    public Payment plus(Money moreAuthorized, Money moreCaptured, Money moreRefunded, Instant now) {
        return withSums(authorized.plus(moreAuthorized), captured.plus(moreCaptured), refunded.plus(moreRefunded), now);
    }

    /** The same payment with other sums. */
    private Payment withSums(Money newAuthorized, Money newCaptured, Money newRefunded, Instant now) {
        return new Payment(
                merchant,
                id,
                order,
                store,
                revision,
                amount,
                status,
                captureMode,
                newAuthorized,
                newCaptured,
                newRefunded,
                expiresAt,
                dueAt,
                createdAt,
                now);
    }
}
