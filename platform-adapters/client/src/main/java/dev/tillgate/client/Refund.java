package dev.tillgate.client;

import java.util.Map;

/**
 * Money given back, or on its way back.
 *
 * @param status started, pending, succeeded or failed: only {@code succeeded} is sure, and a callback tells of it
 * @param amount exact decimal text
 */
public record Refund(String id, String payment, String status, String amount, String currency) {
    static Refund of(Map<String, Object> json) {
        return new Refund(
                Json.text(json, "id"),
                Json.text(json, "payment_id"),
                Json.text(json, "status"),
                Json.text(json, "amount"),
                Json.text(json, "currency"));
    }
}
