package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.paypal.PayPalAmounts;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Orders, captures, authorizations and refunds as PayPal shows them. */
final class OrderJson {
    static final String AUTHORIZATIONS = "authorizations";
    static final String CAPTURES = "captures";
    static final String REFUNDS = "refunds";

    /** The one payer of practice. */
    static final String PAYER_ID = "PRACTCEPAYER2";

    private static final String ACCOUNT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int ACCOUNT_LENGTH = 13;
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXY".toCharArray();
    private static final int ID_LENGTH = 17;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String baseUrl;

    OrderJson(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    static String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET[RANDOM.nextInt(ALPHABET.length)]);
        }
        return id.toString();
    }

    /** The merchant's id at PayPal, always the same for the same account. */
    static String payeeId(String account) {
        Random letters = new Random(account.hashCode());
        StringBuilder id = new StringBuilder(ACCOUNT_LENGTH);
        for (int i = 0; i < ACCOUNT_LENGTH; i++) {
            id.append(ACCOUNT_LETTERS.charAt(letters.nextInt(ACCOUNT_LETTERS.length())));
        }
        return id.toString();
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static ObjectNode unit(ObjectNode order) {
        return (ObjectNode) order.path("purchase_units").path(0);
    }

    /** The list of this kind in the order, empty when there is none yet. */
    static ArrayNode list(ObjectNode order, String kind) {
        JsonNode list = unit(order).path("payments").path(kind);
        return list instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
    }

    static void add(ObjectNode order, String kind, ObjectNode movement) {
        ObjectNode unit = unit(order);
        ObjectNode payments = unit.get("payments") instanceof ObjectNode there ? there : unit.putObject("payments");
        ArrayNode list = payments.get(kind) instanceof ArrayNode there ? there : payments.putArray(kind);
        list.add(movement);
    }

    static @Nullable ObjectNode find(ObjectNode order, String kind, String id) {
        for (JsonNode movement : list(order, kind)) {
            if (movement.path("id").asText().equals(id)) {
                return (ObjectNode) movement;
            }
        }
        return null;
    }

    /** The amount in this object; what the book holds is always one. */
    static Money amount(JsonNode owner) {
        Money amount = PayPalAmounts.read(owner.get("amount"));
        if (amount == null) {
            throw new IllegalStateException("the book holds no amount");
        }
        return amount;
    }

    /** The sum of those in the list with one of these statuses. */
    static Money sum(ObjectNode order, String kind, List<String> statuses) {
        Money sum = Money.zero(amount(unit(order)).currency());
        for (JsonNode movement : list(order, kind)) {
            boolean counts = statuses.contains(movement.path("status").asText());
            sum = counts ? sum.plus(amount(movement)) : sum;
        }
        return sum;
    }

    ObjectNode capture(ObjectNode order, Money amount, String status, Instant now) {
        ObjectNode capture = movement(order, amount, status, now);
        capture.put("final_capture", true);
        seller(capture);
        if (status.equals("PENDING")) {
            capture.putObject("status_details").put("reason", "PENDING_REVIEW");
        } else if (status.equals("COMPLETED")) {
            income(capture, amount);
        }
        String path = "/v2/payments/captures/" + capture.path("id").asText();
        links(capture, path, "self", "GET");
        link(capture, path + "/refund", "refund", "POST");
        link(capture, "/v2/checkout/orders/" + order.path("id").asText(), "up", "GET");
        return capture;
    }

    /** What the merchant gets of a completed capture. */
    static void income(ObjectNode capture, Money amount) {
        ObjectNode income = capture.putObject("seller_receivable_breakdown");
        income.set("gross_amount", PayPalAmounts.write(amount));
        Money fee = SettlementReport.fee(amount);
        income.set("paypal_fee", PayPalAmounts.write(fee));
        income.set("net_amount", PayPalAmounts.write(amount.minus(fee)));
    }

    ObjectNode authorization(ObjectNode order, Money amount, Instant now) {
        ObjectNode hold = movement(order, amount, "CREATED", now);
        hold.put("expiration_time", time(now.plus(29, ChronoUnit.DAYS)));
        seller(hold);
        String path = "/v2/payments/authorizations/" + hold.path("id").asText();
        links(hold, path, "self", "GET");
        link(hold, path + "/capture", "capture", "POST");
        link(hold, path + "/void", "void", "POST");
        link(hold, "/v2/checkout/orders/" + order.path("id").asText(), "up", "GET");
        return hold;
    }

    ObjectNode refund(ObjectNode capture, Money amount, JsonNode asked, Instant now) {
        ObjectNode refund = JsonNodeFactory.instance.objectNode();
        refund.put("id", newId());
        refund.put("status", "COMPLETED");
        refund.set("amount", PayPalAmounts.write(amount));
        for (String name : List.of("custom_id", "invoice_id", "note_to_payer")) {
            if (asked.path(name).isTextual()) {
                refund.set(name, asked.get(name));
            }
        }
        ObjectNode paid = refund.putObject("seller_payable_breakdown");
        paid.set("gross_amount", PayPalAmounts.write(amount));
        paid.set("net_amount", PayPalAmounts.write(amount));
        refund.put("create_time", time(now)).put("update_time", time(now));
        links(refund, "/v2/payments/refunds/" + refund.path("id").asText(), "self", "GET");
        link(refund, "/v2/payments/captures/" + capture.path("id").asText(), "up", "GET");
        return refund;
    }

    private static ObjectNode movement(ObjectNode order, Money amount, String status, Instant now) {
        ObjectNode movement = JsonNodeFactory.instance.objectNode();
        movement.put("id", newId());
        movement.put("status", status);
        movement.set("amount", PayPalAmounts.write(amount));
        for (String name : List.of("custom_id", "invoice_id")) {
            if (unit(order).has(name)) {
                movement.set(name, unit(order).get(name));
            }
        }
        return movement.put("create_time", time(now)).put("update_time", time(now));
    }

    private static void seller(ObjectNode movement) {
        movement.putObject("seller_protection").put("status", "NOT_ELIGIBLE");
    }

    /** The order with what can be done next, by its state. */
    ObjectNode shown(ObjectNode order) {
        ObjectNode shown = order.deepCopy();
        String path = "/v2/checkout/orders/" + order.path("id").asText();
        String status = order.path("status").asText();
        links(shown, path, "self", "GET");
        if (status.equals("PAYER_ACTION_REQUIRED") || status.equals("CREATED")) {
            String rel = status.equals("CREATED") ? "approve" : "payer-action";
            link(shown, "/checkoutnow?token=" + order.path("id").asText(), rel, "GET");
        }
        if (status.equals("APPROVED")) {
            boolean authorizes = order.path("intent").asText().equals("AUTHORIZE");
            String verb = authorizes ? "authorize" : "capture";
            link(shown, path, "update", "PATCH");
            link(shown, path + "/" + verb, verb, "POST");
        }
        return shown;
    }

    /** What PayPal answers a command when the whole was not asked for. */
    static ObjectNode minimal(ObjectNode shown) {
        ObjectNode minimal = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("id", "status", "payment_source", "links")) {
            if (shown.has(name)) {
                minimal.set(name, shown.get(name));
            }
        }
        return minimal;
    }

    private void links(ObjectNode owner, String path, String rel, String method) {
        owner.putArray("links")
                .addObject()
                .put("href", baseUrl + path)
                .put("rel", rel)
                .put("method", method);
    }

    private void link(ObjectNode owner, String path, String rel, String method) {
        ((ArrayNode) owner.get("links"))
                .addObject()
                .put("href", baseUrl + path)
                .put("rel", rel)
                .put("method", method);
    }
}
