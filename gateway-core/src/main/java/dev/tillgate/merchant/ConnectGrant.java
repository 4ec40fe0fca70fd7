package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant has approved and one shop may redeem once, until it expires.
 *
 * @param digest SHA-256, hex, of the code that the shop gets
 * @param store which store the shop becomes, or null for a new one
 * @param storeName name of the new store
 * @param shop the shop's address, without a slash at the end
 * @param challenge base64url of the SHA-256 of what only the shop knows (RFC 7636), or empty where there is no such thing
 */
public record ConnectGrant(
        MerchantId merchant,
        String digest,
        Door door,
        @Nullable StoreId store,
        String storeName,
        String shop,
        String challenge,
        Instant expiresAt) {
    /** How the shop will be spoken with. */
    public enum Door {
        /** Our plugin in the shop redeems it for credentials of ours. */
        PLUGIN,
        /** The shop itself hands us keys to its own API. */
        REST_KEYS
    }
}
