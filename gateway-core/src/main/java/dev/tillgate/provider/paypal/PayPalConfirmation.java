package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.DisputeReport;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Notification.Report;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalOrder.Movement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Disputes and refunds made in PayPal's own dashboard are no operation of ours that the core could ask about, and the
 * notification's signature covers a checksum only. So PayPal is asked for the dispute or refund itself, and what it
 * shows is reported; what came is only the reason to ask.
 */
final class PayPalConfirmation {
    private static final Set<String> REFUNDS =
            Set.of("PAYMENT.CAPTURE.REFUNDED", "PAYMENT.REFUND.PENDING", "PAYMENT.REFUND.FAILED");
    private static final Pattern DISPUTE_ID = Pattern.compile("[A-Z0-9-]{1,255}");
    private static final Pattern PAYMENT_ID = Pattern.compile("[A-Z0-9]{1,40}");
    private static final Pattern CAPTURE = Pattern.compile(".*/v2/payments/captures/([A-Z0-9]{1,40})");

    private final PayPalWire wire;

    PayPalConfirmation(PayPalWire wire) {
        this.wire = wire;
    }

    Notification of(JsonNode event) {
        Notification told = PayPalEvents.translate(event);
        String id = StrictJson.text(event, "id");
        String type = StrictJson.text(event, "event_type");
        if (told instanceof Notification.Rejected || id == null || type == null) {
            return told;
        }
        try {
            if (type.startsWith("CUSTOMER.DISPUTE.")) {
                return told instanceof Verified verified ? disputed(verified, event.path("resource")) : told;
            }
            RefundReport refund = REFUNDS.contains(type) ? refunded(event.path("resource")) : null;
            return refund == null ? told : with(told, id, event, refund);
        } catch (IOException notNow) {
            return new Notification.Later("PayPal cannot be asked now what it is about");
        }
    }

    /** GET, https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_get , checked 2026-11-25. */
    private Notification disputed(Verified told, JsonNode resource) throws IOException {
        String id = StrictJson.text(resource, "dispute_id");
        if (id == null || !DISPUTE_ID.matcher(id).matches()) {
            return new Notification.Ignored("no dispute of PayPal's");
        }
        JsonNode shown = shown("/v1/customer/disputes/" + id);
        if (shown == null) {
            return new Notification.Ignored("PayPal knows no such dispute");
        }
        DisputeReport report = PayPalEvents.dispute(shown);
        return report == null || !report.dispute().ref().equals(id)
                ? new Notification.Ignored("the dispute is about nothing of ours")
                : new Verified(told.dedupeKey(), told.occurredAt(), List.of(report), true);
    }

    private static Notification with(Notification told, String id, JsonNode event, RefundReport refund) {
        List<Report> reports = new ArrayList<>();
        if (told instanceof Verified verified) {
            reports.addAll(verified.reports());
        }
        reports.add(refund);
        return new Verified(id, PayPalEvents.time(event, "create_time"), reports, true);
    }

    /** The refund, when it is nobody's operation; null when it is one of ours or about no attempt. */
    private @Nullable RefundReport refunded(JsonNode resource) throws IOException {
        String id = StrictJson.text(resource, "id");
        if (id == null || !PAYMENT_ID.matcher(id).matches() || isOurs(resource)) {
            return null;
        }
        JsonNode shown = shown("/v2/payments/refunds/" + id);
        Movement refund = shown == null ? null : PayPalOrder.refund(shown);
        if (shown == null || refund == null || !refund.id().equals(id) || isOurs(shown)) {
            return null;
        }
        AttemptId attempt = attempt(shown);
        if (attempt == null) {
            attempt = attemptOfCapture(refund);
        }
        return attempt == null ? null : new RefundReport(attempt, id, PayPalReading.refund(refund));
    }

    private @Nullable AttemptId attemptOfCapture(Movement refund) throws IOException {
        Matcher up = CAPTURE.matcher(String.valueOf(refund.up()));
        JsonNode capture = up.matches() ? shown("/v2/payments/captures/" + up.group(1)) : null;
        return capture == null ? null : attempt(capture);
    }

    /** What PayPal shows here, or null when it knows nothing of it. */
    private @Nullable JsonNode shown(String path) throws IOException {
        Answer answer = wire.get(path);
        JsonNode body = answer.status() == 200 ? StrictJson.object(answer.body()) : null;
        if (body == null && answer.status() != 404) {
            throw new IOException("PayPal does not show it now: answer " + answer.status());
        }
        return body;
    }

    private static boolean isOurs(JsonNode refund) {
        return isOperation(StrictJson.text(refund, "invoice_id")) || isOperation(StrictJson.text(refund, "custom_id"));
    }

    private static boolean isOperation(@Nullable String text) {
        return text != null && TimeOrderedId.isWellFormed(text, OperationId.PREFIX);
    }

    private static @Nullable AttemptId attempt(JsonNode movement) {
        String custom = StrictJson.text(movement, "custom_id");
        return custom != null && TimeOrderedId.isWellFormed(custom, AttemptId.PREFIX) ? new AttemptId(custom) : null;
    }
}
