package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checkout sessions. Runs under the book's lock. */
final class Sessions {
    static final String KIND = "session";
    private static final Duration SHORTEST = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(24);
    /** Clocks differ by so much at most. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    /** Methods whose decline comes after the page is done. */
    private static final Set<String> SLOW = Set.of("sepa_debit", "us_bank_account");

    private static final Set<String> CREATE = Set.of(
            "cancel_url",
            "client_reference_id",
            "customer",
            "customer_email",
            "expires_at",
            "line_items",
            "locale",
            "metadata",
            "mode",
            "payment_intent_data",
            "payment_method_options",
            "payment_method_types",
            "success_url",
            "ui_mode");

    private final JsonBook book;
    private final Events events;
    private final Intents intents;
    private final InstantSource clock;
    private final String baseUrl;

    Sessions(JsonBook book, Events events, Intents intents, InstantSource clock, String baseUrl) {
        this.book = book;
        this.events = events;
        this.intents = intents;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    ObjectNode find(String account, String id) {
        ObjectNode session = byId(id);
        if (session == null || !Shapes.is(session, Shapes.ACCOUNT, account)) {
            throw Refusal.missing("checkout.session", id);
        }
        return session;
    }

    /** As it is by now, or null when there is none. */
    @Nullable
    ObjectNode byId(String id) {
        ObjectNode session = book.get(KIND, id);
        boolean over = session != null
                && Shapes.is(session, "status", "open")
                && session.path("expires_at").asLong() <= clock.instant().getEpochSecond();
        return session != null && over ? expired(session) : session;
    }

    ObjectNode create(String account, @Nullable String notifyUrl, Params params) {
        params.only(CREATE);
        if (!params.needed("mode").equals("payment")) {
            throw Refusal.invalid(null, "The simulator has payment mode only.").about("mode");
        }
        String item = "line_items[0]";
        String currency = params.needed(item + "[price_data][currency]");
        params.needed(item + "[price_data][product_data][name]");
        long amount = Math.multiplyExact(
                params.amount(item + "[price_data][unit_amount]"), params.number(item + "[quantity]"));
        params.needed("success_url");
        Amounts.check(amount, currency);
        if (params.textOr("payment_method_types[0]", "").equals("wechat_pay")
                && params.text("payment_method_options[wechat_pay][client]") == null) {
            throw Refusal.invalid(
                            "parameter_missing", "Missing required param: payment_method_options[wechat_pay][client].")
                    .about("payment_method_options[wechat_pay][client]");
        }
        Instant now = clock.instant();
        ObjectNode session = Shapes.session(params, amount, currency, now.getEpochSecond());
        session.put("expires_at", expiry(params, now));
        session.put("url", baseUrl + "/c/pay/" + session.path("id").asText());
        session.put(Shapes.ACCOUNT, account).put(Shapes.NOTIFY, notifyUrl == null ? "" : notifyUrl);
        session.set("_intent_metadata", params.pairs("payment_intent_data[metadata]"));
        session.put("_capture_method", params.textOr("payment_intent_data[capture_method]", "automatic_async"));
        session.put("_description", params.textOr("payment_intent_data[description]", ""));
        save(session);
        return session;
    }

    private static long expiry(Params params, Instant now) {
        Long asked = params.numberOrNull("expires_at");
        long seconds = asked == null ? now.plus(LONGEST).getEpochSecond() : asked;
        if (seconds < now.plus(SHORTEST).minus(SKEW).getEpochSecond()
                || seconds > now.plus(LONGEST).plus(SKEW).getEpochSecond()) {
            throw Refusal.invalid(null, "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.")
                    .about("expires_at");
        }
        return seconds;
    }

    ObjectNode expire(ObjectNode session) {
        if (!Shapes.is(session, "status", "open")) {
            throw Refusal.invalid(
                    null,
                    "Only Checkout Sessions with a status in [\"open\"] can be expired. This one is "
                            + session.path("status").asText() + ".");
        }
        return expired(session);
    }

    private ObjectNode expired(ObjectNode session) {
        session.put("status", "expired").putNull("url");
        save(session);
        ObjectNode intent = intentOf(session);
        if (intent != null) {
            intents.closed(intent, "automatic");
        }
        events.tell("checkout.session.expired", session, session);
        return session;
    }

    /** The payer does something on the page. */
    void choose(ObjectNode session, Choice choice) {
        if (!Shapes.is(session, "status", "open")) {
            return;
        }
        boolean slow =
                SLOW.contains(session.path("payment_method_types").path(0).asText());
        switch (choice) {
            case PAY -> pay(session, TestInstrument.VISA);
            case DISPUTE -> pay(session, TestInstrument.DISPUTED);
            case REFUND_FAILS -> pay(session, TestInstrument.REFUND_FAILS);
            case PAY_LATER -> process(session, true);
            case DECLINE -> {
                if (slow) {
                    process(session, false);
                } else {
                    intents.fail(begun(session), "card_declined", TestInstrument.TOO_LITTLE.declineCode());
                }
            }
            case CANCEL, LEAVE -> {
                // The session stays open: the payer may come back.
            }
        }
    }

    private void pay(ObjectNode session, TestInstrument instrument) {
        ObjectNode intent = begun(session);
        intents.succeed(intent, instrument);
        complete(session, Shapes.is(intent, "status", "succeeded"));
    }

    private void process(ObjectNode session, boolean succeeds) {
        intents.process(begun(session), succeeds);
        complete(session, false);
    }

    private void complete(ObjectNode session, boolean paid) {
        session.put("status", "complete")
                .put("payment_status", paid ? "paid" : "unpaid")
                .putNull("url");
        save(session);
        events.tell("checkout.session.completed", session, session);
    }

    /** What its payment intent was waiting for has come. */
    void settled(ObjectNode intent, boolean paid) {
        ObjectNode session = book.get(KIND, intent.path(Shapes.SESSION).asText(""));
        if (session == null) {
            return;
        }
        boolean collected = Shapes.is(intent, "status", "succeeded");
        session.put("payment_status", collected ? "paid" : "unpaid");
        save(session);
        events.tell("checkout.session.async_payment_" + (paid ? "succeeded" : "failed"), session, session);
    }

    /** Captured later: then the session is paid too. */
    void captured(ObjectNode intent) {
        ObjectNode session = book.get(KIND, intent.path(Shapes.SESSION).asText(""));
        if (session != null) {
            save(session.put("payment_status", "paid"));
        }
    }

    private @Nullable ObjectNode intentOf(ObjectNode session) {
        return book.get(Intents.KIND, session.path("payment_intent").asText(""));
    }

    /** The payment intent, which comes into being when the payer first tries. */
    private ObjectNode begun(ObjectNode session) {
        ObjectNode known = intentOf(session);
        if (known != null) {
            return known;
        }
        ObjectNode intent = Shapes.intent(
                session.path("amount_total").asLong(),
                session.path("currency").asText(),
                clock.instant().getEpochSecond());
        intent.put(Shapes.ACCOUNT, session.path(Shapes.ACCOUNT).asText());
        intent.put(Shapes.NOTIFY, session.path(Shapes.NOTIFY).asText());
        intent.put(Shapes.SESSION, session.path("id").asText());
        intent.put("capture_method", session.path("_capture_method").asText());
        intent.put("description", session.path("_description").asText());
        intent.set("metadata", session.path("_intent_metadata"));
        intent.set("payment_method_types", session.path("payment_method_types"));
        intent.put("payment_method", Shapes.newId("pm"));
        intents.save(intent);
        save(session.put("payment_intent", intent.path("id").asText()));
        return intent;
    }

    private void save(ObjectNode session) {
        book.put(KIND, session.path("id").asText(), session);
    }
}
