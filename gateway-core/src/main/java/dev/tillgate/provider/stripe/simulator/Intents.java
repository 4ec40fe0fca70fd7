package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Payment intents and their states. Runs under the book's lock. */
final class Intents {
    static final String KIND = "intent";
    /** How long a payment that takes its time takes here. */
    static final Duration A_WHILE = Duration.ofSeconds(3);

    private static final Set<String> CREATE = Set.of(
            "amount",
            "automatic_payment_methods",
            "capture_method",
            "confirm",
            "confirmation_token",
            "currency",
            "customer",
            "description",
            "metadata",
            "off_session",
            "payment_method",
            "payment_method_options",
            "payment_method_types",
            "receipt_email",
            "return_url",
            "setup_future_usage",
            "statement_descriptor_suffix");

    private final JsonBook book;
    private final Events events;
    private final InstantSource clock;
    private final String baseUrl;
    private final Disputes disputes;
    private final Consumer<ObjectNode> later;

    /** @param later is told of what goes on by itself at its due time */
    Intents(JsonBook book, Events events, InstantSource clock, String baseUrl, Consumer<ObjectNode> later) {
        this.later = later;
        this.book = book;
        this.events = events;
        this.clock = clock;
        this.baseUrl = baseUrl;
        this.disputes = new Disputes(book, events, clock);
    }

    ObjectNode find(String account, String id) {
        ObjectNode intent = book.get(KIND, id);
        if (intent == null || !Shapes.is(intent, Shapes.ACCOUNT, account)) {
            throw Refusal.missing("payment_intent", id);
        }
        return intent;
    }

    ObjectNode create(String account, @Nullable String notifyUrl, Params params) {
        params.only(CREATE);
        long amount = params.amount("amount");
        String currency = params.needed("currency");
        Amounts.check(amount, currency);
        ObjectNode intent = Shapes.intent(amount, currency, clock.instant().getEpochSecond());
        intent.put(Shapes.ACCOUNT, account).put(Shapes.NOTIFY, notifyUrl == null ? "" : notifyUrl);
        intent.put("capture_method", params.textOr("capture_method", "automatic_async"));
        intent.set("metadata", params.pairs("metadata"));
        intent.set(
                "payment_method_types",
                params.hasAny("payment_method_types")
                        ? params.list("payment_method_types")
                        : intent.arrayNode().add("card"));
        Shapes.text(intent, "description", params.text("description"));
        Shapes.text(intent, "customer", params.text("customer"));
        Shapes.text(intent, "statement_descriptor_suffix", params.text("statement_descriptor_suffix"));
        String token = token(params);
        TestInstrument instrument = token == null ? null : instrument(token, params);
        if (token != null) {
            intent.put("payment_method", token.startsWith("ctoken_") ? Shapes.newId("pm") : token);
            intent.put(Shapes.INSTRUMENT, token).put("status", "requires_confirmation");
        }
        if (params.flag("confirm") && instrument == null) {
            throw Refusal.invalid("parameter_missing", "You cannot confirm without a payment method.")
                    .about("payment_method");
        }
        save(intent);
        events.tell("payment_intent.created", intent, intent);
        if (params.flag("confirm") && instrument != null) {
            confirm(intent, instrument, params);
        }
        return intent;
    }

    ObjectNode confirm(ObjectNode intent, Params params) {
        params.only(
                Set.of("payment_method", "confirmation_token", "return_url", "off_session", "payment_method_options"));
        String status = intent.path("status").asText();
        if (!status.equals("requires_confirmation") && !status.equals("requires_payment_method")) {
            throw Refusal.state(
                    intent, "You cannot confirm this PaymentIntent because it has a status of " + status + ".");
        }
        String given = token(params);
        String token = given == null ? intent.path(Shapes.INSTRUMENT).asText("") : given;
        if (token.isEmpty()) {
            throw Refusal.invalid("parameter_missing", "You cannot confirm without a payment method.")
                    .about("payment_method");
        }
        intent.put("payment_method", token).put(Shapes.INSTRUMENT, token);
        confirm(intent, instrument(token, params), params);
        return intent;
    }

    private static @Nullable String token(Params params) {
        String token = params.text("confirmation_token");
        return token == null ? params.text("payment_method") : token;
    }

    /** A confirmation token is the test instrument that it is named after, such as {@code ctoken_card_visa}. */
    private static TestInstrument instrument(String token, Params params) {
        TestInstrument instrument =
                TestInstrument.find(token.startsWith("ctoken_") ? "pm_" + token.substring(7) : token);
        if (instrument == null) {
            throw Refusal.invalid("resource_missing", "No such PaymentMethod: '" + token + "'")
                    .about(params.text("payment_method") == null ? "confirmation_token" : "payment_method");
        }
        return instrument;
    }

    private void confirm(ObjectNode intent, TestInstrument instrument, Params params) {
        String method = intent.path("payment_method_types").path(0).asText("card");
        boolean leavesThePage = instrument.authenticates() || !method.equals("card");
        if (!leavesThePage) {
            decide(intent, instrument, method);
            return;
        }
        if (params.flag("off_session")) {
            throw refused(intent, "card_declined", "authentication_required");
        }
        intent.put("status", "requires_action");
        String page = baseUrl + "/authenticate/" + intent.path("id").asText();
        ObjectNode next = intent.putObject("next_action");
        if (method.equals("wechat_pay")) {
            next.put("type", "wechat_pay_display_qr_code");
            next.putObject("wechat_pay_display_qr_code").put("data", page);
        } else {
            String type = method.equals("alipay") ? "alipay_handle_redirect" : "redirect_to_url";
            next.put("type", type);
            next.putObject(type).put("url", page).put("return_url", params.textOr("return_url", ""));
        }
        intent.put("_return_url", params.textOr("return_url", ""));
        save(intent);
        events.tell("payment_intent.requires_action", intent, intent);
    }

    /** The payer's bank has seen the payer, and says yes or no to that. */
    void authenticated(ObjectNode intent, boolean passed) {
        if (!Shapes.is(intent, "status", "requires_action")) {
            return;
        }
        intent.putNull("next_action");
        TestInstrument instrument = Objects.requireNonNullElse(
                TestInstrument.find(intent.path(Shapes.INSTRUMENT).asText().replaceFirst("^ctoken_", "pm_")),
                TestInstrument.VISA);
        if (!passed) {
            fail(intent, "payment_intent_authentication_failure", null);
        } else if (instrument.declines()) {
            fail(intent, Objects.requireNonNull(instrument.code()), instrument.declineCode());
        } else {
            succeed(intent, instrument);
        }
    }

    private void decide(ObjectNode intent, TestInstrument instrument, String method) {
        if (instrument.declines()) {
            throw refused(intent, Objects.requireNonNull(instrument.code()), instrument.declineCode());
        }
        succeed(intent, instrument);
    }

    private Refusal refused(ObjectNode intent, String code, @Nullable String declineCode) {
        fail(intent, code, declineCode);
        return Refusal.declined(intent.path("last_payment_error").deepCopy(), intent);
    }

    void fail(ObjectNode intent, String code, @Nullable String declineCode) {
        ObjectNode error = intent.putObject("last_payment_error");
        boolean authentication = code.equals("payment_intent_authentication_failure");
        error.put("code", code).put("type", authentication ? "invalid_request_error" : "card_error");
        error.put("message", "The payment was not made: " + (declineCode == null ? code : declineCode) + ".");
        if (declineCode != null) {
            error.put("decline_code", declineCode);
        }
        intent.put("status", "requires_payment_method").putNull("next_action").putNull("processing");
        intent.remove(Shapes.DUE);
        save(intent);
        events.tell("payment_intent.payment_failed", intent, intent);
    }

    void succeed(ObjectNode intent, TestInstrument instrument) {
        String method = intent.path("payment_method_types").path(0).asText("card");
        ObjectNode charge =
                Shapes.charge(intent, method, instrument, clock.instant().getEpochSecond());
        intent.set(Shapes.CHARGE, charge);
        intent.put("latest_charge", charge.path("id").asText())
                .putNull("last_payment_error")
                .putNull("processing");
        intent.putNull("next_action");
        intent.remove(Shapes.DUE);
        intent.put("_later", instrument.later().name());
        boolean manual = Shapes.is(intent, "capture_method", "manual");
        long amount = intent.path("amount").asLong();
        if (manual) {
            intent.put("status", "requires_capture").put("amount_capturable", amount);
        } else {
            intent.put("status", "succeeded").put("amount_received", amount);
        }
        save(intent);
        events.tell(manual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", intent, intent);
        events.tell("charge.succeeded", charge, intent);
        boolean inquiry = instrument.later() == TestInstrument.Later.INQUIRY;
        if (inquiry || instrument.later() == TestInstrument.Later.DISPUTE) {
            disputes.open(intent, inquiry);
        }
    }

    /** It takes its time, and then succeeds or fails. */
    void process(ObjectNode intent, boolean succeeds) {
        intent.put("status", "processing").putNull("last_payment_error");
        intent.put(Shapes.DUE, clock.instant().plus(A_WHILE).toEpochMilli());
        intent.put(Shapes.DUE_FOR, succeeds ? "succeed" : "fail");
        save(intent);
        later.accept(intent);
        events.tell("payment_intent.processing", intent, intent);
    }

    ObjectNode capture(ObjectNode intent, Params params) {
        params.only(Set.of("amount_to_capture", "final_capture", "metadata", "statement_descriptor_suffix"));
        if (!Shapes.is(intent, "status", "requires_capture")) {
            throw Refusal.state(
                    intent,
                    "This PaymentIntent could not be captured because it has a status of "
                            + intent.path("status").asText() + ".");
        }
        long capturable = intent.path("amount_capturable").asLong();
        Long asked = params.numberOrNull("amount_to_capture");
        long amount = asked == null ? capturable : asked;
        if (amount < 1 || amount > capturable) {
            throw Refusal.invalid("amount_too_large", "The amount to capture is more than what can be captured.")
                    .about("amount_to_capture");
        }
        if (intent.path(Shapes.CHARGE) instanceof ObjectNode charge) {
            charge.put("captured", true).put("amount_captured", amount);
            // What is not captured goes back to the payer at once.
            charge.put("amount_refunded", charge.path("amount").asLong() - amount);
        }
        mergeMetadata(intent, params);
        intent.put(Shapes.CAPTURED_AT, clock.instant().getEpochSecond());
        intent.put("status", "succeeded").put("amount_received", amount).put("amount_capturable", 0);
        save(intent);
        events.tell("payment_intent.succeeded", intent, intent);
        return intent;
    }

    ObjectNode cancel(ObjectNode intent, Params params) {
        params.only(Set.of("cancellation_reason"));
        String status = intent.path("status").asText();
        if (!Set.of("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
                .contains(status)) {
            throw Refusal.state(
                    intent, "You cannot cancel this PaymentIntent because it has a status of " + status + ".");
        }
        ObjectNode session = book.get(Sessions.KIND, intent.path(Shapes.SESSION).asText(""));
        if (session != null && Shapes.is(session, "status", "open")) {
            throw Refusal.invalid(null, "You cannot cancel a PaymentIntent of a Checkout Session that is open.");
        }
        return closed(intent, params.textOr("cancellation_reason", "automatic"));
    }

    ObjectNode closed(ObjectNode intent, String reason) {
        intent.put("status", "canceled").put("amount_capturable", 0).putNull("next_action");
        intent.put("cancellation_reason", reason)
                .put("canceled_at", clock.instant().getEpochSecond());
        if (intent.path(Shapes.CHARGE) instanceof ObjectNode charge) {
            charge.put("refunded", true)
                    .put("amount_refunded", charge.path("amount").asLong());
        }
        save(intent);
        events.tell("payment_intent.canceled", intent, intent);
        return intent;
    }

    private static void mergeMetadata(ObjectNode intent, Params params) {
        ObjectNode merged = Shapes.object();
        intent.path("metadata").fields().forEachRemaining(field -> merged.set(field.getKey(), field.getValue()));
        intent.set("metadata", merged.setAll(params.pairs("metadata")));
    }

    void save(ObjectNode intent) {
        book.put(KIND, intent.path("id").asText(), intent);
    }
}
