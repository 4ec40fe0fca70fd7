package dev.tillgate.chat.channel;

import dev.tillgate.chat.assistant.Understood;
import dev.tillgate.provider.InboundRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connected chat channel: a place where buyers write and are answered. Further powers are sub-interfaces, read off
 * the class. A channel translates; it has no logger, thread, static state or retry of its own, and is never called within
 * a transaction.
 */
public interface Channel {
    /** Verifies and translates what the channel sent us. Signatures are checked over the raw bytes. */
    Received read(InboundRequest request);

    /**
     * Sends a new message.
     *
     * @param key equal when the same message is sent again, at most 32 characters of {@code [0-9A-Za-z_-]}; channels that
     *     know such keys show the message once
     */
    Sent send(String conversation, Outgoing message, String key);

    /** Messages that were sent can be changed: pay cards are kept true in place. */
    interface Edits extends Channel {
        /**
         * Changes a message. When it is not there any more, the answer is {@link Sent.Gone}.
         *
         * @param ref the channel's own name of it, from {@link Sent.Done}
         */
        Sent edit(String conversation, String ref, Outgoing message);
    }

    /** Some messages are taken even when the channel's window is closed, such as templates that it has approved. */
    interface Outlasts extends Channel {
        /** Sends what became of a payment, in the form that is taken then; {@link Sent.Closed} when there is none. */
        Sent sendLate(String conversation, Outgoing message, String key);
    }

    /** The channel only knocks, or says nothing at all: messages are asked for. */
    interface Pulled extends Channel {
        /**
         * Asks for messages after the mark.
         *
         * @param mark of the last answer, or null in the beginning
         */
        Pull pull(@Nullable String mark);
    }

    /** The channel can be told by us where to send its messages. */
    interface Registers extends Channel {
        /**
         * Tells it, and thereby tries the settings.
         *
         * @return what is wrong, as a message key, or nothing
         */
        Optional<String> register();
    }

    /**
     * A desk where persons of the merchant's answer too. While one of them has a conversation, what the buyer writes there
     * does not come to us; when something comes again, nobody has it any more.
     */
    interface HandsOver extends Channel {
        /** Gives the conversation to whoever is at the desk; asked for again, it changes nothing. */
        Sent handOver(String conversation);
    }

    /**
     * A program of the shop's own, not a buyer: told all that is said, in {@link Outgoing#source}, as it was kept. It
     * answers through the API.
     */
    interface Listens extends Channel {
        /** Whether it, and not the assistant, answers who writes on the shop's pages. */
        boolean answersVisitors();
    }

    /** Not a place where anybody writes: helps the assistant with what its rules do not understand. */
    interface Understands extends Channel {
        /**
         * What a buyer may have meant; nothing when it does not know, or does not answer.
         *
         * @param chinese whether the message is in Chinese
         */
        Optional<Understood> understand(String text, boolean chinese);
    }

    /**
     * Answer of {@link Pulled#pull}.
     *
     * @param lost messages of ours that did not reach the buyer
     * @param mark up to which these are all there are, or null when it did not move
     * @param again how long to wait before asking again, zero when there is more
     * @param trouble why nothing came, or empty
     */
    record Pull(
            List<ChatEvent> events,
            List<Lost> lost,
            @Nullable String mark,
            Duration again,
            String trouble) {
        public Pull {
            events = List.copyOf(events);
            lost = List.copyOf(lost);
        }

        public Pull(List<ChatEvent> events, @Nullable String mark, Duration again, String trouble) {
            this(events, List.of(), mark, again, trouble);
        }
    }
}
