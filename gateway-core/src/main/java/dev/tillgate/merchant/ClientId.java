package dev.tillgate.merchant;

import dev.tillgate.payment.TimeOrderedId;

/** A program that may use the API for one store. Text of the form {@code cli_…}, time-ordered; public, not a secret. */
public record ClientId(String value) {
    public static final String PREFIX = "cli";

    public ClientId {
        if (!TimeOrderedId.isWellFormed(value, PREFIX)) {
            throw new IllegalArgumentException("not an id of the form " + PREFIX + "_…");
        }
    }

    public static ClientId next() {
        return new ClientId(TimeOrderedId.next(PREFIX));
    }

    /** Whether the text can be a client's id; for ids that come from outside. */
    public static boolean isWellFormed(String text) {
        return TimeOrderedId.isWellFormed(text, PREFIX);
    }

    @Override
    public String toString() {
        return value;
    }
}
