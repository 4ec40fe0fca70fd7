package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.platform.ShopEvent.Kind;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Shopify's webhooks: signed over the raw body, told apart by their delivery's id, in both spellings of the
 * headers (shopify.dev/docs/apps/build/webhooks, 2026-11-25). They come in any order, more than once, or never: they
 * only say where to look.
 */
final class Webhooks {
    /**
     * What we subscribe to, and the fields that are sent: none that says who bought. Without such a list Shopify would
     * send names and addresses.
     */
    static final Map<String, List<String>> SUBSCRIPTIONS = Map.of(
            "ORDERS_CREATE", List.of("id", "updated_at", "payment_gateway_names"),
            "ORDERS_UPDATED", List.of("id", "updated_at", "payment_gateway_names"),
            "ORDERS_CANCELLED", List.of("id", "updated_at", "payment_gateway_names"),
            "ORDERS_EDITED", List.of("order_edit"),
            "ORDERS_DELETE", List.of("id"),
            "REFUNDS_CREATE", List.of("id", "order_id", "note", "created_at"),
            "APP_UNINSTALLED", List.of("id"));

    private static final int MOST_ORDERS = 100;

    private Webhooks() {}

    static Inbound read(InboundRequest request, Settings settings) {
        String signature = header(request, "hmac-sha256");
        if (signature == null || !isSigned(signature, request.body(), settings)) {
            return new Inbound.Rejected("not signed by this app's shop");
        }
        String shop = header(request, "shop-domain");
        if (shop == null || !ShopDomain.same(shop, settings.get(Shopify.SHOP))) {
            return new Inbound.Rejected("from another shop");
        }
        String id = header(request, "webhook-id");
        String topic = header(request, "topic");
        JsonNode body = StrictJson.object(request.body());
        if (id == null || !id.matches("[!-~]{1,90}") || topic == null || body == null) {
            return new Inbound.Rejected("not a whole message");
        }
        List<ShopEvent> events = events(topic.toLowerCase(Locale.ROOT), body, at(request), settings);
        return events.isEmpty()
                ? new Inbound.Ignored("nothing about an order of ours")
                : new Inbound.Verified("shopify:" + id, events);
    }

    /** Both families of headers say the same: the older one with {@code X-} before it. */
    private static @Nullable String header(InboundRequest request, String name) {
        String older = request.header("X-Shopify-" + name);
        return older != null ? older : request.header("shopify-" + name);
    }

    private static boolean isSigned(String signature, byte[] body, Settings settings) {
        try {
            byte[] given = Base64.getDecoder().decode(signature);
            return MessageDigest.isEqual(Hmac.sha256(settings.get(Shopify.CLIENT_SECRET), body), given);
        } catch (IllegalArgumentException garbled) {
            return false;
        }
    }

    private static @Nullable Instant at(InboundRequest request) {
        Instant at = OrderState.instant(header(request, "triggered-at"));
        return at.equals(Instant.EPOCH) ? null : at;
    }

    private static List<ShopEvent> events(String topic, JsonNode body, @Nullable Instant at, Settings settings) {
        return switch (topic) {
            case "orders/create", "orders/updated", "orders/paid", "orders/cancelled" ->
                isForOthers(body, settings) ? List.of() : about(Kind.ORDER_CHANGED, reference(body, "id"), at);
            case "orders/edited" -> about(Kind.ORDER_CHANGED, reference(body.path("order_edit"), "order_id"), at);
            case "order_transactions/create" -> about(Kind.ORDER_CHANGED, reference(body, "order_id"), at);
            case "orders/delete" -> about(Kind.ORDER_DELETED, reference(body, "id"), at);
            case "refunds/create" -> about(refund(body), reference(body, "order_id"), at);
            case "app/uninstalled" -> List.of(new ShopEvent(Kind.DISCONNECTED, null, at));
            case "customers/data_request" -> personal(Kind.PERSONAL_DATA_ASKED, body.path("orders_requested"), at);
            case "customers/redact" -> personal(Kind.PERSONAL_DATA_ERASED, body.path("orders_to_redact"), at);
            case "shop/redact" -> List.of(new ShopEvent(Kind.SHOP_DATA_ERASED, null, at));
            default -> List.of();
        };
    }

    /** Whether the buyer surely paid otherwise; an order without any method may still become ours. */
    private static boolean isForOthers(JsonNode body, Settings settings) {
        JsonNode names = body.path("payment_gateway_names");
        return names.isArray() && !names.isEmpty() && !OrderState.offered(names, settings);
    }

    /** What we booked ourselves carries our mark. */
    private static Kind refund(JsonNode body) {
        return body.path("note").asText("").startsWith(OrderChanges.LABEL + " ")
                ? Kind.ORDER_CHANGED
                : Kind.REFUNDED_BY_HAND;
    }

    private static List<ShopEvent> about(Kind kind, @Nullable String reference, @Nullable Instant at) {
        return reference == null ? List.of() : List.of(new ShopEvent(kind, reference, at));
    }

    private static List<ShopEvent> personal(Kind kind, JsonNode orders, @Nullable Instant at) {
        List<ShopEvent> events = new ArrayList<>();
        for (JsonNode one : orders) {
            if (one.isIntegralNumber()
                    && one.canConvertToLong()
                    && one.longValue() > 0
                    && events.size() < MOST_ORDERS) {
                events.add(new ShopEvent(kind, Long.toString(one.longValue()), at));
            }
        }
        return events.isEmpty() ? List.of(new ShopEvent(kind, null, at)) : events;
    }

    /** Ids are larger than what JavaScript keeps exactly: read as whole numbers, or not at all. */
    private static @Nullable String reference(JsonNode body, String field) {
        Long id = StrictJson.integer(body, field);
        return id == null || id < 1 ? null : Long.toString(id);
    }
}
