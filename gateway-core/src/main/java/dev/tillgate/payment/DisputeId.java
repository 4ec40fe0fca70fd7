package dev.tillgate.payment;

/** One dispute, by the gateway's own name for it. Text of the form {@code dis_…}, time-ordered. */
public record DisputeId(String value) {
    public static final String PREFIX = "dis";

    public DisputeId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static DisputeId next() {
        return new DisputeId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
