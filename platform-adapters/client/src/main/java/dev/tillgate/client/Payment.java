package dev.tillgate.client;

import java.util.Map;

/**
 * A payment as it stands.
 *
 * @param id such as {@code pay_…}: keep it with the order as its transaction id
 * @param order the shop's own order number
 * @param status open, authorized, paid, canceled or expired
 * @param inDoubt money may be on its way that nobody knows of yet: do not let the buyer pay again now
 * @param amount what is owed, as exact decimal text
 * @param captured what was collected
 * @param refunded what surely went back
 * @param checkoutUrl where the buyer pays; whoever has it can pay, so hand it to the buyer only
 */
public record Payment(
        String id,
        String order,
        long revision,
        String status,
        boolean inDoubt,
        String amount,
        String currency,
        String captured,
        String refunded,
        String checkoutUrl) {
    /** Whether all of it was collected. */
    public boolean isPaid() {
        return status.equals("paid");
    }

    static Payment of(Map<String, Object> json) {
        return new Payment(
                Json.text(json, "id"),
                Json.text(json, "order"),
                Json.whole(json, "revision"),
                Json.text(json, "status"),
                Boolean.TRUE.equals(json.get("in_doubt")),
                Json.text(json, "amount"),
                Json.text(json, "currency"),
                Json.text(json, "captured"),
                Json.text(json, "refunded"),
                Json.text(json, "checkout_url"));
    }
}
