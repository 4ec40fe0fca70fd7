package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A webhook of the shop's own. Its signature is over the raw bytes and says nothing of the time, so repeats are told by
 * the body; what it says only tells where to look. Seen on WooCommerce 8.9 and 11.0 (checked 2026-11-25).
 */
final class WebhookMessage {
    private static final String HMAC = "HmacSHA256";
    private static final int LONGEST_BODY = 1 << 20;
    private static final String ACTION = "action.";

    private final String secret;

    WebhookMessage(String secret) {
        this.secret = secret;
    }

    Inbound read(InboundRequest request) {
        if (request.body().length > LONGEST_BODY) {
            return new Inbound.Rejected("too long");
        }
        String signature = request.header("x-wc-webhook-signature");
        if (signature == null) {
            return isPing(request) ? new Inbound.Greeting(200, "text/plain", "") : new Inbound.Rejected("no signature");
        }
        if (!isGenuine(request.body(), signature)) {
            return new Inbound.Rejected("another signature");
        }
        JsonNode body = StrictJson.object(request.body());
        return body == null ? new Inbound.Ignored("not JSON") : told(request, body);
    }

    private static Inbound told(InboundRequest request, JsonNode body) {
        String topic = request.header("x-wc-webhook-topic");
        Long id = StrictJson.integer(body, "id");
        if (topic != null && topic.startsWith(ACTION)) {
            Long order = StrictJson.integer(body, "arg");
            return order == null || order <= 0
                    ? new Inbound.Ignored("an action about no order")
                    : verified(request, small(request), ShopEvent.Kind.ORDER_CHANGED, order, body);
        }
        if (id == null || id <= 0) {
            // Whoever made the webhook lost the right to see orders: the body is an error. Asking the shop finds out.
            return new Inbound.Ignored("an order that could not be shown: " + word(body));
        }
        return body.size() == 1
                ? verified(request, small(request), ShopEvent.Kind.ORDER_DELETED, id, body)
                : verified(request, "", ShopEvent.Kind.ORDER_CHANGED, id, body);
    }

    private static Inbound verified(
            InboundRequest request, String besides, ShopEvent.Kind kind, long order, JsonNode body) {
        String changed = StrictJson.text(body, "date_modified_gmt");
        ShopEvent event = new ShopEvent(kind, Long.toString(order), changed == null ? null : OrderJson.time(changed));
        return new Inbound.Verified("woo:" + sha256(request.body()) + besides, List.of(event));
    }

    /** Bodies without a time are the same each time it happens; the delivery's own id tells them apart. */
    private static String small(InboundRequest request) {
        String delivery = request.header("x-wc-webhook-delivery-id");
        return delivery != null && delivery.matches("[0-9a-f]{32}") ? ":" + delivery.substring(0, 24) : "";
    }

    /** The only message without a signature: sent once when a webhook is made. */
    private static boolean isPing(InboundRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8).matches("webhook_id=[0-9]{1,18}");
    }

    private boolean isGenuine(byte[] body, String signature) {
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        byte[] expected = Base64.getEncoder().encode(hmac(body));
        return MessageDigest.isEqual(expected, given);
    }

    private byte[] hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(body);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + HMAC, missing);
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static String word(JsonNode body) {
        @Nullable String code = StrictJson.text(body, "code");
        return code != null && code.matches("[a-z_]{1,80}") ? code : "no reason";
    }
}
