package dev.tillgate.provider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of the bank means. Believes a body only when it is signed for this very question, is whole JSON, and
 * does not contradict itself; everything else is {@link Outcome.Unknown}.
 */
final class SandboxReading {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    private static final long TOLERANCE_SECONDS = 300;

    private final int status;
    private final boolean signed;
    private final @Nullable JsonNode body;

    private SandboxReading(int status, boolean signed, @Nullable JsonNode body) {
        this.status = status;
        this.signed = signed;
        this.body = body;
    }

    static SandboxReading of(String method, String path, Answer answer, List<String> secrets) {
        String subject = SandboxSignature.answerSubject(method, path, answer.status());
        String header = answer.header(SandboxSignature.HEADER);
        boolean signed = SandboxSignature.verify(secrets, header, subject, answer.body()) != null;
        return new SandboxReading(answer.status(), signed, StrictJson.object(answer.body()));
    }

    Outcome charge(AttemptId attempt, Money asked) {
        Outcome trouble = trouble();
        if (trouble != null || body == null) {
            return trouble == null ? new Outcome.Unknown("no answer") : trouble;
        }
        boolean ours =
                attempt.value().equals(StrictJson.text(body, "reference")) && asked.equals(money(body, "amount"));
        return ours ? chargeOutcome(body) : new Outcome.Unknown("the answer is about another charge");
    }

    Outcome operation(OperationRequest request) {
        Outcome trouble = trouble();
        if (trouble != null || body == null) {
            return trouble == null ? new Outcome.Unknown("no answer") : trouble;
        }
        boolean ours = request.operation().value().equals(StrictJson.text(body, "key"))
                && request.attempt().value().equals(StrictJson.text(body, "charge_reference"))
                && wireName(request.kind()).equals(StrictJson.text(body, "kind"))
                && request.amount().equals(money(body, "amount"));
        return ours ? operationOutcome(body) : new Outcome.Unknown("the answer is about another operation");
    }

    /** Anything but a signed, readable answer of success; null when it is one. */
    private @Nullable Outcome trouble() {
        String code = body == null ? null : StrictJson.text(body.path("error"), "code");
        if (status == 401 && "invalid_key".equals(code)) {
            // Not signed: there is no secret in common. It is judged before anything is done.
            return new Outcome.Refused("the bank does not know this key");
        }
        if (!signed) {
            return new Outcome.Unknown("answer " + status + " is not signed");
        }
        if (body == null) {
            return new Outcome.Unknown("answer " + status + " is not readable");
        }
        if (status == 200 || status == 201) {
            return null;
        }
        return status >= 400 && status < 500 && code != null
                ? error(code)
                : new Outcome.Unknown("answer " + status + " says nothing of what happened");
    }

    private static Outcome error(String code) {
        SandboxErrors.Meaning meaning = SandboxErrors.ERRORS.get(code);
        ErrorTable.Entry refusal = SandboxErrors.REFUSALS.find(code);
        if (meaning == SandboxErrors.Meaning.OURS) {
            return new Outcome.Refused(code);
        }
        if (meaning == SandboxErrors.Meaning.NOT_TAKEN) {
            return new Outcome.NotSent(code);
        }
        if (meaning == SandboxErrors.Meaning.DECLINED && refusal != null) {
            return new Outcome.Declined(refusal.reason(), code);
        }
        return new Outcome.Unknown("error " + code);
    }

    private static Outcome chargeOutcome(JsonNode charge) {
        String id = StrictJson.text(charge, "id");
        String status = StrictJson.text(charge, "status");
        Money amount = money(charge, "amount");
        Money captured = money(charge, "captured");
        if (!"charge".equals(StrictJson.text(charge, "object")) || id == null || status == null) {
            return new Outcome.Unknown("not a charge");
        }
        if (amount == null || captured == null || !fits(charge, amount, captured)) {
            return new Outcome.Unknown("the charge's amounts do not fit");
        }
        Outcome untouched = captured.isZero() ? untouchedOutcome(charge, id, status, amount) : null;
        if (untouched != null) {
            return untouched;
        }
        if (status.equals("captured") && captured.isPositive()) {
            return new Outcome.Done(Effect.CAPTURED, id, captured);
        }
        if (status.equals("authorized") && captured.minorUnits() < amount.minorUnits()) {
            return new Outcome.Done(Effect.AUTHORIZED, id, amount);
        }
        return new Outcome.Unknown("status and amounts do not fit together");
    }

    /** Only a transfer may bring more than was asked for. */
    private static boolean fits(JsonNode charge, Money amount, Money captured) {
        boolean overpaid = captured.compareTo(amount) > 0;
        return amount.isPositive()
                && captured.minorUnits() >= 0
                && (!overpaid || "bank_transfer".equals(StrictJson.text(charge, "method")));
    }

    /** The states in which no money has moved; null for the others. */
    private static @Nullable Outcome untouchedOutcome(JsonNode charge, String id, String status, Money amount) {
        return switch (status) {
            case "awaiting_payer" -> SandboxNextAction.read(charge.path("next"), id);
            case "pending" -> new Outcome.Pending(id, ASK_AGAIN);
            case "declined" -> declined(StrictJson.text(charge, "decline_code"));
            case "closed" -> new Outcome.Done(Effect.CLOSED, id, amount);
            default -> null;
        };
    }

    private static Outcome operationOutcome(JsonNode operation) {
        String id = StrictJson.text(operation, "id");
        String kind = StrictJson.text(operation, "kind");
        String status = StrictJson.text(operation, "status");
        Money amount = money(operation, "amount");
        if (!"operation".equals(StrictJson.text(operation, "object")) || id == null || kind == null) {
            return new Outcome.Unknown("not an operation");
        }
        if (status == null || amount == null || !amount.isPositive()) {
            return new Outcome.Unknown("the operation lacks something");
        }
        return switch (status) {
            case "succeeded" -> done(kind, id, amount);
            case "pending" -> new Outcome.Pending(id, ASK_AGAIN);
            case "failed" -> declined(StrictJson.text(operation, "failure_code"));
            default -> new Outcome.Unknown("unknown operation status");
        };
    }

    private static Outcome done(String kind, String id, Money amount) {
        return switch (kind) {
            case "capture" -> new Outcome.Done(Effect.CAPTURED, id, amount);
            case "refund" -> new Outcome.Done(Effect.REFUNDED, id, amount);
            case "void" -> new Outcome.Done(Effect.CLOSED, id, amount);
            default -> new Outcome.Unknown("unknown kind of operation");
        };
    }

    /** The bank says no; a code that is not in our table is still its no, but not one we can explain. */
    private static Outcome declined(@Nullable String code) {
        if (code == null || !code.matches("[a-z_]{1,60}")) {
            return new Outcome.Unknown("declined without a reason");
        }
        ErrorTable.Entry entry = SandboxErrors.DECLINES.find(code);
        return new Outcome.Declined(entry == null ? DeclineReason.DECLINED_BY_ISSUER : entry.reason(), code);
    }

    static Notification notification(InboundRequest request, List<String> secrets) {
        Long signedAt = SandboxSignature.verify(
                secrets, request.header(SandboxSignature.HEADER), SandboxSignature.NOTIFICATION, request.body());
        if (signedAt == null) {
            return new Notification.Rejected("not signed with this account's secret");
        }
        if (Math.abs(request.receivedAt().getEpochSecond() - signedAt) > TOLERANCE_SECONDS) {
            return new Notification.Rejected("signed more than five minutes ago or ahead");
        }
        JsonNode body = StrictJson.object(request.body());
        String id = body == null ? null : StrictJson.text(body, "id");
        Long created = body == null ? null : StrictJson.integer(body, "created");
        if (body == null || id == null || created == null) {
            return new Notification.Rejected("not readable");
        }
        Notification.Report report = report(body.path("data"));
        return report == null
                ? new Notification.Ignored("about nothing we asked for")
                : new Notification.Verified(id, Instant.ofEpochSecond(created), List.of(report), false);
    }

    private static Notification.@Nullable Report report(JsonNode data) {
        String reference = StrictJson.text(data, "reference");
        String key = StrictJson.text(data, "key");
        if (reference != null && TimeOrderedId.isWellFormed(reference, AttemptId.PREFIX)) {
            return new Notification.AttemptReport(new AttemptId(reference), chargeOutcome(data));
        }
        if (key != null && TimeOrderedId.isWellFormed(key, OperationId.PREFIX)) {
            return new Notification.OperationReport(new OperationId(key), operationOutcome(data));
        }
        return null;
    }

    private static String wireName(OperationKind kind) {
        return switch (kind) {
            case CAPTURE -> "capture";
            case VOID -> "void";
            case REFUND -> "refund";
        };
    }

    private static @Nullable Money money(JsonNode node, String field) {
        Long minorUnits = StrictJson.integer(node, field);
        String currency = StrictJson.text(node, "currency");
        if (minorUnits == null || currency == null) {
            return null;
        }
        try {
            return Money.ofMinor(minorUnits, currency);
        } catch (InvalidMoney unusable) {
            return null;
        }
    }
}
