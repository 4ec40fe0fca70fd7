package dev.tillgate.flow.chat;

import dev.tillgate.payment.TimeOrderedId;

/** One channel of a store. Text of the form {@code cnl_…}. */
public record ChannelId(String value) {
    public static final String PREFIX = "cnl";

    public ChannelId {
        if (!TimeOrderedId.isWellFormed(value, PREFIX)) {
            throw new IllegalArgumentException("not an id of the form cnl_…");
        }
    }

    public static ChannelId next() {
        return new ChannelId(TimeOrderedId.next(PREFIX));
    }

    @Override
    public String toString() {
        return value;
    }
}
