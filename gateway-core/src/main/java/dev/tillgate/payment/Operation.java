package dev.tillgate.payment;

import dev.tillgate.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A capture, void or refund of one attempt.
 *
 * @param amount how much; for a void the attempt's amount
 * @param cause who wanted it
 * @param reason the caller's words for it, or null; never personal data
 * @param detail the provider's own code or our note, for operators
 * @param dueAt when the machine must ask the provider next, or null
 * @param asked how often the provider was asked in vain; sets the pace
 */
public record Operation(
        MerchantId merchant,
        OperationId id,
        AttemptId attempt,
        PaymentId payment,
        OrderId order,
        OperationKind kind,
        Money amount,
        OperationStatus status,
        Cause cause,
        @Nullable String reason,
        @Nullable String providerRef,
        @Nullable String detail,
        @Nullable Instant dueAt,
        int asked,
        Instant createdAt,
        Instant updatedAt) {
    /** Who wanted an operation. */
    public enum Cause {
        /** The shop, a bot or a merchant asked for it. */
        REQUESTED,
        /** The order was already charged by another attempt: this one's money goes back. */
        SECOND_SUCCESS,
        /** Another attempt succeeded, or the payment ended: this one must not be paid any more. */
        CLOSE_SIBLING,
        /** Nobody asked us: the provider says it happened there. */
        AT_PROVIDER,
        /** The shop wanted the money at once and the provider only reserved it. */
        COLLECT_AT_ONCE,
        /** More came than was owed: the excess goes back. */
        OVERPAID,
        /** Less came than was owed, and the rest is not waited for. */
        UNDERPAID,
        /** It came after the payment had ended, and the store does not want it. */
        LATE
    }

    /** A new operation; not sent yet. */
    public static Operation started(
            Attempt attempt, OperationKind kind, Money amount, Cause cause, Instant dueAt, Instant now) {
        return new Operation(
                attempt.merchant(),
                OperationId.next(),
                attempt.id(),
                attempt.payment(),
                attempt.order(),
                kind,
                amount,
                OperationStatus.STARTED,
                cause,
                null,
                null,
                null,
                dueAt,
                0,
                now,
                now);
    }

    public Operation because(@Nullable String newReason) {
        return new Operation(
                merchant,
                id,
                attempt,
                payment,
                order,
                kind,
                amount,
                status,
                cause,
                newReason,
                providerRef,
                detail,
                dueAt,
                asked,
                createdAt,
                updatedAt);
    }

    public Operation to(
            OperationStatus next,
            @Nullable String ref,
            @Nullable String newDetail,
            @Nullable Instant nextDueAt,
            Instant now) {
        return new Operation(
                merchant,
                id,
                attempt,
                payment,
                order,
                kind,
                amount,
                next,
                cause,
                reason,
                ref == null ? providerRef : ref,
                newDetail,
                nextDueAt,
                0,
                createdAt,
                now);
    }

    /** Asked without an answer; to be asked or sent again. */
    public Operation askedAgainAt(@Nullable Instant nextDueAt, @Nullable String newDetail, Instant now) {
        return due(nextDueAt, newDetail, asked + 1, now);
    }

    /** To be asked or sent again, without counting that it was just now. */
    public Operation postponedTo(@Nullable Instant nextDueAt, @Nullable String newDetail, Instant now) {
        return due(nextDueAt, newDetail, asked, now);
    }

    private Operation due(@Nullable Instant nextDueAt, @Nullable String newDetail, int timesAsked, Instant now) {
        return new Operation(
                merchant,
                id,
                attempt,
                payment,
                order,
                kind,
                amount,
                status,
                cause,
                reason,
                providerRef,
                newDetail,
                nextDueAt,
                timesAsked,
                createdAt,
                now);
    }
}
