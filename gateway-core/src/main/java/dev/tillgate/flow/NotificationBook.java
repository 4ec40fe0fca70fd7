package dev.tillgate.flow;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.InboundRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What providers sent us, kept raw until it is applied. Each method is a short transaction of its own. */
public interface NotificationBook {
    /** Keeps it, due at once. Answers the stored id, or nothing when the same notification was kept before. */
    Optional<String> keep(MerchantId merchant, AccountId account, String dedupeKey, InboundRequest request);

    /** A kept notification, if it is still there. */
    Optional<Kept> read(MerchantId merchant, String id);

    /** Applied, or given up: not due any more. {@code detail} says why when it was given up. */
    void done(MerchantId merchant, String id, boolean applied, @Nullable String detail);

    /** Could not be applied yet (its payment is not known yet, for example): due again then. */
    void again(MerchantId merchant, String id, Instant dueAt, String detail);

    /** Removes what was received before {@code before} and is done, at most {@code limit}; answers how many. */
    int purge(Instant before, int limit);

    record Kept(String id, AccountId account, InboundRequest request, int tries) {}
}
