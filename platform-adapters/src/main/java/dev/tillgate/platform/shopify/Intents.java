package dev.tillgate.platform.shopify;

import dev.tillgate.platform.Drawer;
import dev.tillgate.platform.PlatformType.Tools;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What we are about to change in a shop, written down before it is sent. One change at a time is made to an order, and
 * after one whose answer was lost the next waits until Shopify has surely finished with it. There is a fixed number of
 * places, shared by orders, so that nothing grows.
 */
final class Intents {
    private static final int PLACES = 64;
    /** Longer than all calls of one booking together. */
    private static final Duration LEASE = Duration.ofSeconds(100);
    /** Longer than Shopify works on a request. */
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private static final String NOTHING = "-";

    private final Tools tools;

    Intents(Tools tools) {
        this.tools = tools;
    }

    /** Whether the caller may change this order now; it must {@link #leave} then. */
    boolean enter(String reference) {
        return tools.drawer().claim("order-lock-" + place(reference), LEASE);
    }

    void leave(String reference) {
        tools.drawer().put("order-lock-" + place(reference), NOTHING, null);
    }

    /** How long to wait because the answer to an earlier change was lost; zero for not at all. */
    Duration wait(String reference) {
        String value =
                tools.drawer().read(intent(reference)).map(Drawer.Kept::value).orElse(NOTHING);
        try {
            Instant until = value.equals(NOTHING)
                    ? Instant.EPOCH
                    : Instant.parse(value.substring(value.indexOf(' ') + 1)).plus(SETTLING);
            Duration left = Duration.between(tools.clock().instant(), until);
            return left.isPositive() ? left : Duration.ZERO;
        } catch (DateTimeParseException other) {
            return Duration.ZERO;
        }
    }

    /** To be called before a change is sent. */
    void sending(String reference) {
        tools.drawer().put(intent(reference), reference + " " + tools.clock().instant(), null);
    }

    /** Its answer has come, whatever it says. */
    void answered(String reference) {
        tools.drawer().put(intent(reference), NOTHING, null);
    }

    private static String intent(String reference) {
        return "order-intent-" + place(reference);
    }

    private static long place(String reference) {
        return Long.parseLong(Drafts.number(reference)) % PLACES;
    }
}
