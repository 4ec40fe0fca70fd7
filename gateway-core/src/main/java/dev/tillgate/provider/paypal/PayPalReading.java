package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalErrors.Meaning;
import dev.tillgate.provider.paypal.PayPalOrder.Movement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PayPal's answers mean. They are not signed: a yes or a no needs a whole order or payment that names our own
 * reference and amount and does not contradict itself; everything else is {@link Outcome.Unknown}.
 */
final class PayPalReading {
    /** PayPal is still at it: the notification usually comes first. */
    static final Duration ASK_SOON = Duration.ofSeconds(5);

    /** An eCheck or a review takes hours to days. */
    static final Duration ASK_MUCH_LATER = Duration.ofMinutes(15);

    private static final Set<Integer> SUCCESS = Set.of(200, 201);

    private PayPalReading() {}

    /** The order in an answer of success when it is this attempt's, for this amount; null otherwise. */
    static @Nullable PayPalOrder order(Answer answer, AttemptId attempt, Money charged) {
        PayPalOrder order =
                SUCCESS.contains(answer.status()) ? PayPalOrder.read(StrictJson.object(answer.body())) : null;
        boolean ours = order != null
                && order.customId().equals(attempt.value())
                && order.amount().equals(charged);
        return ours ? order : null;
    }

    static boolean hasIntent(PayPalOrder order, CaptureMode mode) {
        return order.intent().equals(mode == CaptureMode.MANUAL ? "AUTHORIZE" : "CAPTURE");
    }

    /** What became of the attempt. "Completed" alone says nothing of money: the payments inside the order do. */
    static Outcome charge(PayPalOrder order) {
        boolean untouched = order.authorizations().isEmpty() && order.captures().isEmpty();
        if (untouched) {
            return unpaid(order);
        }
        return order.intent().equals("AUTHORIZE") ? reserved(order) : collected(order);
    }

    private static Outcome unpaid(PayPalOrder order) {
        return switch (order.status()) {
            case "CREATED", "PAYER_ACTION_REQUIRED" -> payerMust(order);
            case "APPROVED" -> new Outcome.Approved(order.id());
            case "VOIDED" -> new Outcome.Done(Effect.CLOSED, order.id(), order.amount());
            default -> new Outcome.Unknown("order " + order.status() + " without a payment");
        };
    }

    private static Outcome payerMust(PayPalOrder order) {
        String named = order.link("payer-action");
        String url = named == null ? order.link("approve") : named;
        return url == null || !(url.startsWith("https://") || url.startsWith("http://"))
                ? new Outcome.Unknown("the order does not say where the payer agrees")
                : new Outcome.PayerMust(order.id(), new NextAction.Redirect(url, null));
    }

    private static Outcome collected(PayPalOrder order) {
        List<Movement> captures = order.captures();
        boolean waits = captures.stream().anyMatch(capture -> capture.is("PENDING"));
        Money sum = order.collected();
        if (order.status().equals("COMPLETED") && !waits && order.amount().equals(sum)) {
            return new Outcome.Done(Effect.CAPTURED, order.id(), order.amount());
        }
        if (sum == null || !sum.isZero()) {
            return new Outcome.Unknown("the captures do not add up to the order");
        }
        return waits ? new Outcome.Pending(order.id(), ASK_MUCH_LATER) : captureFailed(captures.get(0));
    }

    private static Outcome captureFailed(Movement capture) {
        return switch (capture.status()) {
            case "DECLINED" -> declined("CAPTURE_DECLINED");
            case "FAILED" -> declined("CAPTURE_FAILED");
            default -> new Outcome.Unknown("capture " + capture.status());
        };
    }

    /** The order of a reservation: its one authorization decides, with what was collected of it. */
    private static Outcome reserved(PayPalOrder order) {
        Money sum = order.collected();
        Movement hold = order.authorizations().get(0);
        boolean clear = order.authorizations().size() == 1 && hold.amount().equals(order.amount());
        if (!clear
                || sum == null
                || sum.compareTo(order.amount()) > 0
                || !order.status().equals("COMPLETED")) {
            return new Outcome.Unknown("the authorization and the order do not fit");
        }
        Effect all = sum.equals(order.amount()) ? Effect.CAPTURED : Effect.CAPTURED_FINALLY;
        boolean none = sum.isZero() && order.captures().stream().allMatch(Movement::cameToNothing);
        return switch (hold.status()) {
            case "CREATED" ->
                none ? new Outcome.Done(Effect.AUTHORIZED, order.id(), hold.amount()) : contradiction(hold);
            case "PARTIALLY_CAPTURED" ->
                sum.equals(order.amount())
                        ? contradiction(hold)
                        : new Outcome.Done(Effect.AUTHORIZED, order.id(), hold.amount());
            case "CAPTURED" ->
                sum.isPositive()
                        ? new Outcome.Done(all, order.id(), sum)
                        : none ? contradiction(hold) : new Outcome.Pending(order.id(), ASK_MUCH_LATER);
            case "VOIDED" ->
                sum.isPositive()
                        ? new Outcome.Done(all, order.id(), sum)
                        : none ? new Outcome.Done(Effect.CLOSED, order.id(), hold.amount()) : contradiction(hold);
            case "DENIED" -> none ? declined("AUTHORIZATION_DENIED") : contradiction(hold);
            case "PENDING" -> none ? new Outcome.Pending(order.id(), ASK_MUCH_LATER) : contradiction(hold);
            default -> contradiction(hold);
        };
    }

    private static Outcome contradiction(Movement hold) {
        return new Outcome.Unknown("authorization " + hold.status() + " does not fit the captures");
    }

    /** What became of a capture that we asked for. */
    static Outcome capture(@Nullable Movement capture, OperationRequest request) {
        if (capture == null || !isAsked(capture, request)) {
            return new Outcome.Unknown("the answer is about another capture");
        }
        return switch (capture.status()) {
            case "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED" ->
                new Outcome.Done(Effect.CAPTURED, capture.id(), capture.amount());
            case "PENDING" -> new Outcome.Pending(capture.id(), ASK_MUCH_LATER);
            default -> captureFailed(capture);
        };
    }

    /** What became of a refund that we asked for. */
    static Outcome refund(@Nullable Movement refund, OperationRequest request) {
        if (refund == null || !isAsked(refund, request)) {
            return new Outcome.Unknown("the answer is about another refund");
        }
        return refund(refund);
    }

    /** What became of a refund, whoever asked for it. */
    static Outcome refund(Movement refund) {
        return switch (refund.status()) {
            case "COMPLETED" -> new Outcome.Done(Effect.REFUNDED, refund.id(), refund.amount());
            case "PENDING" -> new Outcome.Pending(refund.id(), ASK_MUCH_LATER);
            case "FAILED" -> declined("REFUND_FAILED");
            case "CANCELLED" -> declined("REFUND_CANCELLED");
            default -> new Outcome.Unknown("refund " + refund.status());
        };
    }

    private static boolean isAsked(Movement movement, OperationRequest request) {
        return movement.isOf(request.operation().value()) && movement.amount().equals(request.amount());
    }

    /** What an error answer says of the command, or null when the order itself has to be looked at. */
    static @Nullable Outcome error(Answer answer) {
        String code = code(answer);
        Meaning meaning = code == null ? null : PayPalErrors.MEANINGS.get(code);
        if (code == null || meaning == null) {
            return new Outcome.Unknown("answer " + answer.status() + " says nothing of what happened");
        }
        return switch (meaning) {
            case OURS -> new Outcome.Refused(code);
            case NOT_TAKEN -> new Outcome.NotSent(code);
            case DECLINED -> declined(code);
            case LOOK -> null;
        };
    }

    /**
     * The one issue of an error answer, or its name where it gives no details; null when there is none, or when there
     * are several that mean different things.
     */
    static @Nullable String code(Answer answer) {
        JsonNode body = answer.status() >= 400 && answer.status() < 500 ? StrictJson.object(answer.body()) : null;
        if (body == null) {
            return null;
        }
        JsonNode details = body.get("details");
        String name = StrictJson.text(body, "name");
        if (details == null || details.isArray() && details.isEmpty()) {
            return name == null ? StrictJson.text(body, "error") : name;
        }
        String first = null;
        Set<@Nullable Meaning> meanings = new HashSet<>();
        for (JsonNode detail : details) {
            String issue = StrictJson.text(detail, "issue");
            first = first == null ? issue : first;
            meanings.add(issue == null ? null : PayPalErrors.MEANINGS.get(issue));
        }
        return name != null && details.isArray() && meanings.size() == 1 ? first : null;
    }

    static Outcome declined(String code) {
        ErrorTable.Entry entry = PayPalErrors.DECLINES.find(code);
        return entry == null ? new Outcome.Unknown(code) : new Outcome.Declined(entry.reason(), code);
    }

    /** It is too late to close what was collected. */
    static Outcome tooLate() {
        return new Outcome.Declined(DeclineReason.NOT_SUPPORTED, "ALREADY_CAPTURED");
    }
}
