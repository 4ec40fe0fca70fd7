package dev.tillgate.flow;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.provider.Dispute;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway adds to a dispute that a provider reports: a name of its own, the alert before its deadline and the
 * merchant's words about it.
 *
 * @param ref the provider's own id of the dispute
 * @param dueAt when the deadline must be looked at next, or null
 * @param alertedFor the deadline of which the store was told that it is near, or null
 * @param note the merchant's own words, or null
 */
public record DisputeCase(
        MerchantId merchant,
        DisputeId id,
        AccountId account,
        String ref,
        OrderId order,
        @Nullable Instant dueAt,
        @Nullable Instant alertedFor,
        @Nullable String note,
        @Nullable Instant notedAt) {
    /** To be looked at then. */
    DisputeCase dueAt(Instant at) {
        return with(at, alertedFor);
    }

    /** Due when the deadline is near; never, when there is none, it was told, or nothing has to be answered. */
    DisputeCase watched(Dispute dispute, Duration notice) {
        Instant deadline = dispute.respondBy();
        boolean toTell =
                dispute.status() == Dispute.Status.NEEDS_RESPONSE && deadline != null && !deadline.equals(alertedFor);
        return with(toTell && deadline != null ? deadline.minus(notice) : null, alertedFor);
    }

    /** The store was told of this deadline. */
    DisputeCase alerted(Instant deadline) {
        return with(null, deadline);
    }

    private DisputeCase with(@Nullable Instant nextDueAt, @Nullable Instant told) {
        return new DisputeCase(merchant, id, account, ref, order, nextDueAt, told, note, notedAt);
    }
}
