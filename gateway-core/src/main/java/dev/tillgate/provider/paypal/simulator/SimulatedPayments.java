package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
import dev.tillgate.provider.paypal.simulator.SimulatedOrders.Teller;
import dev.tillgate.provider.paypal.simulator.SimulatedOrders.Told;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happens to money afterwards: captures of a reservation, its release, refunds, and PayPal's own decisions. */
final class SimulatedPayments {
    private static final List<String> COLLECTED = List.of("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED");
    private static final List<String> TAKEN = List.of("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED", "PENDING");
    private static final List<String> GIVEN = List.of("COMPLETED", "PENDING");
    private static final String HOLDS = "/v2/payments/authorizations/";
    private static final String CAPTURES = "/v2/payments/captures/";

    private final PayPalLedger ledger;
    private final OrderJson json;
    private final InstantSource clock;
    private final Teller teller;

    SimulatedPayments(PayPalLedger ledger, OrderJson json, InstantSource clock, Teller teller) {
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
        this.teller = teller;
    }

    /** An authorization, capture or refund by its id. */
    Told show(String account, String kind, String id) {
        Entry entry = ledger.owner(account, kind, id);
        return new Told(200, part(entry, kind, id).deepCopy());
    }

    Told capture(String account, String id, InboundRequest request) {
        Instant now = clock.instant();
        String command = PayPalLedger.command(account, HOLDS + id + "/capture", SimulatedOrders.key(request));
        String made = ledger.madeBefore(command, now);
        Entry entry = ledger.owner(account, OrderJson.AUTHORIZATIONS, id);
        if (made != null) {
            return SimulatedOrders.told(
                    201, part(entry, OrderJson.CAPTURES, made).deepCopy(), request);
        }
        JsonNode asked = body(request);
        ObjectNode hold = part(entry, OrderJson.AUTHORIZATIONS, id);
        requireHeld(hold);
        Money left = OrderJson.amount(hold).minus(OrderJson.sum(entry.order(), OrderJson.CAPTURES, TAKEN));
        Money amount = asked.has("amount") ? SimulatedOrders.amount(asked.get("amount")) : left;
        if (!amount.currency().equals(left.currency())) {
            throw WireError.unprocessable("AUTH_CAPTURE_CURRENCY_MISMATCH");
        }
        if (amount.compareTo(left) > 0) {
            throw WireError.unprocessable("MAX_CAPTURE_AMOUNT_EXCEEDED");
        }
        boolean last = asked.path("final_capture").asBoolean(false);
        ObjectNode capture = json.capture(entry.order(), amount, "COMPLETED", now);
        capture.put("final_capture", last);
        if (asked.path("invoice_id").isTextual()) {
            capture.set("invoice_id", asked.get("invoice_id"));
        }
        hold.put("status", last || amount.equals(left) ? "CAPTURED" : "PARTIALLY_CAPTURED");
        ledger.add(entry, OrderJson.CAPTURES, capture);
        ledger.remember(command, capture.path("id").asText(), now.plus(PayPalLedger.PAYMENT_KEY));
        teller.tell(entry, "PAYMENT.CAPTURE.COMPLETED", capture);
        return SimulatedOrders.told(201, capture.deepCopy(), request);
    }

    private static void requireHeld(ObjectNode hold) {
        switch (hold.path("status").asText()) {
            case "CREATED", "PARTIALLY_CAPTURED" -> {
                // Money is reserved.
            }
            case "CAPTURED" -> throw WireError.unprocessable("AUTHORIZATION_ALREADY_CAPTURED");
            case "VOIDED" -> throw WireError.unprocessable("AUTHORIZATION_VOIDED");
            default -> throw WireError.unprocessable("AUTHORIZATION_DENIED");
        }
    }

    Told release(String account, String id, InboundRequest request) {
        Entry entry = ledger.owner(account, OrderJson.AUTHORIZATIONS, id);
        ObjectNode hold = part(entry, OrderJson.AUTHORIZATIONS, id);
        String command = PayPalLedger.command(account, HOLDS + id + "/void", SimulatedOrders.key(request));
        boolean repeated = ledger.madeBefore(command, clock.instant()) != null;
        String status = hold.path("status").asText();
        if (!repeated && status.equals("CAPTURED")) {
            throw WireError.unprocessable("PREVIOUSLY_CAPTURED");
        }
        if (!repeated && status.equals("VOIDED")) {
            throw WireError.unprocessable("PREVIOUSLY_VOIDED");
        }
        if (!repeated) {
            hold.put("status", "VOIDED").put("update_time", OrderJson.time(clock.instant()));
            ledger.save(entry);
            ledger.remember(command, id, clock.instant().plus(PayPalLedger.PAYMENT_KEY));
            teller.tell(entry, "PAYMENT.AUTHORIZATION.VOIDED", hold);
        }
        boolean whole = "return=representation".equals(request.header("Prefer"));
        return whole ? new Told(200, hold.deepCopy()) : new Told(204, JsonNodeFactory.instance.objectNode());
    }

    Told refund(String account, String id, InboundRequest request) {
        Instant now = clock.instant();
        String command = PayPalLedger.command(account, CAPTURES + id + "/refund", SimulatedOrders.key(request));
        String made = ledger.madeBefore(command, now);
        Entry entry = ledger.owner(account, OrderJson.CAPTURES, id);
        if (made != null) {
            return SimulatedOrders.told(
                    201, part(entry, OrderJson.REFUNDS, made).deepCopy(), request);
        }
        JsonNode asked = body(request);
        ObjectNode capture = part(entry, OrderJson.CAPTURES, id);
        Money left = refundable(entry, capture);
        Money amount = asked.has("amount") ? SimulatedOrders.amount(asked.get("amount")) : left;
        ObjectNode refund = give(entry, capture, amount, asked);
        ledger.remember(command, refund.path("id").asText(), now.plus(PayPalLedger.PAYMENT_KEY));
        return SimulatedOrders.told(201, refund.deepCopy(), request);
    }

    /** The merchant gives money back on PayPal's own pages: the refund carries nothing of the shop's. */
    boolean refundInDashboard(String captureId, Money amount) {
        Entry entry = ledger.owner(OrderJson.CAPTURES, captureId);
        ObjectNode capture = entry == null ? null : OrderJson.find(entry.order(), OrderJson.CAPTURES, captureId);
        if (entry == null || capture == null) {
            return false;
        }
        give(entry, capture, amount, JsonNodeFactory.instance.objectNode());
        return true;
    }

    private ObjectNode give(Entry entry, ObjectNode capture, Money amount, JsonNode asked) {
        Money left = refundable(entry, capture);
        if (!amount.currency().equals(left.currency())) {
            throw WireError.unprocessable("REFUND_CAPTURE_CURRENCY_MISMATCH");
        }
        if (amount.compareTo(left) > 0) {
            throw WireError.unprocessable("REFUND_AMOUNT_EXCEEDED");
        }
        ObjectNode refund = json.refund(capture, amount, asked, clock.instant());
        capture.put("status", amount.equals(left) ? "REFUNDED" : "PARTIALLY_REFUNDED");
        ledger.add(entry, OrderJson.REFUNDS, refund);
        teller.tell(entry, "PAYMENT.CAPTURE.REFUNDED", refund);
        return refund;
    }

    private static Money refundable(Entry entry, ObjectNode capture) {
        String status = capture.path("status").asText();
        if (status.equals("PENDING")) {
            throw WireError.unprocessable("PENDING_CAPTURE");
        }
        if (status.equals("REFUNDED")) {
            throw WireError.unprocessable("CAPTURE_FULLY_REFUNDED");
        }
        if (!COLLECTED.contains(status)) {
            throw WireError.unprocessable("REFUND_NOT_ALLOWED");
        }
        return left(entry.order(), capture);
    }

    private static Money left(ObjectNode order, ObjectNode capture) {
        String end = CAPTURES + capture.path("id").asText();
        Money left = OrderJson.amount(capture);
        for (JsonNode refund : OrderJson.list(order, OrderJson.REFUNDS)) {
            boolean ofIt = false;
            for (JsonNode link : refund.path("links")) {
                ofIt |= link.path("href").asText().endsWith(end);
            }
            boolean given = GIVEN.contains(refund.path("status").asText());
            left = ofIt && given ? left.minus(OrderJson.amount(refund)) : left;
        }
        return left;
    }

    /** PayPal decides a capture that was pending; false when it is not pending any more. */
    boolean settle(String captureId, boolean good) {
        Entry entry = ledger.owner(OrderJson.CAPTURES, captureId);
        ObjectNode capture = entry == null ? null : OrderJson.find(entry.order(), OrderJson.CAPTURES, captureId);
        if (entry == null || capture == null || !capture.path("status").asText().equals("PENDING")) {
            return false;
        }
        capture.put("status", good ? "COMPLETED" : "DECLINED").put("update_time", OrderJson.time(clock.instant()));
        capture.remove("status_details");
        if (good) {
            OrderJson.income(capture, OrderJson.amount(capture));
        }
        ledger.save(entry);
        teller.tell(entry, good ? "PAYMENT.CAPTURE.COMPLETED" : "PAYMENT.CAPTURE.DENIED", capture);
        return true;
    }

    /** A refund comes back, days after it was called complete; the money is the merchant's again. */
    boolean failRefund(String refundId) {
        Entry entry = ledger.owner(OrderJson.REFUNDS, refundId);
        ObjectNode refund = entry == null ? null : OrderJson.find(entry.order(), OrderJson.REFUNDS, refundId);
        boolean given = refund != null && GIVEN.contains(refund.path("status").asText());
        if (entry == null || refund == null || !given) {
            return false;
        }
        if (refund.path("status").asText().equals("COMPLETED")) {
            entry.cameBack(refundId);
        }
        refund.put("status", "FAILED").put("update_time", OrderJson.time(clock.instant()));
        for (JsonNode node : OrderJson.list(entry.order(), OrderJson.CAPTURES)) {
            ObjectNode capture = (ObjectNode) node;
            boolean touched = Set.of("REFUNDED", "PARTIALLY_REFUNDED")
                    .contains(capture.path("status").asText());
            if (touched) {
                boolean untouched = left(entry.order(), capture).equals(OrderJson.amount(capture));
                capture.put("status", untouched ? "COMPLETED" : "PARTIALLY_REFUNDED");
            }
        }
        ledger.save(entry);
        teller.tell(entry, "PAYMENT.REFUND.FAILED", refund);
        return true;
    }

    private static ObjectNode part(Entry entry, String kind, String id) {
        ObjectNode part = OrderJson.find(entry.order(), kind, id);
        if (part == null) {
            throw WireError.notFound();
        }
        return part;
    }

    /** The body; none at all stands for "the whole amount". */
    private static JsonNode body(InboundRequest request) {
        @Nullable
        JsonNode body =
                request.body().length == 0 ? JsonNodeFactory.instance.objectNode() : StrictJson.object(request.body());
        if (body == null) {
            throw new WireError(400, "MALFORMED_REQUEST_JSON");
        }
        return body;
    }
}
