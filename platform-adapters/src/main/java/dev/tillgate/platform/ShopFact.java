package dev.tillgate.platform;

import dev.tillgate.money.Money;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import java.time.Instant;
import java.util.List;

/**
 * What the gateway knows of an order and the shop must know too.
 *
 * @param reference the shop's name of the order
 * @param payment the payment that decides: the paid one, else the newest; the shop keeps it as its transaction id
 * @param paid what was collected for it and counts for the order, zero unless {@code standing} is PAID
 * @param refunds what surely went back, oldest first
 * @param at since when it stands so, UTC
 */
public record ShopFact(
        String reference, PaymentId payment, Standing standing, Money paid, List<Refunded> refunds, Instant at) {
    /** How the order stands with us. */
    public enum Standing {
        /** May still be paid; the shop must not have it as paid by us. */
        OPEN,
        /** An answer was lost: money may have moved, the shop must not cancel it. */
        IN_DOUBT,
        /** Money is reserved and not yet collected. */
        AUTHORIZED,
        PAID,
        /** Canceled or expired without money. */
        ENDED
    }

    /** Money that went back by one refund. */
    public record Refunded(OperationId refund, Money amount, Instant at) {}

    public ShopFact {
        refunds = List.copyOf(refunds);
    }
}
