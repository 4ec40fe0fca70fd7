package dev.tillgate.platform;

import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.OrderLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as the shop has it.
 *
 * @param reference the shop's own name of it, unique within the shop and never reused
 * @param revision the shop's version of it, never falling: seconds or milliseconds of its last change, or a counter; the
 *     gateway only takes a new one when the amount has changed
 * @param total what the buyer is to pay, tax and shipping included
 * @param refunded what the shop has booked as returned, in the same currency
 * @param transaction the payment that the shop says it was paid with, or null
 * @param offered whether the buyer chose to pay through this gateway
 */
public record ShopOrder(
        String reference,
        long revision,
        State state,
        Money total,
        Money refunded,
        @Nullable String transaction,
        boolean offered,
        String description,
        List<OrderLine> lines,
        Buyer buyer) {
    /** How the shop sees it. */
    public enum State {
        /** May be paid. */
        UNPAID,
        /** The shop waits or a person must look; may be paid. */
        ON_HOLD,
        PAID,
        /** Will not be delivered; money that comes now is late. */
        CANCELED,
        /** Everything went back. */
        REFUNDED
    }

    public ShopOrder {
        lines = List.copyOf(lines);
    }
}
