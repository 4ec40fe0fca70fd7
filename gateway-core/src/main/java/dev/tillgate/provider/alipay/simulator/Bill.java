package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment in the simulator's book. It is a trade only from the moment the payer opens it; before that it is a QR code
 * that Alipay's other calls know nothing of.
 */
record Bill(ObjectNode kept) {
    static final String WAITING = "WAIT_BUYER_PAY";
    static final String SUCCESS = "TRADE_SUCCESS";
    static final String FINISHED = "TRADE_FINISHED";
    static final String CLOSED = "TRADE_CLOSED";

    /** What a merchant asks for. */
    record Terms(String number, Money total, String subject, Instant expires, String notifyUrl, String returnUrl) {}

    static Bill of(SimulatedApp app, Terms terms, String token, Instant now) {
        ObjectNode kept = JsonNodeFactory.instance
                .objectNode()
                .put("account", app.id())
                .put("app_id", app.appId())
                .put("number", terms.number())
                .put("total", terms.total().toDecimalText())
                .put("subject", terms.subject())
                .put("expires", terms.expires().getEpochSecond())
                .put("notify_url", terms.notifyUrl())
                .put("return_url", terms.returnUrl())
                .put("token", token)
                .put("created", now.getEpochSecond())
                .put("status", "");
        kept.putArray("refunds");
        return new Bill(kept);
    }

    String text(String field) {
        return kept.path(field).asText();
    }

    Instant time(String field) {
        return Instant.ofEpochSecond(kept.path(field).asLong());
    }

    String number() {
        return text("number");
    }

    String status() {
        return text("status");
    }

    Money total() {
        return Money.parse(text("total"), "CNY");
    }

    boolean isTrade() {
        return !status().isEmpty();
    }

    boolean isPaid() {
        return kept.has("paid");
    }

    boolean isLate(Instant now) {
        return !now.isBefore(time("expires"));
    }

    /** All that was given back. */
    Money refunded() {
        Money sum = Money.ofMinor(0, "CNY");
        for (JsonNode refund : kept.path("refunds")) {
            if (refund.path("done").asBoolean()) {
                sum = sum.plus(Money.parse(refund.path("amount").asText(), "CNY"));
            }
        }
        return sum;
    }

    @Nullable
    ObjectNode refund(String number) {
        for (JsonNode refund : kept.path("refunds")) {
            if (refund.path("number").asText().equals(number) && refund instanceof ObjectNode found) {
                return found;
            }
        }
        return null;
    }

    void addRefund(String number, Money amount, boolean done, Instant now) {
        kept.withArray("refunds")
                .addObject()
                .put("number", number)
                .put("amount", amount.toDecimalText())
                .put("done", done)
                .put("at", now.getEpochSecond());
    }
}
