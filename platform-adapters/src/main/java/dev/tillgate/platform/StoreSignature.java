package dev.tillgate.platform;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import org.jspecify.annotations.Nullable;

/**
 * How a store and the gateway know each other: requests to the store carry a JWT and the three Standard Webhooks
 * headers, exactly as callbacks do; requests from it carry the Standard Webhooks headers with the same secret.
 */
public interface StoreSignature {
    /** Where the store takes callbacks at this moment, or null when it wants none. */
    default @Nullable String callbackAddress() {
        return null;
    }

    /** A signed POST of JSON; {@code id} names the message and is the token's {@code jti}. */
    Exchange.Ask sign(String url, String id, byte[] body);

    /** Whether the three headers are right for this body, by any live secret, and at most five minutes old. */
    boolean signed(InboundRequest request);

    /** Whether an answer of the store carries the three headers, right for this body and fresh. */
    boolean signed(Exchange.Answer answer);
}
