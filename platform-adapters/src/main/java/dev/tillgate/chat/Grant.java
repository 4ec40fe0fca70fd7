package dev.tillgate.chat;

import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store's server lets a conversation pay. Whoever holds the token can ask for this and nothing else: the payee is
 * the store's, the order is named, the sum is the shop's own and never above the ceiling.
 *
 * @param reference the shop's own name of the order
 * @param revision the shop's version of it
 * @param ceiling the most that may be asked for
 * @param quoted whether the ceiling is the price itself, so that the shop need not be asked again
 * @param business whether a company pays
 * @param conversation the only conversation that may use it, as {@code channel:name}, or null for the first that does
 * @param description one line for the buyer, may be empty
 * @param expiresAt until when a payment may be asked for, UTC, whole seconds
 */
public record Grant(
        MerchantId merchant,
        StoreId store,
        String reference,
        long revision,
        Money ceiling,
        boolean quoted,
        boolean business,
        @Nullable String conversation,
        String description,
        Instant expiresAt) {
    ChatOrder.Terms terms() {
        return new ChatOrder.Terms(revision, ceiling, quoted, business, description, expiresAt);
    }
}
