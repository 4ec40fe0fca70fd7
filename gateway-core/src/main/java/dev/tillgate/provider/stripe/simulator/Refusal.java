package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** An error answer of Stripe's shape. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final transient ObjectNode more = JsonNodeFactory.instance.objectNode();

    Refusal(int status, String type, @Nullable String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
    }

    static Refusal invalid(@Nullable String code, String message) {
        return new Refusal(400, "invalid_request_error", code, message);
    }

    static Refusal missing(String what, String id) {
        return new Refusal(404, "invalid_request_error", "resource_missing", "No such " + what + ": '" + id + "'");
    }

    /** The payment intent is in another state than the request needs. */
    static Refusal state(ObjectNode intent, String message) {
        Refusal refusal = invalid("payment_intent_unexpected_state", message);
        refusal.more.set("payment_intent", intent);
        return refusal;
    }

    /** The payer's bank said no. */
    static Refusal declined(ObjectNode error, ObjectNode intent) {
        Refusal refusal = new Refusal(
                402,
                "card_error",
                error.path("code").asText(),
                error.path("message").asText());
        refusal.more.setAll(error);
        refusal.more.set("payment_intent", intent);
        return refusal;
    }

    Refusal about(String param) {
        more.put("param", param);
        return this;
    }

    int status() {
        return status;
    }

    /** Whether the answer is kept for repeats: not when the request was turned away before anything was begun. */
    boolean isKept() {
        return status == 402;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        error.put("type", type);
        if (code != null) {
            error.put("code", code);
            error.put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.put("message", getMessage());
        error.setAll(more);
        return body;
    }
}
