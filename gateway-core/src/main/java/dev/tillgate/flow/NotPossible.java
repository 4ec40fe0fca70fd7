package dev.tillgate.flow;

import org.jspecify.annotations.Nullable;

/** What was asked for cannot be done as things stand; nothing was changed. The message is fit for the caller. */
public final class NotPossible extends RuntimeException {
    /** Why, as the API says it. */
    public enum Why {
        /** There is no such thing, or it belongs to somebody else. */
        NOT_FOUND,
        /** The request says something that cannot be; the field says what. */
        INVALID,
        /** The payment is not (or no longer) in a state that allows it. */
        WRONG_STATE,
        /** The order was charged already. */
        ALREADY_PAID,
        /** An attempt is still being looked into: nobody may pay again until it is settled. */
        IN_DOUBT,
        /** More than there is to capture or refund. */
        EXCEEDS,
        /** The store does not offer the method for this payment. */
        METHOD_UNAVAILABLE,
        /** The provider has no such power. */
        UNSUPPORTED,
        /** A limit that stands on everything that grows. */
        TOO_MANY
    }

    private final Why why;
    private final @Nullable String field;

    public NotPossible(Why why, String message) {
        this(why, message, null);
    }

    /** @param field the field of the request that is to blame, as a JSON pointer such as {@code /amount} */
    public NotPossible(Why why, String message, @Nullable String field) {
        super(message, null, false, false);
        this.why = why;
        this.field = field;
    }

    public Why why() {
        return why;
    }

    public @Nullable String field() {
        return field;
    }
}
