package dev.tillgate.provider;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider's notification turned out to be. */
public sealed interface Notification {
    /**
     * Surely from the provider, for this account.
     *
     * @param dedupeKey equal for repeats of the same notification
     * @param occurredAt when it happened by the provider's clock, UTC, or null when it does not say
     * @param reports what it reports
     * @param weak whether the scheme is too weak to believe money on it alone: it is then confirmed by a query
     */
    record Verified(String dedupeKey, @Nullable Instant occurredAt, List<Report> reports, boolean weak)
            implements Notification {
        public Verified {
            reports = List.copyOf(reports);
        }
    }

    /** Genuine, but about nothing that concerns a payment. */
    record Ignored(String why) implements Notification {}

    /** Not to be believed: forged, garbled, too old, or for another account. */
    record Rejected(String why) implements Notification {}

    /** Cannot be verified at this moment: not acknowledged, so that the provider sends it again. */
    record Later(String why) implements Notification {}

    /** One reported fact. */
    sealed interface Report {}

    /** About an attempt. */
    record AttemptReport(AttemptId attempt, Outcome outcome) implements Report {}

    /** About a capture, void or refund that we asked for. */
    record OperationReport(OperationId operation, Outcome outcome) implements Report {}

    /**
     * About money that went back without our asking: a merchant gave it back in the provider's own dashboard. Money is
     * booked on it alone, so where the scheme is weak it says what the provider itself was asked for, not what came.
     *
     * @param ref the provider's own id of the refund
     */
    record RefundReport(AttemptId attempt, String ref, Outcome outcome) implements Report {}

    /** About money that the payer's bank or the provider's service takes back, or may take back. */
    record DisputeReport(AttemptId attempt, Dispute dispute) implements Report {}
}
