package dev.tillgate.webapp.demo;

import dev.tillgate.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order of the demo shop.
 *
 * @param number the shop's own number, which is also the secret part of the order page's address
 * @param shipsLater whether money is reserved only, to be collected when the goods leave
 * @param revision raised to pay anew after a payment has ended unpaid: one revision has one payment
 * @param collected how much the gateway has collected, as the last callback said
 * @param refunded how much went back, as the last callback said
 * @param lastSequence number of the newest callback that counted; 0 before the first
 * @param payment the gateway's id of the payment, once it is known
 * @param checkoutUrl where the buyer pays
 */
public record ShopOrder(
        String number,
        Cart cart,
        Money total,
        boolean shipsLater,
        long revision,
        Status status,
        Money collected,
        Money refunded,
        long lastSequence,
        @Nullable String payment,
        @Nullable String checkoutUrl,
        Instant createdAt,
        Instant updatedAt) {
    /** What the shop knows of the money, from verified callbacks only. */
    public enum Status {
        UNPAID,
        RESERVED,
        PAID,
        CANCELED,
        EXPIRED,
        /** The gateway says something that does not fit this order; nothing ships until a person has looked. */
        QUESTIONABLE
    }

    /** The payment that was made for it. */
    ShopOrder payableAt(String newPayment, String newCheckoutUrl, Instant now) {
        return new ShopOrder(
                number,
                cart,
                total,
                shipsLater,
                revision,
                status,
                collected,
                refunded,
                lastSequence,
                newPayment,
                newCheckoutUrl,
                createdAt,
                now);
    }

    /** To be paid by a new payment. */
    ShopOrder revised(Instant now) {
        return new ShopOrder(
                number,
                cart,
                total,
                shipsLater,
                revision + 1,
                Status.UNPAID,
                collected,
                refunded,
                lastSequence,
                null,
                null,
                createdAt,
                now);
    }

    /**
     * As it stands after a verified callback. Callbacks come at least once and now and then late: each says how things
     * stood when it was written, so one that is older than what is known changes nothing.
     */
    ShopOrder after(Callback callback, Instant now) {
        if (callback.sequence() <= lastSequence) {
            return this;
        }
        boolean ofAnEarlierPayment =
                callback.revision() < revision && !callback.status().equals("paid");
        if (ofAnEarlierPayment) {
            return told(status, collected, refunded, callback.sequence(), now);
        }
        boolean fits = callback.amount().equals(total) && callback.order().equals(number);
        Status next = fits ? status(callback.status()) : Status.QUESTIONABLE;
        return told(next, callback.collected(), callback.refunded(), callback.sequence(), now);
    }

    private ShopOrder told(Status next, Money nowCollected, Money nowRefunded, long sequence, Instant now) {
        return new ShopOrder(
                number,
                cart,
                total,
                shipsLater,
                revision,
                next,
                nowCollected,
                nowRefunded,
                sequence,
                payment,
                checkoutUrl,
                createdAt,
                now);
    }

    private static Status status(String word) {
        return switch (word) {
            case "open" -> Status.UNPAID;
            case "authorized" -> Status.RESERVED;
            case "paid" -> Status.PAID;
            case "canceled" -> Status.CANCELED;
            case "expired" -> Status.EXPIRED;
            default -> Status.QUESTIONABLE;
        };
    }

    public boolean isPayable() {
        return status == Status.UNPAID || status == Status.CANCELED || status == Status.EXPIRED;
    }

    public boolean isRefunded() {
        return refunded.isPositive() && refunded.compareTo(collected) >= 0;
    }
}
