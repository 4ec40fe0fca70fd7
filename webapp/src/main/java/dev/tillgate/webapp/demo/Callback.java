package dev.tillgate.webapp.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;

/**
 * What a verified callback says: how the payment of an order stood when it was written.
 *
 * @param event the event's id; the same when it is delivered again
 * @param sequence number of the event within the order, without gaps
 * @param order the shop's own number
 * @param status {@code open}, {@code authorized}, {@code paid}, {@code canceled} or {@code expired}
 */
record Callback(
        String event,
        long sequence,
        String type,
        String order,
        long revision,
        String payment,
        String status,
        Money amount,
        Money collected,
        Money refunded) {

    /** @throws IllegalArgumentException when something is missing or of another form */
    static Callback read(JsonNode body) {
        JsonNode data = body.path("data");
        try {
            String currency = text(data, "currency");
            return new Callback(
                    text(body, "id"),
                    whole(body, "sequence"),
                    text(body, "type"),
                    text(data, "order_reference"),
                    whole(data, "order_revision"),
                    text(data, "payment_id"),
                    text(data, "status"),
                    Money.ofMinor(whole(data, "amount_minor"), currency),
                    Money.ofMinor(whole(data, "captured_minor"), currency),
                    Money.ofMinor(whole(data, "refunded_minor"), currency));
        } catch (InvalidMoney e) {
            throw new IllegalArgumentException("the callback's amount is none", e);
        }
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the callback lacks " + name);
        }
        return value.textValue();
    }

    private static long whole(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("the callback lacks " + name);
        }
        return value.longValue();
    }
}
