package dev.tillgate.flow.shop;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a shop, verified when it came.
 *
 * @param tries how often it was tried to apply it
 */
public record ShopMessage(
        MerchantId merchant, String id, StoreId store, List<Told> told, int tries, Instant receivedAt) {
    public ShopMessage {
        told = List.copyOf(told);
    }

    /**
     * What it says has happened.
     *
     * @param kind the name of the kind of event, as platforms have it
     * @param reference the order it is about, or null
     */
    public record Told(
            String kind,
            @Nullable String reference,
            @Nullable Instant occurredAt) {}
}
