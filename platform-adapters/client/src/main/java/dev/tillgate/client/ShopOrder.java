package dev.tillgate.client;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as the shop has it, for the gateway to read.
 *
 * @param revision the shop's version of it, never falling
 * @param amount exact decimal text with the decimals of the currency, such as {@code 12.30}
 * @param refunded what the shop has booked as given back, or null when it keeps no count
 * @param transactionId the payment it was paid with, or null
 * @param offered whether the buyer chose to pay through the gateway
 */
public record ShopOrder(
        String order,
        long revision,
        State state,
        String amount,
        String currency,
        @Nullable String refunded,
        @Nullable String transactionId,
        boolean offered) {
    /** How the shop sees it. */
    public enum State {
        UNPAID,
        ON_HOLD,
        PAID,
        CANCELED,
        REFUNDED
    }

    /** An order that is to be paid through the gateway. */
    public static ShopOrder unpaid(String order, long revision, String amount, String currency) {
        return new ShopOrder(order, revision, State.UNPAID, amount, currency, null, null, true);
    }

    /** The same order, paid with this payment. */
    public ShopOrder paidWith(String payment) {
        return new ShopOrder(order, revision, State.PAID, amount, currency, refunded, payment, offered);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("order", order);
        json.put("revision", revision);
        json.put("state", state.name().toLowerCase(Locale.ROOT));
        json.put("amount", amount);
        json.put("currency", currency);
        if (refunded != null) {
            json.put("refunded", refunded);
        }
        if (transactionId != null) {
            json.put("transaction_id", transactionId);
        }
        json.put("offered", offered);
        return json;
    }
}
