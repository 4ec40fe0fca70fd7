package dev.tillgate.platform;

import java.util.List;

/** What a request from a shop turned out to be. */
public sealed interface Inbound {
    /**
     * Surely from this shop.
     *
     * @param dedupeKey equal for repeats of the same message; at most 100 ASCII characters
     */
    record Verified(String dedupeKey, List<ShopEvent> events) implements Inbound {
        public Verified {
            events = List.copyOf(events);
        }
    }

    /** Answered at once and forgotten: a ping, a test of the address. */
    record Greeting(int status, String contentType, String body) implements Inbound {}

    /** Genuine, but about nothing that concerns a payment. */
    record Ignored(String why) implements Inbound {}

    /** Not to be believed: forged, garbled, too old, or for another shop. Answered with 401. */
    record Rejected(String why) implements Inbound {}

    /** Cannot be verified at this moment: answered with 503, so that the shop sends it again. */
    record Later(String why) implements Inbound {}
}
