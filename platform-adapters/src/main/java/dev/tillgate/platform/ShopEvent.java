package dev.tillgate.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the shop. It only says where to look: what counts is the order as it is read afterwards.
 *
 * @param reference the order it is about, or null when it is about the shop
 * @param occurredAt by the shop's clock, UTC, or null when it does not say
 */
public record ShopEvent(
        Kind kind, @Nullable String reference, @Nullable Instant occurredAt) {
    /** What is to be done about it. */
    public enum Kind {
        /** Created, edited, canceled, paid, refunded: the order is read again. */
        ORDER_CHANGED,
        /** Removed from the shop; its payment stays, the merchant is told when it holds money. */
        ORDER_DELETED,
        /** The merchant set the order to "refunded" by hand: no money has moved. */
        REFUNDED_BY_HAND,
        /** The shop does not want to be connected any more. */
        DISCONNECTED,
        /** The shop asks what is kept of a buyer. */
        PERSONAL_DATA_ASKED,
        /** The shop asks to forget a buyer of this order. */
        PERSONAL_DATA_ERASED,
        /** The shop has left, and asks to forget all of its buyers. */
        SHOP_DATA_ERASED
    }
}
