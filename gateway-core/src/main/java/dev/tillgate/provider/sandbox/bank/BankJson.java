package dev.tillgate.provider.sandbox.bank;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.sandbox.bank.BankCharge.Status;
import java.util.Locale;

/** How the bank writes what it knows. */
final class BankJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final String baseUrl;
    private final BankAccounts accounts;

    BankJson(String baseUrl, BankAccounts accounts) {
        this.baseUrl = baseUrl;
        this.accounts = accounts;
    }

    ObjectNode charge(BankCharge charge) {
        BankCharge.Terms terms = charge.terms();
        BankCharge.State state = charge.state();
        ObjectNode node = JSON.objectNode();
        node.put("object", "charge");
        node.put("id", charge.id());
        node.put("reference", terms.reference());
        node.put("method", terms.method());
        node.put("amount", terms.amount());
        node.put("currency", terms.currency());
        node.put("capture", terms.manual() ? "manual" : "automatic");
        node.put("status", lower(state.status()));
        node.put("captured", state.captured());
        node.put("refunded", state.refunded());
        node.put("decline_code", state.declineCode());
        if (state.status() == Status.AWAITING_PAYER) {
            node.set("next", next(charge));
        }
        node.put("version", state.version());
        node.put("created", charge.createdAt() / 1000);
        return node;
    }

    ObjectNode operation(BankOperation operation, String reference) {
        ObjectNode node = JSON.objectNode();
        node.put("object", "operation");
        node.put("id", operation.id());
        node.put("key", operation.key());
        node.put("kind", lower(operation.kind()));
        node.put("charge", operation.charge());
        node.put("charge_reference", reference);
        node.put("amount", operation.minorUnits());
        node.put("currency", operation.currency());
        node.put("status", lower(operation.status()));
        node.put("failure_code", operation.outcome().failureCode());
        node.put("version", operation.outcome().version());
        node.put("created", operation.createdAt() / 1000);
        return node;
    }

    ObjectNode error(BankError error) {
        ObjectNode node = JSON.objectNode();
        node.putObject("error").put("code", error.code()).put("message", error.getMessage());
        return node;
    }

    ObjectNode notification(String id, String type, String account, long createdSeconds, ObjectNode data) {
        ObjectNode node = JSON.objectNode();
        node.put("id", id);
        node.put("type", type);
        node.put("account", account);
        node.put("created", createdSeconds);
        node.set("data", data);
        return node;
    }

    /** The payer's page of a charge: whoever has the address may pay it. */
    String pageUrl(BankCharge charge) {
        return baseUrl + "/pay/" + charge.id() + "." + accounts.pageSeal(charge.id());
    }

    private ObjectNode next(BankCharge charge) {
        ObjectNode next = JSON.objectNode();
        next.put("expires_at", charge.terms().expiresAt() / 1000);
        switch (charge.terms().method()) {
            case "qr" -> next.put("type", "scan").put("url", pageUrl(charge));
            case "bank_transfer" -> {
                next.put("type", "transfer");
                ArrayNode details = next.putArray("details");
                detail(details, "beneficiary", "Sandbox Bank");
                detail(details, "iban", "XX00 SAND BOX0 0000 0000 00");
                detail(details, "bic", "SANDXX00");
                detail(details, "reference", transferReference(charge));
                detail(
                        details,
                        "amount",
                        charge.amount().toDecimalText() + " " + charge.terms().currency());
                detail(details, "sandbox_page", pageUrl(charge));
            }
            default -> next.put("type", "redirect").put("url", pageUrl(charge));
        }
        return next;
    }

    static String transferReference(BankCharge charge) {
        String id = charge.id();
        return "SBX" + id.substring(id.length() - 9).toUpperCase(Locale.ROOT);
    }

    private static void detail(ArrayNode details, String label, String value) {
        details.addObject().put("label", label).put("value", value);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
