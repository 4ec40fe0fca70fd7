package dev.tillgate.chat.channel;

import java.util.List;

/** What a request from a channel turned out to be. */
public sealed interface Received {
    /**
     * Surely from this channel.
     *
     * @param lost messages of ours that did not reach the buyer
     * @param reply what it is answered once the events are kept
     */
    record Verified(List<ChatEvent> events, List<Lost> lost, Reply reply) implements Received {
        public Verified {
            events = List.copyOf(events);
            lost = List.copyOf(lost);
        }

        public Verified(List<ChatEvent> events, Reply reply) {
            this(events, List.of(), reply);
        }
    }

    /** Genuine: there are messages to be pulled. */
    record Knock(Reply reply) implements Received {}

    /** Answered at once and forgotten: a handshake, a message about nothing that concerns us. */
    record Greeting(Reply reply) implements Received {}

    /** Not to be believed: forged, garbled, too old, or for another channel. */
    record Rejected(int status, String why) implements Received {
        /** @param why for the log; without what was sent */
        public static Rejected unsigned(String why) {
            return new Rejected(401, why);
        }
    }

    /** An answer over HTTP. */
    record Reply(int status, String contentType, String body) {
        public static final Reply EMPTY = new Reply(200, "text/plain", "");

        public static Reply text(String body) {
            return new Reply(200, "text/plain", body);
        }
    }
}
