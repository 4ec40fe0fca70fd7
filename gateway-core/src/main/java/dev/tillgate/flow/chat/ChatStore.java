package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a store wants to be talked to.
 *
 * @param widget whether scripts on its pages may open conversations
 * @param policy the version of the privacy policy that buyers agree to, may be empty
 * @param policyUrl where it can be read, or null
 */
public record ChatStore(
        MerchantId merchant,
        StoreId store,
        boolean widget,
        String policy,
        @Nullable String policyUrl,
        Instant updatedAt) {}
