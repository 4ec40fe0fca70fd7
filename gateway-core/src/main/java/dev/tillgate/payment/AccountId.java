package dev.tillgate.payment;

/** A provider account: one merchant's contract with one provider. Text of the form {@code acc_…}, time-ordered. */
public record AccountId(String value) {
    public static final String PREFIX = "acc";

    public AccountId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static AccountId next() {
        return new AccountId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
