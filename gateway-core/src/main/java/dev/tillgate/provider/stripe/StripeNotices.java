package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Notification.Report;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.stripe.StripeReading.Expected;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and translates events. They come signed over the raw bytes with a time, so they are believed alone; repeats
 * come with a fresh signature and the same event id. Stripe's own library takes signatures from the future; this does
 * not.
 */
final class StripeNotices {
    private static final long TOLERANCE_SECONDS = 300;

    private static final Set<String> SESSION_EVENTS = Set.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed",
            "checkout.session.expired");

    private static final Set<String> INTENT_EVENTS = Set.of(
            "payment_intent.succeeded",
            "payment_intent.payment_failed",
            "payment_intent.canceled",
            "payment_intent.amount_capturable_updated",
            "payment_intent.processing",
            "payment_intent.requires_action");

    /** Of a payment that the payer makes on Stripe's page: there they may try again, or go on. */
    private static final Set<String> NOT_THE_END =
            Set.of("payment_intent.payment_failed", "payment_intent.requires_action");

    private static final Set<String> REFUND_EVENTS =
            Set.of("refund.created", "refund.updated", "refund.failed", "charge.refund.updated");

    private final List<String> secrets;
    private final StripeWire wire;

    StripeNotices(Settings settings, StripeWire wire) {
        this.secrets = StripeKeys.secrets(settings.getOr(Stripe.WEBHOOK_SECRET, ""));
        this.wire = wire;
    }

    Notification read(InboundRequest request) {
        if (secrets.isEmpty()) {
            return new Notification.Later("the account's signing secret is not set yet");
        }
        Long signedAt = StripeSignature.verify(secrets, request.header(StripeSignature.HEADER), request.body());
        if (signedAt == null) {
            return new Notification.Rejected("not signed with this account's secret");
        }
        if (Math.abs(request.receivedAt().getEpochSecond() - signedAt) > TOLERANCE_SECONDS) {
            return new Notification.Rejected("signed more than five minutes ago or ahead");
        }
        JsonNode event = StrictJson.object(request.body());
        String id = event == null ? null : StrictJson.text(event, "id");
        String type = event == null ? null : StrictJson.text(event, "type");
        Long created = event == null ? null : StrictJson.integer(event, "created");
        if (event == null || id == null || type == null || created == null) {
            return new Notification.Rejected("not readable");
        }
        JsonNode livemode = event.get("livemode");
        if (livemode == null || !livemode.isBoolean() || livemode.booleanValue() != wire.live()) {
            return new Notification.Rejected("about the other mode");
        }
        JsonNode object = event.path("data").path("object");
        try {
            Report report = report(type, object);
            return report == null
                    ? new Notification.Ignored("about nothing we asked for")
                    : new Notification.Verified(id, Instant.ofEpochSecond(created), List.of(report), false);
        } catch (IOException notNow) {
            return new Notification.Later("the payment it is about cannot be looked up now");
        }
    }

    private @Nullable Report report(String type, JsonNode object) throws IOException {
        if (SESSION_EVENTS.contains(type)) {
            AttemptId attempt = StripeOperations.attempt(object.path("metadata"));
            return attempt == null
                    ? null
                    : new AttemptReport(
                            attempt, StripeReading.session(object, Expected.notification(attempt, wire.live())));
        }
        if (INTENT_EVENTS.contains(type)) {
            return intent(type, object);
        }
        if (REFUND_EVENTS.contains(type)) {
            return refund(object);
        }
        return type.startsWith("charge.dispute.") ? dispute(object) : null;
    }

    private @Nullable Report intent(String type, JsonNode intent) {
        AttemptId attempt = StripeOperations.attempt(intent.path("metadata"));
        boolean onThePage = !StripeReading.DIRECT.equals(StrictJson.text(intent.path("metadata"), StripeReading.FLOW));
        if (attempt == null || onThePage && NOT_THE_END.contains(type)) {
            return null;
        }
        Outcome outcome = StripeReading.intent(intent, Expected.notification(attempt, wire.live()));
        // An event of one thing about an object that has gone on to another says nothing new.
        boolean declinedOnThePage = onThePage && outcome instanceof Outcome.Declined;
        return declinedOnThePage ? null : new AttemptReport(attempt, outcome);
    }

    private @Nullable Report refund(JsonNode refund) throws IOException {
        String id = StrictJson.text(refund.path("metadata"), StripeRequests.OPERATION);
        if (id == null || !TimeOrderedId.isWellFormed(id, OperationId.PREFIX)) {
            return StripeOperations.isUnmarked(refund.path("metadata")) ? refundElsewhere(refund) : null;
        }
        boolean isRefund = "refund".equals(StrictJson.text(refund, "object"));
        return new OperationReport(
                new OperationId(id), isRefund ? StripeOperations.refund(refund) : new Outcome.Unknown("not a refund"));
    }

    /** One that was made in the dashboard names the payment only. */
    private @Nullable Report refundElsewhere(JsonNode refund) throws IOException {
        String id = StrictJson.text(refund, "id");
        if (id == null || !"refund".equals(StrictJson.text(refund, "object"))) {
            return null;
        }
        AttemptId attempt = attemptOf(refund);
        return attempt == null ? null : new RefundReport(attempt, id, StripeOperations.refund(refund));
    }

    private @Nullable Report dispute(JsonNode dispute) throws IOException {
        AttemptId attempt = attemptOf(dispute);
        return attempt == null ? null : StripeDisputes.report(dispute, attempt);
    }

    /** What does not carry our mark names the payment intent; whose it is stands there. */
    private @Nullable AttemptId attemptOf(JsonNode about) throws IOException {
        String intent = StrictJson.text(about, "payment_intent");
        if (intent == null || !StripeReading.isIntent(intent)) {
            return null;
        }
        StripeWire.Reply reply = wire.get("/v1/payment_intents/" + intent, new StripeForm());
        JsonNode found = reply.object();
        if (found == null || !intent.equals(StrictJson.text(found, "id"))) {
            throw new IOException("the payment was not told");
        }
        return StripeOperations.attempt(found.path("metadata"));
    }
}
