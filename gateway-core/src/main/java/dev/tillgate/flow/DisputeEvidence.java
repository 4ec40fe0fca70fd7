package dev.tillgate.flow;

import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Submission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant wants handed in at the provider about a dispute, and how that goes. The words are kept as they were
 * confirmed, and documents do not change any more, so that every try says the same.
 *
 * @param id our name for it at the provider
 * @param asked how often the provider was called about it
 * @param leftAt when it was sent last and may have arrived, or null while it surely has not
 * @param why why it was refused, or null
 * @param detail the provider's own word for that, or null
 * @param settledAt when it was taken or refused, or null
 */
public record DisputeEvidence(
        MerchantId merchant,
        DisputeId dispute,
        String id,
        OrderId order,
        Status status,
        Words words,
        int asked,
        @Nullable Instant leftAt,
        @Nullable Instant dueAt,
        Submission.@Nullable Reason why,
        @Nullable String detail,
        Instant createdAt,
        @Nullable Instant settledAt) {
    private static final String PREFIX = "evi";

    /** How it goes. */
    public enum Status {
        /** To be sent, or its answer is missing. */
        SENDING,
        /** The provider has it. */
        SENT,
        /** The provider does not take it. */
        REFUSED
    }

    /**
     * What is said.
     *
     * @param statement the merchant's own words
     * @param products what was ordered, a line each
     * @param record what the gateway knows of the payment
     * @param refunds the provider's own ids of refunds
     */
    public record Words(String statement, String products, String record, List<String> refunds) {
        public Words {
            refunds = List.copyOf(refunds);
        }

        @Override
        public String toString() {
            return "Words[" + (statement.length() + products.length() + record.length()) + " characters]";
        }
    }

    static DisputeEvidence confirmed(DisputeCase dispute, Words words, Instant now) {
        return new DisputeEvidence(
                dispute.merchant(),
                dispute.id(),
                TimeOrderedId.next(PREFIX),
                dispute.order(),
                Status.SENDING,
                words,
                0,
                null,
                now,
                null,
                null,
                now,
                null);
    }

    /** Whether documents and words must stay as they are. */
    public boolean isFixed() {
        return status != Status.REFUSED;
    }

    /** The provider is called; when its caller dies, somebody else looks then. */
    DisputeEvidence calledUntil(Instant then) {
        return with(asked + 1, leftAt, then);
    }

    /** From now on it may have arrived. */
    DisputeEvidence leaving(Instant now) {
        return with(asked, now, dueAt);
    }

    /** To be looked at again, as it was known to have left. */
    DisputeEvidence again(@Nullable Instant left, Instant then) {
        return with(asked, left, then);
    }

    DisputeEvidence taken(Instant now) {
        return settled(Status.SENT, null, null, now);
    }

    DisputeEvidence refused(Submission.Refused refused, Instant now) {
        return settled(Status.REFUSED, refused.reason(), refused.detail(), now);
    }

    private DisputeEvidence with(int times, @Nullable Instant left, @Nullable Instant due) {
        return new DisputeEvidence(
                merchant, dispute, id, order, status, words, times, left, due, why, detail, createdAt, settledAt);
    }

    private DisputeEvidence settled(Status now, Submission.@Nullable Reason reason, @Nullable String said, Instant at) {
        return new DisputeEvidence(
                merchant, dispute, id, order, now, words, asked, leftAt, null, reason, said, createdAt, at);
    }
}
