package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program that may use the API for one store.
 *
 * @param scopes what it may ask for
 * @param secrets those that may still be live, oldest first
 * @param disabledAt since when it may do nothing any more, or null
 */
public record ApiClient(
        MerchantId merchant,
        ClientId id,
        StoreId store,
        String name,
        Set<Scope> scopes,
        List<ApiSecret> secrets,
        Instant createdAt,
        @Nullable Instant disabledAt) {
    /** So that one can be rotated without downtime, and no forgotten one lives on. */
    public static final int MOST_LIVE_SECRETS = 2;

    public ApiClient {
        scopes = Set.copyOf(scopes);
        secrets = List.copyOf(secrets);
    }

    public boolean isEnabled() {
        return disabledAt == null;
    }

    /** Whether this secret opens the client now; looks at every live secret in constant time. */
    public boolean accepts(SecretText secret, Instant now) {
        boolean matches = false;
        for (ApiSecret known : liveSecrets(now)) {
            matches |= secret.hasDigest(known.digest());
        }
        return matches && isEnabled();
    }

    /** Those that open it now, oldest first. */
    public List<ApiSecret> liveSecrets(Instant now) {
        return secrets.stream().filter(secret -> secret.isLive(now)).toList();
    }
}
