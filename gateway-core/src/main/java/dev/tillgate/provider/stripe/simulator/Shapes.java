package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The objects as they are shown. In the book they have fields of the simulator's own too, whose names begin with an
 * underscore; the charge lives inside its payment intent.
 */
final class Shapes {
    static final String ACCOUNT = "_account";
    static final String NOTIFY = "_notify";
    static final String CHARGE = "_charge";
    static final String SESSION = "_session";
    static final String INSTRUMENT = "_instrument";
    static final String CAPTURED_AT = "_captured_at";
    static final String DUE = "_due_at";
    static final String DUE_FOR = "_due_for";

    private final JsonBook book;

    Shapes(JsonBook book) {
        this.book = book;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String newId(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }

    /** Without what is the simulator's own, and with what was asked for whole. */
    ObjectNode shown(ObjectNode kept, Set<String> expansions) {
        ObjectNode shown = object();
        kept.fields().forEachRemaining(field -> {
            if (!field.getKey().startsWith("_")) {
                shown.set(field.getKey(), field.getValue());
            }
        });
        if (expansions.contains("latest_charge") && kept.path(CHARGE).isObject()) {
            shown.set("latest_charge", kept.path(CHARGE));
        }
        if (expansions.contains("payment_intent")
                && shown.path("payment_intent").isTextual()) {
            ObjectNode intent = book.get("intent", shown.path("payment_intent").asText());
            if (intent != null) {
                boolean charge = expansions.contains("payment_intent.latest_charge");
                shown.set("payment_intent", shown(intent, charge ? Set.of("latest_charge") : Set.of()));
            }
        }
        return shown;
    }

    ObjectNode list(String url, List<ObjectNode> page, boolean more, Set<String> expansions) {
        ObjectNode list = object().put("object", "list");
        ArrayNode data = list.putArray("data");
        page.forEach(kept -> data.add(shown(kept, expansions)));
        return list.put("has_more", more).put("url", url);
    }

    static ObjectNode intent(long amount, String currency, long created) {
        ObjectNode intent = object();
        String id = newId("pi");
        intent.put("id", id).put("object", "payment_intent").put("amount", amount);
        intent.put("amount_capturable", 0).putObject("amount_details").putObject("tip");
        intent.put("amount_received", 0).putNull("automatic_payment_methods").putNull("canceled_at");
        intent.putNull("cancellation_reason").put("capture_method", "automatic_async");
        intent.put("client_secret", id + "_secret_" + newId("s").substring(2));
        intent.put("confirmation_method", "automatic").put("created", created).put("currency", currency);
        intent.putNull("customer").putNull("description").putNull("last_payment_error");
        intent.putNull("latest_charge").put("livemode", false).putObject("metadata");
        intent.putNull("next_action").putNull("payment_method").putObject("payment_method_options");
        intent.putArray("payment_method_types");
        intent.putNull("processing").putNull("receipt_email").putNull("setup_future_usage");
        intent.putNull("shipping").putNull("statement_descriptor").putNull("statement_descriptor_suffix");
        intent.put("status", "requires_payment_method").putNull("transfer_data");
        return intent;
    }

    static ObjectNode charge(ObjectNode intent, String method, TestInstrument instrument, long created) {
        boolean manual = intent.path("capture_method").asText().equals("manual");
        long amount = intent.path("amount").asLong();
        ObjectNode charge = object();
        charge.put("id", newId(method.equals("card") || method.equals("link") ? "ch" : "py"));
        charge.put("object", "charge").put("amount", amount);
        charge.put("amount_captured", manual ? 0 : amount).put("amount_refunded", 0);
        charge.putNull("balance_transaction").put("captured", !manual).put("created", created);
        charge.put("currency", intent.path("currency").asText()).put("disputed", false);
        charge.putNull("failure_code").putNull("failure_message").put("livemode", false);
        charge.set("metadata", intent.path("metadata"));
        ObjectNode outcome = charge.putObject("outcome");
        outcome.put("network_status", "approved_by_network")
                .put("type", "authorized")
                .put("risk_level", "normal");
        charge.put("paid", true).put("payment_intent", intent.path("id").asText());
        charge.set("payment_method", intent.path("payment_method"));
        ObjectNode details = charge.putObject("payment_method_details").put("type", method);
        ObjectNode inside = details.putObject(method);
        if (method.equals("card")) {
            inside.put("brand", instrument.brand()).put("last4", "4242").put("country", "US");
            inside.put("exp_month", 12).put("exp_year", 2034).put("funding", "credit");
        }
        charge.put("refunded", false).put("status", "succeeded");
        return charge;
    }

    static ObjectNode session(Params params, long amount, String currency, long created) {
        ObjectNode session = object();
        String id = "cs_test_" + newId("a").substring(2) + newId("b").substring(2);
        session.put("id", id).put("object", "checkout.session");
        session.put("amount_subtotal", amount).put("amount_total", amount);
        session.putObject("automatic_tax").put("enabled", false);
        text(session, "cancel_url", params.text("cancel_url"));
        text(session, "client_reference_id", params.text("client_reference_id"));
        session.put("created", created)
                .put("currency", currency)
                .putNull("customer")
                .putNull("customer_details");
        text(session, "customer_email", params.text("customer_email"));
        session.put("livemode", false);
        text(session, "locale", params.text("locale"));
        session.set("metadata", params.pairs("metadata"));
        session.put("mode", "payment").putNull("payment_intent").putObject("payment_method_options");
        session.set("payment_method_types", params.list("payment_method_types"));
        session.put("payment_status", "unpaid").put("status", "open");
        text(session, "success_url", params.text("success_url"));
        ObjectNode totals = session.putObject("total_details");
        totals.put("amount_discount", 0).put("amount_shipping", 0).put("amount_tax", 0);
        return session.put("ui_mode", params.textOr("ui_mode", "hosted_page"));
    }

    static void text(ObjectNode node, String name, @Nullable String value) {
        if (value == null) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }

    static boolean is(JsonNode node, String field, String value) {
        return node.path(field).asText().equals(value);
    }
}
