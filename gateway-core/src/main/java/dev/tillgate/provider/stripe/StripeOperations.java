package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.StrictJson;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Stripe's objects say of captures, voids and refunds of ours. */
final class StripeOperations {
    private static final Duration ASK_REFUND_AGAIN = Duration.ofHours(1);
    private static final String PATTERN = "[a-z0-9_]{1,60}";

    private StripeOperations() {}

    /**
     * What a payment intent says of a capture. Whose capture it was stands in its metadata, twice, so that one lost word
     * is not taken for nobody's.
     */
    static Outcome capture(JsonNode intent, OperationRequest request, Outcome state) {
        JsonNode metadata = intent.path("metadata");
        boolean unmarked = !metadata.has(StripeRequests.CAPTURE) && !metadata.has(StripeRequests.CAPTURE_AGAIN);
        String mark = StrictJson.text(metadata, StripeRequests.CAPTURE);
        String again = StrictJson.text(metadata, StripeRequests.CAPTURE_AGAIN);
        if (!(state instanceof Done done)) {
            return new Outcome.Unknown("the payment is in no state to tell");
        }
        boolean marked = mark != null && mark.equals(again) && TimeOrderedId.isWellFormed(mark, OperationId.PREFIX);
        if (unmarked || marked && !request.operation().value().equals(mark)) {
            return new Outcome.NotSent("it was not captured by this operation");
        }
        boolean collected = done.effect() == Effect.CAPTURED || done.effect() == Effect.CAPTURED_FINALLY;
        boolean ours = marked && done.amount().equals(request.amount());
        return collected && ours
                ? new Done(Effect.CAPTURED_FINALLY, done.ref(), done.amount())
                : new Outcome.Unknown("the capture does not fit what was asked for");
    }

    /** What the state of the payment says of a void. */
    static Outcome voided(OperationRequest request, Outcome state) {
        return switch (state) {
            case Done done ->
                switch (done.effect()) {
                    case CLOSED -> done;
                    case CAPTURED, CAPTURED_FINALLY -> tooLate();
                    case AUTHORIZED -> new Outcome.NotSent("the money is still reserved");
                    case REFUNDED -> new Outcome.Unknown("unexpected: refunded");
                };
            case Outcome.PayerMust must -> new Outcome.NotSent("it can still be paid");
            // A payment that failed for good can no longer be paid.
            case Outcome.Declined declined -> {
                String ref = request.chargeRef();
                yield ref == null
                        ? new Outcome.Unknown("declined, and not known as what")
                        : new Done(Effect.CLOSED, ref, request.charged());
            }
            case Outcome.NotSent nothing -> nothing;
            case Outcome.Refused refused -> refused;
            case Outcome.Unknown unknown -> unknown;
            case Outcome.Pending pending -> new Outcome.Unknown("it is still being decided");
            case Outcome.Approved approved -> new Outcome.Unknown("unexpected: approved");
        };
    }

    static Outcome tooLate() {
        return new Outcome.Declined(DeclineReason.NOT_SUPPORTED, StripeErrors.ALREADY_COLLECTED);
    }

    /** Whether a refund is this operation's, as far as can be told; null when it contradicts itself. */
    private static @Nullable Boolean isOf(JsonNode refund, OperationRequest request) {
        JsonNode metadata = refund.path("metadata");
        if (!"refund".equals(StrictJson.text(refund, "object")) || !metadata.isObject()) {
            return null;
        }
        String operation = StrictJson.text(metadata, StripeRequests.OPERATION);
        String again = StrictJson.text(metadata, StripeReading.AGAIN);
        if (isUnmarked(metadata)) {
            return Boolean.FALSE;
        }
        boolean whole = operation != null
                && operation.equals(again)
                && request.attempt().value().equals(StrictJson.text(metadata, StripeReading.ATTEMPT));
        return whole ? (Boolean) request.operation().value().equals(operation) : null;
    }

    /** Whether these carry nothing of ours: somebody else made what they belong to. */
    static boolean isUnmarked(JsonNode metadata) {
        return metadata.isObject()
                && !metadata.has(StripeRequests.OPERATION)
                && !metadata.has(StripeReading.AGAIN)
                && !metadata.has(StripeReading.ATTEMPT);
    }

    /** What one refund says of this operation. */
    static Outcome refund(JsonNode refund, OperationRequest request, @Nullable String intent) {
        if (!Boolean.TRUE.equals(isOf(refund, request))) {
            return new Outcome.Unknown("the answer is about another refund");
        }
        String of = StrictJson.text(refund, "payment_intent");
        boolean ours = of != null
                && (intent == null || intent.equals(of))
                && request.amount().equals(StripeReading.money(refund, "amount"));
        return ours ? refund(refund) : new Outcome.Unknown("the refund does not fit what was asked for");
    }

    /** What a genuine refund of ours says. */
    static Outcome refund(JsonNode refund) {
        String id = StrictJson.text(refund, "id");
        String status = StrictJson.text(refund, "status");
        Money amount = StripeReading.money(refund, "amount");
        if (id == null || !id.matches("(re|pyr)_[A-Za-z0-9]+") || status == null || amount == null) {
            return new Outcome.Unknown("the refund lacks something");
        }
        boolean waits = status.equals("pending") || status.equals("requires_action");
        boolean failed = status.equals("failed") || status.equals("canceled");
        // Why it waits or failed is there exactly as long as it does, or did: the status alone is not believed.
        if (says(refund, "pending_reason") && !waits || traceOfFailure(refund) != failed) {
            return new Outcome.Unknown("the refund contradicts itself");
        }
        return switch (status) {
            case "succeeded" -> new Done(Effect.REFUNDED, id, amount);
            case "pending", "requires_action" -> new Outcome.Pending(id, ASK_REFUND_AGAIN);
            case "failed" -> failed(StrictJson.text(refund, "failure_reason"));
            case "canceled" -> new Outcome.Declined(DeclineReason.CLOSED, "refund_canceled");
            default -> new Outcome.Unknown("unknown refund status");
        };
    }

    private static boolean traceOfFailure(JsonNode refund) {
        return says(refund, "failure_reason") || says(refund, "failure_balance_transaction");
    }

    private static boolean says(JsonNode node, String field) {
        return !node.path(field).isMissingNode() && !node.path(field).isNull();
    }

    private static Outcome failed(@Nullable String reason) {
        String code = reason != null && reason.matches(PATTERN) ? reason : "unknown";
        ErrorTable.Entry entry = StripeErrors.REFUSALS.find(code);
        return new Outcome.Declined(entry == null ? DeclineReason.PROCESSING_ERROR : entry.reason(), code);
    }

    /** The refund of this operation among these, doubt about one that cannot be read, or null when all are others'. */
    static @Nullable Outcome among(List<JsonNode> refunds, OperationRequest request, String intent) {
        for (JsonNode refund : refunds) {
            Boolean ours = isOf(refund, request);
            if (ours == null) {
                return new Outcome.Unknown("the list holds something that is not understood");
            }
            if (ours) {
                return refund(refund, request, intent);
            }
        }
        return null;
    }

    /** The attempt that this object says it belongs to, or null when it is none of ours. */
    static @Nullable AttemptId attempt(JsonNode metadata) {
        String id = StrictJson.text(metadata, StripeReading.ATTEMPT);
        return id != null && TimeOrderedId.isWellFormed(id, AttemptId.PREFIX) ? new AttemptId(id) : null;
    }
}
