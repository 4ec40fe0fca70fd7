package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Dispute.Status;
import dev.tillgate.provider.Notification.DisputeReport;
import dev.tillgate.provider.StrictJson;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads disputes. Statuses: docs.stripe.com/api/disputes/object, checked 2026-11-25. */
final class StripeDisputes {
    static final Map<String, Status> STATUSES = Map.of(
            // An inquiry: the bank asks before it takes money.
            "warning_needs_response", Status.NEEDS_RESPONSE,
            "warning_under_review", Status.UNDER_REVIEW,
            "warning_closed", Status.WON,
            "needs_response", Status.NEEDS_RESPONSE,
            "under_review", Status.UNDER_REVIEW,
            "won", Status.WON,
            "lost", Status.LOST,
            // Settled by an automatic refund before it became one.
            "prevented", Status.LOST);

    private StripeDisputes() {}

    /** What a genuine dispute says, or null when it cannot be understood. */
    static @Nullable DisputeReport report(JsonNode dispute, AttemptId attempt) {
        String id = StrictJson.text(dispute, "id");
        Status status = STATUSES.get(Objects.requireNonNullElse(StrictJson.text(dispute, "status"), ""));
        Money amount = StripeReading.money(dispute, "amount");
        boolean isDispute = "dispute".equals(StrictJson.text(dispute, "object"));
        if (!isDispute || id == null || status == null || amount == null) {
            return null;
        }
        String reason = Objects.requireNonNullElse(StrictJson.text(dispute, "reason"), "general");
        Long dueBy = StrictJson.integer(dispute.path("evidence_details"), "due_by");
        boolean asks = status == Status.NEEDS_RESPONSE && dueBy != null && dueBy > 0;
        Instant respondBy = asks && dueBy != null ? Instant.ofEpochSecond(dueBy) : null;
        return new DisputeReport(attempt, new Dispute(id, status, amount, reason, respondBy));
    }
}
