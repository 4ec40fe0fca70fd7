package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.Optional;

/** Short codes that stand for a grant's token. Each method is a short transaction of its own. */
public interface CodeBook {
    /** Keeps a code; it is not kept readable. */
    void keep(MerchantId merchant, StoreId store, String code, String token, Instant expiresAt);

    /** The token that the store's code stands for, unless it has expired. */
    Optional<String> token(MerchantId merchant, StoreId store, String code, Instant now);
}
