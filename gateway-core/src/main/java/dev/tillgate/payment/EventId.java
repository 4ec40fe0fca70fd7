package dev.tillgate.payment;

/** One appended fact; also the {@code jti} and {@code webhook-id} of its callback. Text of the form {@code evt_…}, time-ordered. */
public record EventId(String value) {
    public static final String PREFIX = "evt";

    public EventId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static EventId next() {
        return new EventId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
