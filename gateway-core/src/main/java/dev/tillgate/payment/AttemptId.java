package dev.tillgate.payment;

/** One try at a payment; also the idempotency key at the provider. Text of the form {@code att_…}, time-ordered. */
public record AttemptId(String value) {
    public static final String PREFIX = "att";

    public AttemptId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static AttemptId next() {
        return new AttemptId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
