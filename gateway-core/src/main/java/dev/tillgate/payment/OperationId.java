package dev.tillgate.payment;

/** One capture, void or refund; also its idempotency key at the provider. Text of the form {@code opn_…}, time-ordered. */
public record OperationId(String value) {
    public static final String PREFIX = "opn";

    public OperationId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static OperationId next() {
        return new OperationId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
