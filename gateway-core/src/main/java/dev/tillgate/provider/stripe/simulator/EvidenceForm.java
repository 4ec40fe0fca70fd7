package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** What can be said about a dispute; see docs.stripe.com/api/disputes/update, checked 2026-11-25. */
final class EvidenceForm {
    private static final int LONGEST = 20_000;
    private static final int LONGEST_ALL = 150_000;

    private static final Set<String> FILES = Set.of(
            "cancellation_policy",
            "customer_communication",
            "customer_signature",
            "duplicate_charge_documentation",
            "receipt",
            "refund_policy",
            "service_documentation",
            "shipping_documentation",
            "uncategorized_file");

    private static final Set<String> TEXTS = Set.of(
            "access_activity_log",
            "billing_address",
            "cancellation_policy_disclosure",
            "cancellation_rebuttal",
            "customer_email_address",
            "customer_name",
            "customer_purchase_ip",
            "duplicate_charge_explanation",
            "duplicate_charge_id",
            "product_description",
            "refund_policy_disclosure",
            "refund_refusal_explanation",
            "service_date",
            "shipping_address",
            "shipping_carrier",
            "shipping_date",
            "shipping_tracking_number",
            "uncategorized_text");

    private EvidenceForm() {}

    /** The fields as they are kept. */
    static ObjectNode read(JsonBook book, String account, Params params) {
        ObjectNode evidence = params.pairs("evidence");
        int all = 0;
        for (Iterator<Map.Entry<String, JsonNode>> fields = evidence.fields(); fields.hasNext(); ) {
            var field = fields.next();
            String name = "evidence[" + field.getKey() + "]";
            String value = field.getValue().asText();
            all += value.length();
            if (FILES.contains(field.getKey())) {
                ObjectNode file = book.get(Files.KIND, value);
                if (file == null || !Shapes.is(file, Shapes.ACCOUNT, account)) {
                    throw Refusal.invalid("resource_missing", "No such file upload: '" + value + "'")
                            .about(name);
                }
            } else if (!TEXTS.contains(field.getKey())) {
                throw Refusal.invalid("parameter_unknown", "Received unknown parameter: " + name)
                        .about(name);
            } else if (value.length() > LONGEST) {
                throw Refusal.invalid(null, "Invalid string: must be at most 20000 characters")
                        .about(name);
            }
        }
        if (all > LONGEST_ALL) {
            throw Refusal.invalid(null, "The combined character count of all fields is limited to 150,000")
                    .about("evidence");
        }
        return evidence;
    }
}
