package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.Set;

/**
 * What a verified access token allows, until it expires.
 *
 * @param tokenId the token's {@code jti}
 */
public record Access(
        MerchantId merchant, StoreId store, ClientId client, Set<Scope> scopes, String tokenId, Instant expiresAt) {
    public Access {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
