package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalAmounts;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
import dev.tillgate.provider.paypal.simulator.SimulatedOrders.Teller;
import dev.tillgate.provider.paypal.simulator.SimulatedOrders.Told;
import dev.tillgate.provider.simulator.Parts;
import dev.tillgate.provider.simulator.Parts.Part;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Payers' objections: PayPal's own stages and statuses, evidence, and PayPal's decision. Evidence sent twice is there
 * twice, as PayPal names no key for it. Runs under the book's lock.
 */
final class SimulatedDisputes {
    private static final String PATH = "/v1/customer/disputes/";
    private static final String PROVIDE = "/provide-evidence";
    private static final int LARGEST_FILE = 10_000_000;
    private static final Set<String> FILES = Set.of("pdf", "png", "jpg", "gif");

    private final PayPalLedger ledger;
    private final String baseUrl;
    private final InstantSource clock;
    private final Teller teller;

    SimulatedDisputes(PayPalLedger ledger, String baseUrl, InstantSource clock, Teller teller) {
        this.ledger = ledger;
        this.baseUrl = baseUrl;
        this.clock = clock;
        this.teller = teller;
    }

    /** The payer objects to a capture; at the stage {@code INQUIRY} PayPal lets the two talk first. */
    boolean open(String captureId, String reason, String stage) {
        Entry entry = ledger.owner(OrderJson.CAPTURES, captureId);
        ObjectNode capture = entry == null ? null : OrderJson.find(entry.order(), OrderJson.CAPTURES, captureId);
        if (entry == null || capture == null) {
            return false;
        }
        ObjectNode dispute = JsonNodeFactory.instance.objectNode();
        String id = "PP-D-" + OrderJson.newId().substring(0, 5);
        dispute.put("dispute_id", id);
        dispute.put("create_time", OrderJson.time(clock.instant()));
        ObjectNode transaction = dispute.putArray("disputed_transactions").addObject();
        transaction.put("seller_transaction_id", captureId);
        transaction.set("custom", capture.get("custom_id"));
        dispute.put("reason", reason);
        dispute.put("status", "WAITING_FOR_SELLER_RESPONSE");
        dispute.set("dispute_amount", PayPalAmounts.write(OrderJson.amount(capture)));
        dispute.put("dispute_life_cycle_stage", stage);
        dispute.put("seller_response_due_date", OrderJson.time(clock.instant().plusSeconds(864_000)));
        ArrayNode links = dispute.putArray("links");
        link(links, "self", PATH + id, "GET");
        if (!stage.equals("INQUIRY")) {
            link(links, "provide_evidence", PATH + id + PROVIDE, "POST");
        }
        ledger.saveDispute(entry, dispute);
        teller.tell(entry, "CUSTOMER.DISPUTE.CREATED", dispute);
        return true;
    }

    /** What this request wants of a dispute, or null when it is about none. */
    @Nullable
    Told answer(String account, InboundRequest request) {
        String path = request.path();
        if (!path.startsWith(PATH)) {
            return null;
        }
        String rest = path.substring(PATH.length());
        if (request.method().equals("GET")) {
            return new Told(200, ledger.dispute(account, rest));
        }
        if (request.method().equals("POST") && rest.endsWith(PROVIDE)) {
            return evidence(account, rest.substring(0, rest.length() - PROVIDE.length()), request);
        }
        throw WireError.notFound();
    }

    private Told evidence(String account, String id, InboundRequest request) {
        ObjectNode dispute = ledger.dispute(account, id);
        List<Part> parts = Parts.read(request.header("Content-Type"), request.body());
        if (parts == null) {
            throw new WireError(415, "UNSUPPORTED_MEDIA_TYPE");
        }
        boolean open = dispute.path("status").asText().equals("WAITING_FOR_SELLER_RESPONSE")
                && !dispute.path("dispute_life_cycle_stage").asText().equals("INQUIRY");
        if (!open) {
            throw WireError.unprocessable("ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE");
        }
        ArrayNode kept = dispute.withArray("evidences");
        for (JsonNode one : said(parts)) {
            ObjectNode evidence = one.deepCopy();
            evidence.put("source", "SUBMITTED_BY_SELLER").put("date", OrderJson.time(clock.instant()));
            evidence.set("dispute_life_cycle_stage", dispute.get("dispute_life_cycle_stage"));
            kept.add(evidence);
        }
        move(account, id, dispute, "UNDER_REVIEW", "CUSTOMER.DISPUTE.UPDATED");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        link(answer.putArray("links"), "self", PATH + id, "GET");
        return new Told(200, answer);
    }

    /** The evidence, if every file that it names is there and every file that is there is named. */
    private static List<JsonNode> said(List<Part> parts) {
        JsonNode input = null;
        List<String> files = new ArrayList<>();
        for (Part part : parts) {
            if (part.fileName() == null) {
                input = part.name().equals("input") ? StrictJson.object(part.content()) : input;
            } else {
                if (!FILES.contains(part.kind()) || part.content().length >= LARGEST_FILE) {
                    throw new WireError(400, "INVALID_FILE");
                }
                files.add(part.fileName());
            }
        }
        List<JsonNode> said = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (JsonNode one : input == null ? JsonNodeFactory.instance.arrayNode() : input.path("evidences")) {
            boolean info = one.path("evidence_type").asText().matches("PROOF_OF_(REFUND|FULFILLMENT|RETURN)");
            String notes = one.path("notes").asText("-");
            if (!one.path("evidence_type").asText().matches("[A-Z_]{1,255}")
                    || info != one.has("evidence_info")
                    || notes.isEmpty()
                    || notes.length() > 2_000) {
                throw new WireError(400, "INVALID_EVIDENCE");
            }
            one.path("documents")
                    .forEach(document -> named.add(document.path("name").asText()));
            said.add(one);
        }
        boolean fine = named.stream().allMatch(name -> name.matches("[A-Za-z0-9-_,\\s]+[.][A-Za-z]+"));
        if (said.isEmpty() || !fine || !named.containsAll(files) || !files.containsAll(named)) {
            throw new WireError(400, "INVALID_EVIDENCE");
        }
        return said;
    }

    /** PayPal decides, with an outcome in its own words. */
    boolean decide(String account, String id, String outcome) {
        ObjectNode dispute = ledger.dispute(account, id);
        dispute.putObject("dispute_outcome").put("outcome_code", outcome);
        move(account, id, dispute, "RESOLVED", "CUSTOMER.DISPUTE.RESOLVED");
        return true;
    }

    private void move(String account, String id, ObjectNode dispute, String status, String event) {
        dispute.put("status", status).put("update_time", OrderJson.time(clock.instant()));
        ArrayNode links = dispute.putArray("links");
        link(links, "self", PATH + id, "GET");
        Entry entry = ledger.orderOfDispute(account, id);
        ledger.saveDispute(entry, dispute);
        teller.tell(entry, event, dispute);
    }

    private void link(ArrayNode links, String rel, String path, String method) {
        links.addObject().put("href", baseUrl + path).put("rel", rel).put("method", method);
    }
}
