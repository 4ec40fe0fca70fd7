package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalAmounts;
import dev.tillgate.provider.paypal.PracticeMark;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders: made by the merchant, approved by the payer, captured or authorized by the merchant. */
final class SimulatedOrders {
    private static final String PATH = "/v2/checkout/orders";
    private static final int LONGEST_KEY = 108;
    private static final int LONGEST_REFERENCE = 127;

    private final PayPalLedger ledger;
    private final OrderJson json;
    private final InstantSource clock;
    private final Teller teller;

    /** Tells the merchant of an event about this part of an order, and has the clock settle what is pending. */
    interface Teller {
        void tell(Entry entry, String event, ObjectNode resource);

        void pending(Entry entry, String captureId);

        /** The payer objects to what was just taken. */
        void disputed(String captureId);
    }

    SimulatedOrders(PayPalLedger ledger, OrderJson json, InstantSource clock, Teller teller) {
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
        this.teller = teller;
    }

    /** An answer before it is written. */
    record Told(int status, ObjectNode body) {}

    Told create(String account, InboundRequest request) {
        String key = key(request);
        String command = PayPalLedger.command(account, PATH, key);
        Instant now = clock.instant();
        String made = ledger.madeBefore(command, now);
        Entry before = made == null ? null : ledger.find(made);
        if (before != null) {
            return told(200, json.shown(before.order()), request);
        }
        JsonNode asked = StrictJson.object(request.body());
        if (asked == null) {
            throw new WireError(400, "MALFORMED_REQUEST_JSON");
        }
        if (asked.has("payment_source") && key == null) {
            throw new WireError(400, "PAYPAL_REQUEST_ID_REQUIRED");
        }
        ObjectNode order = order(asked, account, now);
        String notify = Objects.requireNonNullElse(request.header(PracticeMark.NOTIFY_HEADER), "");
        Entry entry = ledger.open(account, notify, order, now);
        entry.kept()
                .set("experience", asked.path("payment_source").path("paypal").path("experience_context"));
        ledger.save(entry);
        ledger.remember(command, entry.id(), now.plus(PayPalLedger.ORDER_KEY));
        return told(201, json.shown(order), request);
    }

    private static ObjectNode order(JsonNode asked, String account, Instant now) {
        String intent = required(asked, "intent");
        if (!Set.of("CAPTURE", "AUTHORIZE").contains(intent)) {
            throw new WireError(400, "INVALID_PARAMETER_VALUE");
        }
        JsonNode units = asked.path("purchase_units");
        if (units.size() != 1) {
            throw new WireError(400, units.isEmpty() ? "MISSING_REQUIRED_PARAMETER" : "INVALID_ARRAY_MAX_ITEMS");
        }
        JsonNode unit = units.get(0);
        Money amount = amount(unit.get("amount"));
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        order.put("id", OrderJson.newId());
        order.put("intent", intent);
        boolean wallet = asked.path("payment_source").has("paypal");
        order.put("status", wallet ? "PAYER_ACTION_REQUIRED" : "CREATED");
        if (wallet) {
            order.putObject("payment_source").putObject("paypal");
        }
        ObjectNode shown = order.putArray("purchase_units").addObject();
        String reference = StrictJson.text(unit, "reference_id");
        shown.put("reference_id", reference == null ? "default" : reference);
        shown.set("amount", PayPalAmounts.write(amount));
        shown.putObject("payee").put("merchant_id", OrderJson.payeeId(account));
        for (String name : List.of("description", "custom_id", "invoice_id")) {
            String text = StrictJson.text(unit, name);
            if (text != null && text.length() > LONGEST_REFERENCE) {
                throw new WireError(400, "INVALID_STRING_LENGTH");
            }
            if (text != null) {
                shown.put(name, text);
            }
        }
        return order.put("create_time", OrderJson.time(now)).put("update_time", OrderJson.time(now));
    }

    private static String required(JsonNode node, String name) {
        String text = StrictJson.text(node, name);
        if (text == null) {
            throw new WireError(400, "MISSING_REQUIRED_PARAMETER");
        }
        return text;
    }

    /** @throws WireError when it is no amount that PayPal takes */
    static Money amount(@Nullable JsonNode asked) {
        if (asked == null) {
            throw new WireError(400, "MISSING_REQUIRED_PARAMETER");
        }
        String currency = required(asked, "currency_code");
        String value = required(asked, "value");
        if (!PayPalAmounts.CURRENCIES.contains(currency)) {
            throw WireError.unprocessable("INVALID_CURRENCY_CODE");
        }
        if (!value.matches("-?[0-9]*\\.?[0-9]+")) {
            throw new WireError(400, "INVALID_PARAMETER_SYNTAX");
        }
        if (value.startsWith("-") || value.matches("[0.]+")) {
            throw WireError.unprocessable("CANNOT_BE_ZERO_OR_NEGATIVE");
        }
        Money amount = PayPalAmounts.read(asked);
        if (amount == null) {
            throw WireError.unprocessable("DECIMAL_PRECISION");
        }
        return amount;
    }

    Told show(String account, String id) {
        return new Told(
                200, json.shown(ledger.order(account, id, clock.instant()).order()));
    }

    /** Captures or authorizes what the payer approved. */
    Told complete(String account, String id, String verb, InboundRequest request) {
        Instant now = clock.instant();
        String command = PayPalLedger.command(account, PATH + "/" + id + "/" + verb, key(request));
        Entry entry = ledger.order(account, id, now);
        if (ledger.madeBefore(command, now) != null) {
            return told(200, json.shown(entry.order()), request);
        }
        boolean authorizes = entry.order().path("intent").asText().equals("AUTHORIZE");
        if (authorizes != verb.equals("authorize")) {
            throw WireError.unprocessable("ACTION_DOES_NOT_MATCH_INTENT");
        }
        if (entry.status().equals("COMPLETED")) {
            throw WireError.unprocessable(authorizes ? "ORDER_ALREADY_AUTHORIZED" : "ORDER_ALREADY_CAPTURED");
        }
        if (!entry.status().equals("APPROVED")) {
            throw WireError.unprocessable("ORDER_NOT_APPROVED");
        }
        if (entry.plan().equals("DECLINE")) {
            throw WireError.unprocessable("INSTRUMENT_DECLINED");
        }
        entry.order().put("status", "COMPLETED").put("update_time", OrderJson.time(now));
        if (authorizes) {
            authorized(entry, now);
        } else {
            captured(entry, now);
        }
        ledger.remember(command, id, now.plus(PayPalLedger.ORDER_KEY));
        return told(201, json.shown(entry.order()), request);
    }

    private void captured(Entry entry, Instant now) {
        boolean later = entry.plan().equals("PAY_LATER");
        Money amount = OrderJson.amount(OrderJson.unit(entry.order()));
        ObjectNode capture = json.capture(entry.order(), amount, later ? "PENDING" : "COMPLETED", now);
        ledger.add(entry, OrderJson.CAPTURES, capture);
        teller.tell(entry, later ? "PAYMENT.CAPTURE.PENDING" : "PAYMENT.CAPTURE.COMPLETED", capture);
        if (later) {
            teller.pending(entry, capture.path("id").asText());
        }
        if (entry.plan().equals("DISPUTE")) {
            teller.disputed(capture.path("id").asText());
        }
    }

    private void authorized(Entry entry, Instant now) {
        Money amount = OrderJson.amount(OrderJson.unit(entry.order()));
        ObjectNode hold = json.authorization(entry.order(), amount, now);
        ledger.add(entry, OrderJson.AUTHORIZATIONS, hold);
        teller.tell(entry, "PAYMENT.AUTHORIZATION.CREATED", hold);
    }

    /** The payer agrees on PayPal's page; whether anything comes of it is the plan's. */
    boolean approve(String id, String plan) {
        Entry entry = ledger.find(id);
        boolean waits = entry != null
                && !entry.isGone(clock.instant())
                && Set.of("CREATED", "PAYER_ACTION_REQUIRED").contains(entry.status());
        if (entry == null || !waits) {
            return false;
        }
        entry.kept().put("plan", plan);
        ObjectNode order = entry.order();
        order.put("status", "APPROVED").put("update_time", OrderJson.time(clock.instant()));
        ObjectNode payer = order.putObject("payer");
        payer.put("payer_id", OrderJson.PAYER_ID).put("email_address", "payer@practice.example");
        ledger.save(entry);
        teller.tell(entry, "CHECKOUT.ORDER.APPROVED", json.shown(order));
        return true;
    }

    static @Nullable String key(InboundRequest request) {
        String key = request.header("PayPal-Request-Id");
        if (key != null && key.length() > LONGEST_KEY) {
            throw new WireError(400, "INVALID_STRING_LENGTH");
        }
        return key;
    }

    static Told told(int status, ObjectNode shown, InboundRequest request) {
        boolean whole = "return=representation".equals(request.header("Prefer"));
        return new Told(status, whole ? shown : OrderJson.minimal(shown));
    }
}
