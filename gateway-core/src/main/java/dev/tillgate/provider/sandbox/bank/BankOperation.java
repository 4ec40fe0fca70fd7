package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A capture, void or refund in the bank's book. Times are UTC milliseconds, amounts minor units.
 *
 * @param key the merchant's idempotency key, unique within the account
 * @param digest of the request, to tell a repeat from another request
 * @param outcome where it stands
 */
public record BankOperation(
        String id,
        long createdAt,
        String account,
        String key,
        String digest,
        Kind kind,
        String charge,
        long minorUnits,
        String currency,
        Result outcome) {
    /** What was asked for. */
    public enum Kind {
        CAPTURE,
        VOID,
        REFUND
    }

    /** Where an operation stands. */
    public enum Status {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /** @param dueAt when the bank decides by itself, or 0 */
    public record Result(Status status, @Nullable String failureCode, int version, long dueAt) {}

    public Money amount() {
        return Money.ofMinor(minorUnits, currency);
    }

    public Status status() {
        return outcome.status();
    }

    BankOperation ends(Status status, @Nullable String failureCode) {
        return new BankOperation(
                id,
                createdAt,
                account,
                key,
                digest,
                kind,
                charge,
                minorUnits,
                currency,
                new Result(status, failureCode, outcome.version() + 1, 0));
    }
}
