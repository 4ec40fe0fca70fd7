package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.simulator.SimulatedOrders.Told;
import dev.tillgate.provider.simulator.JsonBook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks of an app, ten at most and one an address. See developer.paypal.com/docs/api/webhooks/v1/, checked
 * 2026-11-25. Runs under the book's lock.
 */
final class SimulatedWebhooks {
    private static final String KIND = "webhook";
    private static final String ACCOUNT = "_account";
    private static final String PATH = "/v1/notifications/webhooks";
    private static final int MOST = 10;

    /** Some of what PayPal offers. */
    private static final List<String> OFFERED = List.of(
            "CHECKOUT.ORDER.APPROVED",
            "CHECKOUT.ORDER.COMPLETED",
            "PAYMENT.AUTHORIZATION.CREATED",
            "PAYMENT.AUTHORIZATION.VOIDED",
            "PAYMENT.CAPTURE.COMPLETED",
            "PAYMENT.CAPTURE.DECLINED",
            "PAYMENT.CAPTURE.DENIED",
            "PAYMENT.CAPTURE.PENDING",
            "PAYMENT.CAPTURE.REFUNDED",
            "PAYMENT.CAPTURE.REVERSED",
            "PAYMENT.REFUND.FAILED",
            "PAYMENT.REFUND.PENDING",
            "CUSTOMER.DISPUTE.CREATED",
            "CUSTOMER.DISPUTE.UPDATED",
            "CUSTOMER.DISPUTE.RESOLVED");

    private static final int ID = 17;

    private final JsonBook book;
    private final String baseUrl;

    SimulatedWebhooks(JsonBook book, String baseUrl) {
        this.book = book;
        this.baseUrl = baseUrl;
    }

    /** What this request wants of the webhooks, or null when it is about none. */
    @Nullable
    Told answer(String account, InboundRequest request) {
        String path = request.path();
        if (path.equals(PATH + "-event-types") && request.method().equals("GET")) {
            ObjectNode types = JsonNodeFactory.instance.objectNode();
            ArrayNode offered = types.putArray("event_types");
            OFFERED.forEach(name -> offered.addObject().put("name", name).put("status", "ENABLED"));
            return new Told(200, types);
        }
        if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
            return null;
        }
        String id = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "";
        return switch (request.method() + (id.isEmpty() ? "" : "/")) {
            case "GET" -> {
                ObjectNode list = JsonNodeFactory.instance.objectNode();
                ArrayNode webhooks = list.putArray("webhooks");
                of(account).forEach(one -> webhooks.add(shown(one)));
                yield new Told(200, list);
            }
            case "POST" -> create(account, request);
            case "GET/" -> new Told(200, shown(find(account, id)));
            case "PATCH/" -> patch(find(account, id), request);
            case "DELETE/" -> {
                book.remove(KIND, find(account, id).path("id").asText());
                yield new Told(204, JsonNodeFactory.instance.objectNode());
            }
            default -> throw WireError.notFound();
        };
    }

    private Told create(String account, InboundRequest request) {
        JsonNode asked = StrictJson.object(request.body());
        String url = asked == null ? null : StrictJson.text(asked, "url");
        if (asked == null || url == null || !hasNames(asked.path("event_types"))) {
            throw new WireError(400, "VALIDATION_ERROR");
        }
        if (!url.matches("https?://[^\\s]{3,2000}")) {
            throw new WireError(400, "WEBHOOK_URL_INVALID");
        }
        if (of(account).stream().anyMatch(one -> one.path("url").asText().equals(url))) {
            throw new WireError(400, "WEBHOOK_URL_ALREADY_EXISTS");
        }
        if (of(account).size() >= MOST) {
            throw new WireError(400, "WEBHOOK_NUMBER_LIMIT_EXCEEDED");
        }
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        String id = OrderJson.newId().substring(0, ID);
        made.put("id", id).put("url", url).set("event_types", asked.get("event_types"));
        ObjectNode link = made.putArray("links").addObject();
        link.put("href", baseUrl + PATH + "/" + id).put("rel", "self").put("method", "GET");
        book.put(KIND, id, made.put(ACCOUNT, account));
        return new Told(201, shown(made));
    }

    private Told patch(ObjectNode webhook, InboundRequest request) {
        // A patch is a list, which the strict reader of objects does not take.
        String text = "{\"patch\":" + new String(request.body(), StandardCharsets.UTF_8) + "}";
        JsonNode asked = StrictJson.object(text.getBytes(StandardCharsets.UTF_8));
        for (JsonNode step : asked == null ? JsonNodeFactory.instance.arrayNode() : asked.path("patch")) {
            boolean events = step.path("path").asText().equals("/event_types")
                    && step.path("op").asText().equals("replace")
                    && hasNames(step.path("value"));
            if (!events) {
                throw new WireError(400, "VALIDATION_ERROR");
            }
            webhook.set("event_types", step.get("value"));
        }
        book.put(KIND, webhook.path("id").asText(), webhook);
        return new Told(200, shown(webhook));
    }

    private static boolean hasNames(JsonNode types) {
        boolean all = types.isArray() && !types.isEmpty();
        for (JsonNode type : types) {
            all &= type.path("name").asText().matches("[A-Z.\\-]{3,100}|\\*");
        }
        return all;
    }

    private static ObjectNode shown(ObjectNode webhook) {
        ObjectNode shown = webhook.deepCopy();
        shown.remove(ACCOUNT);
        return shown;
    }

    private ObjectNode find(String account, String id) {
        ObjectNode found = book.get(KIND, id);
        if (found == null || !found.path(ACCOUNT).asText().equals(account)) {
            throw WireError.notFound();
        }
        return found;
    }

    /** An account's own, oldest first. */
    List<ObjectNode> of(String account) {
        return book.all(KIND).stream()
                .filter(one -> one.path(ACCOUNT).asText().equals(account))
                .toList();
    }

    /** Those that want to hear of this. */
    static List<ObjectNode> hearing(List<ObjectNode> webhooks, String type) {
        List<ObjectNode> hearing = new ArrayList<>();
        for (ObjectNode one : webhooks) {
            boolean wants = false;
            for (JsonNode event : one.path("event_types")) {
                String name = event.path("name").asText();
                wants |= name.equals(type) || name.equals("*");
            }
            if (wants) {
                hearing.add(one);
            }
        }
        return hearing;
    }
}
