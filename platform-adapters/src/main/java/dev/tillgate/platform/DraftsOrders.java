package dev.tillgate.platform;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shop in which an order can be made for a sale that is agreed elsewhere, such as in a conversation. The shop says
 * what it costs; it becomes an order of the shop when it is paid.
 */
public interface DraftsOrders extends Platform {
    /** @param currency in which the buyer pays, ISO 4217, or null for the shop's own */
    Drafted draft(List<Line> lines, @Nullable String currency);

    /** @param variant the shop's number of what is sold */
    record Line(long variant, int quantity) {}

    /** Answer of {@link #draft}. */
    sealed interface Drafted {
        /** Its reference is good for everything that is done with orders. */
        record Made(ShopOrder order) implements Drafted {}

        record Later(String why, Duration after) implements Drafted {}

        /** A message key. */
        record Refused(String reason) implements Drafted {}
    }
}
