package dev.tillgate.payment;

/** A payment: the obligation to pay one order revision. Text of the form {@code pay_…}, time-ordered. */
public record PaymentId(String value) {
    public static final String PREFIX = "pay";

    public PaymentId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static PaymentId next() {
        return new PaymentId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
