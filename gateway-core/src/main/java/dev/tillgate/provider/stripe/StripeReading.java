package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.StrictJson;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a Checkout session or a payment intent says of our attempt. Answers are not signed, so they are believed only when
 * they are whole and agree with themselves and with what was asked for; everything else is {@link Outcome.Unknown}.
 */
final class StripeReading {
    static final String ATTEMPT = "tillgate_attempt";
    /** The same id once more: one word that is lost or changed on the way must not make ours look like another's. */
    static final String AGAIN = "tillgate_again";

    static final String FLOW = "tillgate_flow";
    static final String CHECKOUT = "checkout";
    static final String DIRECT = "direct";

    private static final Duration SOON = Duration.ofSeconds(5);

    private StripeReading() {}

    /**
     * What an object must agree with.
     *
     * @param amount what was asked for, or null when a notification is read, which is signed
     * @param live whether it must be about real money
     * @param whole whether the payment intent and charge inside must be there too, because we asked for them
     * @param askAgain how long to wait for a payment under way
     */
    record Expected(AttemptId attempt, @Nullable Money amount, boolean live, boolean whole, Duration askAgain) {
        static Expected answer(AttemptId attempt, Money amount, boolean live, Duration askAgain) {
            return new Expected(attempt, amount, live, true, askAgain);
        }

        static Expected notification(AttemptId attempt, boolean live) {
            return new Expected(attempt, null, live, false, SOON);
        }

        /** The same for an object whose inner ones are named only. */
        Expected inError() {
            return new Expected(attempt, amount, live, false, askAgain);
        }

        private boolean fits(@Nullable Money said, JsonNode object) {
            JsonNode livemode = object.get("livemode");
            boolean rightMode = livemode != null && livemode.isBoolean() && livemode.booleanValue() == live;
            return rightMode && said != null && said.isPositive() && (amount == null || amount.equals(said));
        }
    }

    static Outcome session(JsonNode session, Expected expected) {
        String id = StrictJson.text(session, "id");
        String attempt = expected.attempt().value();
        Money amount = money(session, "amount_total");
        if (!"checkout.session".equals(StrictJson.text(session, "object"))
                || id == null
                || !id.matches("cs_(test_|live_)?[A-Za-z0-9]+")) {
            return new Outcome.Unknown("not a Checkout session");
        }
        boolean ours = attempt.equals(StrictJson.text(session, "client_reference_id"))
                && attempt.equals(StrictJson.text(session.path("metadata"), ATTEMPT));
        if (!ours || amount == null || !expected.fits(amount, session)) {
            return new Outcome.Unknown("the answer is about another session");
        }
        String status = StrictJson.text(session, "status");
        String paymentStatus = StrictJson.text(session, "payment_status");
        JsonNode intent = session.get("payment_intent");
        if (status == null || paymentStatus == null || intent == null) {
            return new Outcome.Unknown("the session lacks something");
        }
        boolean unpaid = paymentStatus.equals("unpaid");
        return switch (status) {
            case "open" -> unpaid && untouched(intent, expected) ? open(session, id) : contradiction();
            case "expired" ->
                // The page's address is there only as long as the page is open.
                unpaid && session.path("url").isNull() && untouched(intent, expected)
                        ? new Outcome.Done(Effect.CLOSED, id, amount)
                        : contradiction();
            case "complete" -> complete(intent, paymentStatus, amount, expected);
            default -> new Outcome.Unknown("unknown session status");
        };
    }

    /** Whether no money has moved, or can, for a session that is not complete. */
    private static boolean untouched(JsonNode intent, Expected expected) {
        if (!intent.isObject()) {
            return intent.isNull() || intent.isTextual() && !expected.whole();
        }
        String status = StrictJson.text(intent, "status");
        boolean still = "requires_payment_method".equals(status)
                || "requires_confirmation".equals(status)
                || "requires_action".equals(status)
                || "canceled".equals(status);
        return still && nothing(intent, "amount_received") && nothing(intent, "amount_capturable");
    }

    private static Outcome open(JsonNode session, String id) {
        String url = StrictJson.text(session, "url");
        Long until = StrictJson.integer(session, "expires_at");
        if (url == null || !isWeb(url) || until == null || until <= 0 || until > Integer.MAX_VALUE * 2L) {
            return new Outcome.Unknown("the session does not say where the payer goes");
        }
        return new Outcome.PayerMust(id, new NextAction.Redirect(url, Instant.ofEpochSecond(until)));
    }

    private static Outcome complete(JsonNode intent, String paymentStatus, Money amount, Expected expected) {
        boolean paid = paymentStatus.equals("paid");
        if (!paid && !paymentStatus.equals("unpaid")) {
            return contradiction();
        }
        if (intent.isObject()) {
            boolean succeeded = "succeeded".equals(StrictJson.text(intent, "status"));
            return succeeded == paid ? intent(intent, expected) : contradiction();
        }
        String ref = intent.isTextual() ? intent.textValue() : "";
        if (expected.whole() || !isIntent(ref)) {
            return contradiction();
        }
        return paid ? new Outcome.Done(Effect.CAPTURED, ref, amount) : new Outcome.Pending(ref, SOON);
    }

    static Outcome intent(JsonNode intent, Expected expected) {
        String id = StrictJson.text(intent, "id");
        Money amount = money(intent, "amount");
        if (!"payment_intent".equals(StrictJson.text(intent, "object")) || id == null || !isIntent(id)) {
            return new Outcome.Unknown("not a payment intent");
        }
        boolean ours = expected.attempt().value().equals(StrictJson.text(intent.path("metadata"), ATTEMPT));
        if (!ours || amount == null || !expected.fits(amount, intent)) {
            return new Outcome.Unknown("the answer is about another payment");
        }
        String status = StrictJson.text(intent, "status");
        Money received = money(intent, "amount_received");
        Money capturable = money(intent, "amount_capturable");
        if (status == null || received == null || capturable == null) {
            return new Outcome.Unknown("the payment intent lacks something");
        }
        if (status.equals("succeeded")) {
            return capturable.isZero() ? collected(intent, id, new Sums(amount, received), expected) : contradiction();
        }
        if (!received.isZero()) {
            return contradiction();
        }
        if (status.equals("requires_capture")) {
            boolean reserved = capturable.equals(amount) && StripeCharge.isReserved(intent, amount, expected);
            return reserved ? new Outcome.Done(Effect.AUTHORIZED, id, amount) : contradiction();
        }
        return capturable.isZero() ? unpaid(intent, id, status, amount, expected) : contradiction();
    }

    private record Sums(Money amount, Money received) {}

    private static Outcome collected(JsonNode intent, String id, Sums sums, Expected expected) {
        boolean within = sums.received().isPositive() && sums.received().compareTo(sums.amount()) <= 0;
        if (!within || !StripeCharge.isCollected(intent, sums.amount(), sums.received(), expected)) {
            return contradiction();
        }
        // There is one capture only: what was not captured is free again.
        Effect effect = sums.received().equals(sums.amount()) ? Effect.CAPTURED : Effect.CAPTURED_FINALLY;
        return new Outcome.Done(effect, id, sums.received());
    }

    private static Outcome unpaid(JsonNode intent, String id, String status, Money amount, Expected expected) {
        return switch (status) {
            case "processing" -> new Outcome.Pending(id, expected.askAgain());
            case "canceled" ->
                StrictJson.integer(intent, "canceled_at") == null
                        ? contradiction()
                        : new Outcome.Done(Effect.CLOSED, id, amount);
            case "requires_payment_method" ->
                intent.path("canceled_at").isNull() ? declined(intent.path("last_payment_error")) : contradiction();
            case "requires_action" -> StripeNextAction.read(intent, id);
            default -> new Outcome.Unknown("unknown payment intent status");
        };
    }

    /** The other side says no; a code that is not in our table is still its no, but not one we can explain. */
    private static Outcome declined(JsonNode error) {
        String type = StrictJson.text(error, "type");
        String code = StrictJson.text(error, "decline_code");
        String said = code == null ? StrictJson.text(error, "code") : code;
        boolean aboutThePayment = "card_error".equals(type) || "invalid_request_error".equals(type);
        if (!aboutThePayment || said == null || !said.matches("[a-z0-9_]{1,60}")) {
            return new Outcome.Unknown("not paid, without a reason");
        }
        ErrorTable.Entry entry = StripeErrors.DECLINES.find(said);
        return new Outcome.Declined(entry == null ? DeclineReason.DECLINED_BY_ISSUER : entry.reason(), said);
    }

    /** The amount in this field of an object with a currency, or null. */
    static @Nullable Money money(JsonNode node, String field) {
        Long units = StrictJson.integer(node, field);
        return units != null && units >= 0 ? StripeAmounts.fromWire(units, StrictJson.text(node, "currency")) : null;
    }

    private static boolean nothing(JsonNode node, String field) {
        Long units = StrictJson.integer(node, field);
        return units != null && units == 0;
    }

    static boolean isIntent(String ref) {
        return ref.matches("pi_[A-Za-z0-9]+");
    }

    static boolean isWeb(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }

    private static Outcome contradiction() {
        return new Outcome.Unknown("the answer contradicts itself");
    }
}
