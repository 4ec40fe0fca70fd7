package dev.tillgate.chat.assistant;

import dev.tillgate.money.Money;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway knows of an order that may be talked about in this conversation: the assistant's only source of
 * amounts and outcomes.
 *
 * @param reference the shop's name of the order
 * @param due what is still to be paid
 * @param summary one line for the buyer, may be empty
 * @param declined why the last try failed, as the message key of a reason for buyers, or null
 * @param methods what can be offered, best first
 * @param refund how a refund stands, if there is one
 */
public record OrderFacts(
        String reference,
        Money due,
        String summary,
        Standing standing,
        @Nullable String declined,
        List<Offer> methods,
        RefundState refund) {
    /** How it stands. */
    public enum Standing {
        /** Can be paid. */
        OPEN,
        /** The payer's side has something to finish, or the provider works on it. */
        UNDER_WAY,
        /** An answer was lost: nobody may pay again until it is found. */
        IN_DOUBT,
        PAID,
        /** Canceled or expired. */
        ENDED
    }

    /** How far money is on its way back. */
    public enum RefundState {
        NONE,
        UNDER_WAY,
        PARTLY,
        DONE,
        FAILED
    }

    /**
     * A method.
     *
     * @param method its code
     * @param reason the message key of why it is recommended, or null when it is not the best
     */
    public record Offer(String method, @Nullable String reason) {}

    public OrderFacts {
        methods = List.copyOf(methods);
    }

    Optional<Offer> offer(String method) {
        return methods.stream().filter(offer -> offer.method().equals(method)).findFirst();
    }
}
