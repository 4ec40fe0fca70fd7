package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.Report;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a notification is about. What it says of money is not read at all: the signature covers a checksum only, so the
 * order is asked instead. Names of events, checked 2026-11-25:
 * https://developer.paypal.com/api/rest/webhooks/event-names/
 */
final class PayPalEvents {
    private static final Outcome ASK = new Outcome.Unknown("to be confirmed by a query");

    private PayPalEvents() {}

    static Notification translate(JsonNode event) {
        String id = StrictJson.text(event, "id");
        String type = StrictJson.text(event, "event_type");
        JsonNode resource = event.path("resource");
        if (id == null || type == null || !resource.isObject()) {
            return new Notification.Rejected("not an event");
        }
        List<Report> reports = reports(type, resource);
        return reports.isEmpty()
                ? new Notification.Ignored("about nothing we asked for: " + type)
                : new Notification.Verified(id, time(event, "create_time"), reports, true);
    }

    private static List<Report> reports(String type, JsonNode resource) {
        List<Report> reports = new ArrayList<>();
        if (type.startsWith("CUSTOMER.DISPUTE.")) {
            Notification.DisputeReport report = dispute(resource);
            if (report != null) {
                reports.add(report);
            }
        } else if (type.startsWith("CHECKOUT.ORDER.") || type.startsWith("CHECKOUT.PAYMENT-APPROVAL.")) {
            resource.path("purchase_units").forEach(unit -> add(reports, StrictJson.text(unit, "custom_id")));
        } else if (type.startsWith("PAYMENT.")) {
            add(reports, StrictJson.text(resource, "custom_id"));
            add(reports, StrictJson.text(resource, "invoice_id"));
        }
        return reports;
    }

    private static void add(List<Report> reports, @Nullable String reference) {
        Report report = null;
        if (reference != null && TimeOrderedId.isWellFormed(reference, AttemptId.PREFIX)) {
            report = new AttemptReport(new AttemptId(reference), ASK);
        } else if (reference != null && TimeOrderedId.isWellFormed(reference, OperationId.PREFIX)) {
            report = new OperationReport(new OperationId(reference), ASK);
        }
        if (report != null && !reports.contains(report)) {
            reports.add(report);
        }
    }

    /** https://developer.paypal.com/docs/api/customer-disputes/v1/ , checked 2026-11-25. */
    static Notification.@Nullable DisputeReport dispute(JsonNode resource) {
        String id = StrictJson.text(resource, "dispute_id");
        Money amount = PayPalAmounts.read(resource.get("dispute_amount"));
        Dispute.Status status = status(resource);
        String custom = StrictJson.text(resource.path("disputed_transactions").path(0), "custom");
        if (id == null || amount == null || status == null || custom == null) {
            return null;
        }
        if (!TimeOrderedId.isWellFormed(custom, AttemptId.PREFIX)) {
            return null;
        }
        String reason = StrictJson.text(resource, "reason");
        Dispute dispute = new Dispute(
                id, status, amount, reason == null ? "OTHER" : reason, time(resource, "seller_response_due_date"));
        return new Notification.DisputeReport(new AttemptId(custom), dispute);
    }

    private static Dispute.@Nullable Status status(JsonNode resource) {
        String status = StrictJson.text(resource, "status");
        if (status == null) {
            return null;
        }
        return switch (status) {
            case "OPEN", "WAITING_FOR_SELLER_RESPONSE" -> Dispute.Status.NEEDS_RESPONSE;
            case "WAITING_FOR_BUYER_RESPONSE", "UNDER_REVIEW", "APPEALED" -> Dispute.Status.UNDER_REVIEW;
            case "RESOLVED" -> decided(StrictJson.text(resource.path("dispute_outcome"), "outcome_code"));
            default -> null;
        };
    }

    private static Dispute.@Nullable Status decided(@Nullable String outcome) {
        return outcome == null
                ? null
                : switch (outcome) {
                    case "RESOLVED_BUYER_FAVOUR", "ACCEPTED" -> Dispute.Status.LOST;
                    case "RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER", "DENIED" ->
                        Dispute.Status.WON;
                    default -> null;
                };
    }

    static @Nullable Instant time(JsonNode node, String field) {
        String text = StrictJson.text(node, field);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException garbled) {
            return null;
        }
    }
}
