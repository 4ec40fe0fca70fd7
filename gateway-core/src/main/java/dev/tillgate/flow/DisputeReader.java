package dev.tillgate.flow;

import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Dispute;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads disputes for the API and the console; takes no lock. */
public interface DisputeReader {
    /**
     * Those that must be answered first, by their deadline (those without one last); then the others, newest first.
     *
     * @param skip how many to leave out: disputes are few, and their order changes with every report
     */
    List<Line> list(Filter filter, int skip, int limit);

    /** One, whichever store it is of. */
    Optional<Line> find(MerchantId merchant, DisputeId id);

    /** What is handed in about one, or was. */
    Optional<DisputeEvidence> evidence(MerchantId merchant, DisputeId id);

    /** Those about a payment, oldest first. */
    List<Line> of(MerchantId merchant, PaymentId payment);

    /**
     * Keeps the merchant's own words about a dispute; empty text takes them away.
     *
     * @return whether there is such a dispute
     */
    boolean note(MerchantId merchant, DisputeId id, String note, Instant now);

    /** What to list. */
    record Filter(MerchantId merchant, @Nullable StoreId store, Dispute.@Nullable Status status) {}

    /** A dispute with what the gateway adds, and the order it is about. */
    record Line(DisputeRecord record, DisputeCase added, StoreId store, String orderReference) {
        public Dispute dispute() {
            return record.dispute();
        }

        /** Whether the merchant has to answer and the date is past. */
        public boolean isOverdue(Instant now) {
            Instant until = dispute().respondBy();
            return needsResponse() && until != null && until.isBefore(now);
        }

        public boolean needsResponse() {
            return dispute().status() == Dispute.Status.NEEDS_RESPONSE;
        }
    }
}
