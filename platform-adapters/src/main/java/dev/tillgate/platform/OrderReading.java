package dev.tillgate.platform;

import java.time.Duration;
import java.util.Map;

/** What came of reading an order at the shop. */
public sealed interface OrderReading {
    record Found(ShopOrder order) implements OrderReading {}

    /** The shop says surely that it has no such order. */
    record Missing() implements OrderReading {}

    /** Not now: the shop is down, slow or throttling. {@code why} is for the log, without personal data. */
    record Later(String why, Duration after) implements OrderReading {}

    /** Not until the merchant does something: {@code reason} is a message key, {@code details} its parameters. */
    record Refused(String reason, Map<String, String> details) implements OrderReading {
        public Refused {
            details = Map.copyOf(details);
        }
    }
}
