package dev.tillgate.payment;

/** A merchant: who owns stores and receives the money. Text of the form {@code mer_…}, time-ordered. */
public record MerchantId(String value) {
    public static final String PREFIX = "mer";

    public MerchantId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static MerchantId next() {
        return new MerchantId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
