package dev.tillgate.flow;

/** Somebody else changed the order since its file was read: read it again and decide again. */
public final class StaleOrderFile extends RuntimeException {
    public StaleOrderFile() {
        super("the order was changed meanwhile", null, false, false);
    }
}
