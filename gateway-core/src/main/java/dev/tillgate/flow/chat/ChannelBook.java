package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Channels and what they sent us, until it is heard. Each method is a short transaction of its own. */
public interface ChannelBook {
    /** The channel that a message's address names. */
    Optional<ChatChannel> find(ChannelId id);

    /** The store's channels, oldest first. */
    List<ChatChannel> of(MerchantId merchant, StoreId store);

    /** Keeps a new channel, or other settings of one that is there. */
    void save(ChatChannel channel);

    /** Removes it for good; conversations stay, and nothing is sent in them any more. */
    void remove(MerchantId merchant, ChannelId id);

    /** When messages are pulled next; null for never. */
    void pullAt(MerchantId merchant, ChannelId id, @Nullable Instant dueAt);

    /**
     * Keeps messages, due at once; those that were kept before change nothing.
     *
     * @param pulled the mark up to which these messages are all there are, kept together with them, or null
     * @return how many were new
     */
    int keep(ChatChannel channel, List<Arrival> arrivals, @Nullable String pulled);

    Optional<Arrived> arrived(MerchantId merchant, String id);

    /** Whether an older message of the same conversation is still to be heard. */
    boolean mustWait(Arrived message);

    /** Heard, or given up: {@code detail} says why when it was given up. */
    void done(MerchantId merchant, String id, @Nullable String detail);

    /** Could not be heard yet: due again then. */
    void again(MerchantId merchant, String id, Instant dueAt, @Nullable String detail);

    /**
     * A message as a channel sent it.
     *
     * @param key the channel's own name of it, at most 100 ASCII characters
     * @param conversation the channel's own name of the conversation, at most 100 characters
     * @param content JSON, kept sealed
     */
    record Arrival(String key, String conversation, String content, Instant at) {
        private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,100}");
        private static final int LONGEST = 100;

        /** @throws IllegalArgumentException when a name is none that can be kept as it is */
        public Arrival {
            if (!KEY.matcher(key).matches() || conversation.isEmpty() || conversation.length() > LONGEST) {
                throw new IllegalArgumentException("a message's key or conversation is empty or too long");
            }
        }

        /** Without what was said. */
        @Override
        public String toString() {
            return "Arrival " + key;
        }
    }

    /** A kept message. */
    record Arrived(MerchantId merchant, String id, ChannelId channel, Arrival message, int tries) {}
}
