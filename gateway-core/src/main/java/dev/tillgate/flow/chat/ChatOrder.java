package dev.tillgate.flow.chat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An order that one conversation may pay, as its store's server allowed it, and how its pay card stands.
 *
 * @param id text of the form {@code cho_…}
 * @param reference the shop's own name of the order
 * @param terms what the store's server allowed
 * @param order the gateway's order, once there is a payment
 * @param payment the payment that is shown, or null
 * @param agreed what the buyer said yes to, or null
 * @param shownVersion the version of the card that was shown last; never falls
 * @param shownState what that card said, in short; empty before the first
 * @param dueAt when the card is looked at again, or null when it is final
 */
public record ChatOrder(
        MerchantId merchant,
        ChatId session,
        String id,
        String reference,
        Terms terms,
        @Nullable OrderId order,
        @Nullable PaymentId payment,
        @Nullable Agreed agreed,
        long shownVersion,
        String shownState,
        @Nullable Instant dueAt) {
    public static final String PREFIX = "cho";

    private static final int WORD = 4;

    /**
     * How far the conversation may go.
     *
     * @param revision the shop's version of the order that was meant
     * @param ceiling the most that may be asked for, with its currency
     * @param quoted whether the ceiling is the price itself, told by the store's server
     * @param business whether a company pays
     * @param expiresAt until when a payment may be asked for, UTC
     */
    public record Terms(
            long revision, Money ceiling, boolean quoted, boolean business, String description, Instant expiresAt) {}

    /** What the buyer agreed to: this amount, under this version of the privacy policy. */
    public record Agreed(Money amount, String policy, Instant at) {}

    /** A short word that the chat and the payment's page both show, so that the buyer can compare them. */
    public String word() {
        return id.substring(id.length() - WORD).toUpperCase(Locale.ROOT);
    }

    public ChatOrder allowed(Terms newTerms) {
        return new ChatOrder(
                merchant, session, id, reference, newTerms, order, payment, agreed, shownVersion, shownState, dueAt);
    }

    public ChatOrder agreedTo(Agreed newAgreed) {
        return new ChatOrder(
                merchant, session, id, reference, terms, order, payment, newAgreed, shownVersion, shownState, dueAt);
    }

    /** A card as shown: its payment, version and what it said. */
    public record Shown(OrderId order, PaymentId payment, long version, String state) {}

    /** Shown like this; looked at again then, or never when null. */
    public ChatOrder shown(Shown card, @Nullable Instant newDueAt) {
        return new ChatOrder(
                merchant,
                session,
                id,
                reference,
                terms,
                card.order(),
                card.payment(),
                agreed,
                Math.max(card.version(), shownVersion),
                card.state(),
                newDueAt);
    }
}
