package dev.tillgate.client;

import java.util.Map;
import java.util.Optional;

/**
 * An event of a payment, surely from the gateway.
 *
 * @param id the same in every delivery of the same event
 * @param type such as {@code payment.paid} or {@code refund.succeeded}
 * @param sequence number within the order: drop what is older than what you have applied
 * @param order the shop's own order number
 * @param payment keep it with the order as its transaction id
 * @param data all facts of the event, as in the API's description
 */
public record Callback(String id, String type, long sequence, String order, String payment, Map<String, Object> data) {
    /** Whether the order is paid: compare {@link #isFor} with your order before you believe it. */
    public boolean isPaid() {
        return type.equals("payment.paid") || type.equals("payment.paid_late");
    }

    /** Whether the payment is for exactly this amount in this currency. */
    public boolean isFor(String amount, String currency) {
        return fact("amount").filter(amount::equals).isPresent()
                && fact("currency").filter(currency::equals).isPresent();
    }

    /** A fact that is text, such as {@code refund_amount}. */
    public Optional<String> fact(String name) {
        return data.get(name) instanceof String ? Optional.of((String) data.get(name)) : Optional.empty();
    }

    static Callback of(Map<String, Object> message) {
        Map<String, Object> data = Json.inner(message, "data");
        return new Callback(
                Json.text(message, "id"),
                Json.text(message, "type"),
                Json.whole(message, "sequence"),
                Json.text(data, "order_reference"),
                Json.text(message, "payment_id"),
                data);
    }
}
