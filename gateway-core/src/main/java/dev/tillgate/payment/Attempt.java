package dev.tillgate.payment;

import dev.tillgate.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a payment with one method through one provider account.
 *
 * @param method the method's code, such as {@code card} or {@code qr}
 * @param amount what was asked of the provider
 * @param providerRef the provider's own id of the charge, once known
 * @param nextAction what the payer has to do, while {@link AttemptStatus#AWAITING_PAYER}
 * @param declineReason why not, when {@link AttemptStatus#DECLINED}
 * @param detail the provider's own code or our note, for operators; never personal data
 * @param dueAt when the machine must ask the provider next, or null
 * @param asked how often the provider was asked in vain since the last answer; sets the pace
 */
public record Attempt(
        MerchantId merchant,
        AttemptId id,
        PaymentId payment,
        OrderId order,
        AccountId account,
        String provider,
        String method,
        Money amount,
        AttemptStatus status,
        @Nullable String providerRef,
        @Nullable NextAction nextAction,
        @Nullable DeclineReason declineReason,
        @Nullable String detail,
        @Nullable Instant dueAt,
        int asked,
        Instant createdAt,
        Instant updatedAt) {
    /** A new attempt at the whole payment; not sent yet. */
    public static Attempt started(
            Payment payment, AccountId account, String provider, String method, Instant dueAt, Instant now) {
        return new Attempt(
                payment.merchant(),
                AttemptId.next(),
                payment.id(),
                payment.order(),
                account,
                provider,
                method,
                payment.amount(),
                AttemptStatus.STARTED,
                null,
                null,
                null,
                null,
                dueAt,
                0,
                now,
                now);
    }

    /** The same attempt at a part of the payment: the rest of one that was paid in part. */
    public Attempt over(Money part) {
        return new Attempt(
                merchant,
                id,
                payment,
                order,
                account,
                provider,
                method,
                part,
                status,
                providerRef,
                nextAction,
                declineReason,
                detail,
                dueAt,
                asked,
                createdAt,
                updatedAt);
    }

    /** The same attempt in another (or the same) status, answered just now. */
    public Attempt to(AttemptStatus next, @Nullable String ref, @Nullable Instant nextDueAt, Instant now) {
        return new Attempt(
                merchant,
                id,
                payment,
                order,
                account,
                provider,
                method,
                amount,
                next,
                ref == null ? providerRef : ref,
                null,
                declineReason,
                detail,
                nextDueAt,
                0,
                createdAt,
                now);
    }

    public Attempt awaiting(NextAction action, @Nullable String ref, @Nullable Instant nextDueAt, Instant now) {
        return new Attempt(
                merchant,
                id,
                payment,
                order,
                account,
                provider,
                method,
                amount,
                AttemptStatus.AWAITING_PAYER,
                ref == null ? providerRef : ref,
                action,
                declineReason,
                detail,
                nextDueAt,
                0,
                createdAt,
                now);
    }

    public Attempt because(@Nullable DeclineReason reason, @Nullable String newDetail) {
        return new Attempt(
                merchant,
                id,
                payment,
                order,
                account,
                provider,
                method,
                amount,
                status,
                providerRef,
                nextAction,
                reason,
                newDetail,
                dueAt,
                asked,
                createdAt,
                updatedAt);
    }

    /** Asked without an answer; to be asked again. */
    public Attempt askedAgainAt(@Nullable Instant nextDueAt, Instant now) {
        return due(nextDueAt, asked + 1, now);
    }

    /** To be asked again, without counting that it was asked just now. */
    public Attempt postponedTo(@Nullable Instant nextDueAt, Instant now) {
        return due(nextDueAt, asked, now);
    }

    private Attempt due(@Nullable Instant nextDueAt, int timesAsked, Instant now) {
        return new Attempt(
                merchant,
                id,
                payment,
                order,
                account,
                provider,
                method,
                amount,
                status,
                providerRef,
                nextAction,
                declineReason,
                detail,
                nextDueAt,
                timesAsked,
                createdAt,
                now);
    }

    /** Whether it waits for the payer and the provider still takes the money. */
    public boolean canStillBePaid(Instant now) {
        Instant until = nextAction == null ? null : nextAction.expiresAt();
        return status == AttemptStatus.AWAITING_PAYER && (until == null || until.isAfter(now));
    }
}
