package dev.tillgate.flow.chat;

import dev.tillgate.payment.TimeOrderedId;

/** One conversation, by the gateway's own name for it. Text of the form {@code chs_…}, time-ordered. */
public record ChatId(String value) {
    public static final String PREFIX = "chs";

    public ChatId {
        if (!TimeOrderedId.isWellFormed(value, PREFIX)) {
            throw new IllegalArgumentException("not an id of the form chs_…");
        }
    }

    public static ChatId next() {
        return new ChatId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
