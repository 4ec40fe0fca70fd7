package dev.tillgate.payment;

/** A store: one connected shop or chat of a merchant. Text of the form {@code sto_…}, time-ordered. */
public record StoreId(String value) {
    public static final String PREFIX = "sto";

    public StoreId {
        TimeOrderedId.requireWellFormed(value, PREFIX);
    }

    public static StoreId next() {
        return new StoreId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
