package dev.tillgate.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What came of reconciling an order with its shop. */
public sealed interface Reconciled {
    /**
     * The shop says what the gateway says: it was read, not assumed.
     *
     * @param repaired what had to be changed for that, as message keys; empty when it agreed already
     */
    record Agreed(List<String> repaired) implements Reconciled {
        public Agreed {
            repaired = List.copyOf(repaired);
        }
    }

    /** The shop does not know yet and learns by callback: the order's callbacks are sent again, then it is read again. */
    record TellAgain(String why) implements Reconciled {}

    /** Not now: the shop is down, slow, throttling, or still busy with it. */
    record Later(String why, Duration after) implements Reconciled {}

    /**
     * Cannot be made to agree without the merchant: the order was deleted, was paid otherwise, has another currency, or
     * the shop does not let us in.
     *
     * @param reason a message key that says what to do, in the merchant's words
     * @param details its parameters
     */
    record Refused(String reason, Map<String, String> details) implements Reconciled {
        public Refused {
            details = Map.copyOf(details);
        }
    }
}
