package dev.tillgate.flow;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Dispute;
import java.time.Instant;

/** A dispute as last reported, and what it is about. Within an account it is named by the provider's own id. */
public record DisputeRecord(
        MerchantId merchant,
        AccountId account,
        OrderId order,
        PaymentId payment,
        AttemptId attempt,
        Dispute dispute,
        Instant createdAt,
        Instant updatedAt) {
    /** What the gateway adds to a dispute that was just reported; its deadline is looked at at once. */
    public DisputeCase opensCase(Instant now) {
        return new DisputeCase(merchant, DisputeId.next(), account, dispute.ref(), order, now, null, null, null);
    }

    /** The same dispute, reported anew. */
    DisputeRecord now(Dispute reported, Instant at) {
        return new DisputeRecord(merchant, account, order, payment, attempt, reported, createdAt, at);
    }
}
