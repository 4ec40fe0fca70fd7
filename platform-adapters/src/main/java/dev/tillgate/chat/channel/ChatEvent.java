package dev.tillgate.chat.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer did in a channel.
 *
 * @param key the channel's own name of the message, equal for repeats; at most 100 ASCII characters
 * @param conversation the channel's own name of the conversation, at most 100 characters
 * @param text what was written, or what stood on the button
 * @param pressed the button's data, as in {@link Outgoing.Button#data}, or null for words
 * @param locale BCP 47 tag of the buyer's language, or null when the channel does not say
 */
public record ChatEvent(
        String key,
        String conversation,
        String text,
        @Nullable String pressed,
        @Nullable String locale,
        Instant at) {
    public static ChatEvent text(String key, String conversation, String text, @Nullable String locale, Instant at) {
        return new ChatEvent(key, conversation, text, null, locale, at);
    }

    /** Without what was said. */
    @Override
    public String toString() {
        return "ChatEvent " + key;
    }
}
