package dev.tillgate.payment;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the buyer and of where to send them; nothing here identifies a person.
 *
 * @param returnUrl where the buyer goes after paying
 * @param cancelUrl where the buyer goes to try again in the shop
 * @param locale language as a BCP 47 tag
 * @param country ISO 3166-1 alpha-2
 */
public record Buyer(
        @Nullable String returnUrl,
        @Nullable String cancelUrl,
        @Nullable String locale,
        @Nullable String country) {
    public static final Buyer UNKNOWN = new Buyer(null, null, null, null);
}
