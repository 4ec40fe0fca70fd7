package dev.tillgate.chat.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a message. */
public sealed interface Sent {
    /** @param ref the channel's own name of the message, empty when it has none */
    record Done(String ref) implements Sent {}

    /**
     * Perhaps not sent: tried again.
     *
     * @param after how long the channel wants to be left alone, or null
     */
    record Later(String why, @Nullable Duration after) implements Sent {}

    /** The channel takes no more messages until the buyer writes again. */
    record Closed() implements Sent {}

    /** What was to be edited is not there any more. */
    record Gone() implements Sent {}

    /**
     * It will never be sent: the buyer has blocked us, or it was not understood.
     *
     * @param why for the log and the merchant; without what was said
     */
    record Refused(String why) implements Sent {}
}
