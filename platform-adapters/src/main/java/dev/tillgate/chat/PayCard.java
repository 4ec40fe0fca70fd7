package dev.tillgate.chat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.OrderLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order's payment as a conversation shows it; every channel renders the same card.
 *
 * @param version never falls for one order: whoever holds a higher one ignores this one
 * @param order the shop's own name of the order
 * @param payment the payment's id
 * @param store the payee's name
 * @param title one line, may be empty
 * @param amount what the order costs
 * @param due what is still to be paid
 * @param methods what the buyer can choose, best first; empty unless it can be paid
 * @param link the checkout page, or null when there is nothing to do there
 * @param word the payment's page shows the same one
 * @param declined message key of why the last try failed, or null
 */
public record PayCard(
        long version,
        String order,
        String payment,
        String store,
        String title,
        List<OrderLine> lines,
        Money amount,
        Money due,
        Status status,
        List<Choice> methods,
        @Nullable String link,
        Instant expiresAt,
        String word,
        @Nullable String declined) {
    /** How it stands; only {@link #PAY} invites to pay. */
    public enum Status {
        PAY,
        /** The payer has something to finish on the checkout page, or the provider works on it. */
        UNDER_WAY,
        /** An answer was lost: do not pay again. */
        CHECKING,
        PAID,
        PARTLY_REFUNDED,
        REFUNDED,
        EXPIRED,
        CANCELED;

        /** Whether nothing more is expected, though money may still come late or go back. */
        public boolean isSettled() {
            return switch (this) {
                case PAID, PARTLY_REFUNDED, REFUNDED, EXPIRED, CANCELED -> true;
                case PAY, UNDER_WAY, CHECKING -> false;
            };
        }
    }

    /**
     * A method to choose.
     *
     * @param reason message key of why it is recommended, or null
     */
    public record Choice(String method, @Nullable String reason) {}

    public PayCard {
        lines = List.copyOf(lines);
        methods = List.copyOf(methods);
    }
}
