package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A charge in the bank's book. Times are UTC milliseconds, amounts minor units of {@link Terms#currency()}.
 *
 * @param terms what was asked for, for ever the same
 * @param state what became of it
 */
public record BankCharge(String id, long createdAt, Terms terms, State state) {
    /** Where a charge stands. */
    public enum Status {
        AWAITING_PAYER,
        PENDING,
        AUTHORIZED,
        CAPTURED,
        DECLINED,
        CLOSED
    }

    /**
     * What was asked for.
     *
     * @param reference the merchant's own, unique within the account: the idempotency key
     * @param digest of the request's body, to tell a repeat from another request
     */
    public record Terms(
            String account,
            String reference,
            String digest,
            String method,
            long amount,
            String currency,
            boolean manual,
            Texts texts,
            long expiresAt) {}

    /** Words and addresses that came with the request. */
    public record Texts(String orderReference, String description, String returnUrl, String notifyUrl, String locale) {}

    /**
     * What became of it.
     *
     * @param refunded counts refunds that are under way too
     * @param dueAt when the bank decides by itself, or 0
     */
    public record State(
            Status status,
            long captured,
            long refunded,
            @Nullable String declineCode,
            @Nullable Scenario scenario,
            int version,
            long dueAt) {}

    public Money amount() {
        return Money.ofMinor(terms.amount(), terms.currency());
    }

    public Money captured() {
        return Money.ofMinor(state.captured(), terms.currency());
    }

    public Money refunded() {
        return Money.ofMinor(state.refunded(), terms.currency());
    }

    public Status status() {
        return state.status();
    }

    BankCharge is(Status status, long captured, @Nullable String declineCode) {
        return with(
                new State(status, captured, state.refunded(), declineCode, state.scenario(), state.version() + 1, 0));
    }

    BankCharge goesBy(Scenario scenario) {
        return with(new State(
                state.status(),
                state.captured(),
                state.refunded(),
                state.declineCode(),
                scenario,
                state.version(),
                state.dueAt()));
    }

    BankCharge pendingUntil(long dueAt) {
        return with(new State(Status.PENDING, 0, 0, null, state.scenario(), state.version() + 1, dueAt));
    }

    BankCharge refundedBy(long difference) {
        return with(new State(
                state.status(),
                state.captured(),
                state.refunded() + difference,
                state.declineCode(),
                state.scenario(),
                state.version() + 1,
                0));
    }

    private BankCharge with(State next) {
        return new BankCharge(id, createdAt, terms, next);
    }
}
