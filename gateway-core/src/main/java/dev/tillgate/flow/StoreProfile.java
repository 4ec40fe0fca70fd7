package dev.tillgate.flow;

import dev.tillgate.flow.route.RouteRule;
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

    /** Through which accounts a method is offered, in the merchant's order. */
    public List<Offer> offers(String method) {
        return methods.stream().filter(offer -> offer.method().equals(method)).toList();
    }

    /** A method through an account, and which payments that may take. */
    public record Offer(String method, AccountId account, String provider, RouteRule rule) {
        /** For any payment. */
        public Offer(String method, AccountId account, String provider) {
            this(method, account, provider, RouteRule.NONE);
        }
    }
}
