package dev.tillgate.flow;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What flows need to know of a store.
 *
 * @param name shown to buyers
 * @param callbackUrl where events are told, or null
 * @param methods what it offers, in the merchant's order, enabled ones only
 */
public record StoreProfile(
        MerchantId merchant,
        StoreId id,
        String name,
        @Nullable String callbackUrl,
        List<Offer> methods) {
    public StoreProfile {
        methods = List.copyOf(methods);
    }

    /** A method through an account. */
    public record Offer(String method, AccountId account, String provider) {}
}
