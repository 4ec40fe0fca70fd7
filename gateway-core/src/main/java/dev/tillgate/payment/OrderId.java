package dev.tillgate.payment;

/** An order as the gateway knows it; the shop's own number is its reference. Text of the form {@code ord_…}, time-ordered. */
public record OrderId(String value) {
    public static final String PREFIX = "ord";

    public OrderId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static OrderId next() {
        return new OrderId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
