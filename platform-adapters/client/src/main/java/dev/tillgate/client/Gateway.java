package dev.tillgate.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A gateway, as one store's API client sees it; safe for use by many threads. Every request that got no answer is
 * repeated a few times under the key it was first sent with, so nothing is done twice; what was refused is not repeated.
 *
 * <p>Every method throws {@link GatewayProblem}: {@link GatewayProblem.Refused} when the gateway said no, and
 * {@link GatewayProblem.NoAnswer} when nobody knows whether it was done: ask again with the same arguments.
 */
public final class Gateway {
    private final Wire wire;

    /**
     * @param address the gateway's public address, such as {@code https://pay.example}
     * @param clientId of the API client made in the console
     */
    public Gateway(String address, String clientId, String clientSecret) {
        String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.wire = new Wire(URI.create(base), clientId, clientSecret);
    }

    /**
     * The payment of an order's revision: made now, or the one that was made before. Send the buyer to
     * {@link Payment#checkoutUrl}.
     */
    public Payment create(NewPayment payment) {
        return Payment.of(
                wire.post("/api/v1/payments", payment.json(), UUID.randomUUID().toString()));
    }

    /** A payment as it stands. */
    public Payment read(String paymentId) {
        return Payment.of(wire.get(path(paymentId, "")));
    }

    /** Gives a payment up and releases money that was reserved; refused when it is paid or in doubt. */
    public Payment cancel(String paymentId) {
        return Payment.of(wire.post(
                path(paymentId, "/cancel"), Map.of(), UUID.randomUUID().toString()));
    }

    /**
     * Gives a part of what was collected back.
     *
     * @param amount exact decimal text, such as {@code 5.00}
     * @param key your own name of this refund, kept before you call: the same key never refunds twice
     */
    public Refund refund(String paymentId, String amount, String currency, String key) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("amount", amount);
        body.put("currency", currency);
        return Refund.of(wire.post(path(paymentId, "/refunds"), body, key));
    }

    /** Gives back all that is left; {@code key} as for {@link #refund}. */
    public Refund refundAll(String paymentId, String key) {
        return Refund.of(wire.post(path(paymentId, "/refunds"), Map.of(), key));
    }

    private static String path(String paymentId, String move) {
        return "/api/v1/payments/" + URLEncoder.encode(paymentId, StandardCharsets.UTF_8) + move;
    }
}
