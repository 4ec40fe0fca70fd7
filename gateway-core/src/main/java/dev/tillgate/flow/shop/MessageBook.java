package dev.tillgate.flow.shop;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.InboundRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What shops sent us, kept until it is applied. Each method is a short transaction of its own. */
public interface MessageBook {
    /** What is to be kept; {@code request} is null for what the gateway itself noticed. */
    record Arrival(
            MerchantId merchant,
            StoreId store,
            String dedupeKey,
            List<ShopMessage.Told> told,
            @Nullable InboundRequest request,
            Instant at) {}

    /** Keeps it, due at once. Answers the stored id, or nothing when the same message was kept before. */
    Optional<String> keep(Arrival arrival);

    Optional<ShopMessage> read(MerchantId merchant, String id);

    /** Applied, or given up: not due any more. {@code detail} says why when it was given up. */
    void done(MerchantId merchant, String id, boolean applied, @Nullable String detail);

    /** Could not be applied yet: due again then. */
    void again(MerchantId merchant, String id, Instant dueAt, String detail);

    /** Not tried now; due again then. */
    void postpone(MerchantId merchant, String id, Instant dueAt);

    /** Forgets the raw messages about an order; what they said happened stays. Answers how many. */
    int erase(MerchantId merchant, StoreId store, String reference);

    /** The same for all that a shop ever sent. */
    int eraseAll(MerchantId merchant, StoreId store);
}
