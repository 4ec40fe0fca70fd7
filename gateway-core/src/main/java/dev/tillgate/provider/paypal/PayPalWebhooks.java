package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Provider.WebhookRequest;
import dev.tillgate.provider.PublicAddress;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Registration.Reason;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks of a REST app: one an address, ten at most. An id is never secret, so one that is there is simply used. See
 * developer.paypal.com/docs/api/webhooks/v1/, checked 2026-11-25.
 */
final class PayPalWebhooks {
    private static final String WEBHOOKS = "/v1/notifications/webhooks";
    private static final String EVENT_TYPES = "/v1/notifications/webhooks-event-types";

    /** What the gateway reads; the guide for merchants names the same. */
    static final List<String> EVENTS = List.of(
            "CHECKOUT.ORDER.APPROVED",
            "PAYMENT.CAPTURE.COMPLETED",
            "PAYMENT.CAPTURE.PENDING",
            "PAYMENT.CAPTURE.DENIED",
            "PAYMENT.CAPTURE.DECLINED",
            "PAYMENT.CAPTURE.REFUNDED",
            "PAYMENT.CAPTURE.REVERSED",
            "PAYMENT.AUTHORIZATION.CREATED",
            "PAYMENT.AUTHORIZATION.VOIDED",
            "PAYMENT.REFUND.PENDING",
            "PAYMENT.REFUND.FAILED",
            "CUSTOMER.DISPUTE.CREATED",
            "CUSTOMER.DISPUTE.UPDATED",
            "CUSTOMER.DISPUTE.RESOLVED");

    private final PayPalWire wire;
    private final boolean practice;

    PayPalWebhooks(Settings settings, PayPalWire wire) {
        this.wire = wire;
        this.practice = PayPal.isPractice(settings);
    }

    Registration register(WebhookRequest request) throws IOException {
        Reason wrong = practice ? null : PublicAddress.problem(request.url(), true, true);
        if (wrong != null) {
            return new Registration.Refused(wrong, "");
        }
        try {
            Answer list = wire.get(WEBHOOKS);
            JsonNode webhooks = list.status() == 200 ? StrictJson.object(list.body()) : null;
            if (webhooks == null || !webhooks.path("webhooks").isArray()) {
                return refused(list);
            }
            List<String> events = offered();
            for (JsonNode webhook : webhooks.path("webhooks")) {
                if (request.url().equals(StrictJson.text(webhook, "url"))) {
                    return used(webhook, events);
                }
            }
            return made(request, events);
        } catch (CredentialsRefused refused) {
            return new Registration.Refused(Reason.CREDENTIALS, "");
        }
    }

    private Registration made(WebhookRequest request, List<String> events) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("url", request.url());
        body.set("event_types", named(events));
        Answer answer = wire.post(WEBHOOKS, request.token(), bytes(body), Map.of());
        JsonNode made = answer.status() == 201 || answer.status() == 200 ? StrictJson.object(answer.body()) : null;
        boolean same = made != null && request.url().equals(StrictJson.text(made, "url"));
        return same && made != null ? known(made) : refused(answer);
    }

    private Registration used(JsonNode webhook, List<String> events) throws IOException {
        Set<String> heard = new HashSet<>();
        webhook.path("event_types").forEach(type -> heard.add(type.path("name").asText()));
        Registration known = known(webhook);
        if (heard.contains("*") || heard.containsAll(events) || !(known instanceof Registration.Registered)) {
            return known;
        }
        List<String> all = new ArrayList<>(heard);
        events.stream().filter(event -> !heard.contains(event)).forEach(all::add);
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "replace").put("path", "/event_types").set("value", named(all));
        Answer answer = wire.patch(WEBHOOKS + "/" + StrictJson.text(webhook, "id"), bytes(patch));
        return answer.status() == 200 ? known : refused(answer);
    }

    private static Registration known(JsonNode webhook) {
        String id = StrictJson.text(webhook, "id");
        return id != null && id.matches("[A-Za-z0-9]{5,50}")
                ? new Registration.Registered(Map.of(PayPal.WEBHOOK_ID, id), List.of())
                : new Registration.Unknown("the webhook is not shown as one");
    }

    /** Those of ours that PayPal offers: one name that it does not know would make it refuse them all. */
    private List<String> offered() throws IOException {
        Answer answer = wire.get(EVENT_TYPES);
        JsonNode types = answer.status() == 200 ? StrictJson.object(answer.body()) : null;
        Set<String> offered = new HashSet<>();
        if (types != null) {
            types.path("event_types")
                    .forEach(type -> offered.add(type.path("name").asText()));
        }
        List<String> both = EVENTS.stream().filter(offered::contains).toList();
        return both.isEmpty() ? EVENTS : both;
    }

    private static ArrayNode named(List<String> events) {
        ArrayNode types = JsonNodeFactory.instance.arrayNode();
        events.forEach(event -> types.addObject().put("name", event));
        return types;
    }

    private static Registration refused(Answer answer) {
        String code = code(answer);
        if (code == null) {
            return new Registration.Unknown("answer " + answer.status() + " says nothing of what happened");
        }
        if (answer.status() == 403) {
            return new Registration.Refused(Reason.CREDENTIALS, code);
        }
        return switch (code) {
            case "WEBHOOK_NUMBER_LIMIT_EXCEEDED" -> new Registration.Refused(Reason.TOO_MANY, code);
            // Made by somebody else since we looked: looked at again, it is found.
            case "WEBHOOK_URL_ALREADY_EXISTS" -> new Registration.Unknown(code);
            default ->
                answer.status() == 400 || answer.status() == 404 || answer.status() == 422
                        ? new Registration.Refused(Reason.OTHER, code)
                        : new Registration.Unknown(code);
        };
    }

    /** Here PayPal names what is wrong by the error's own name. */
    private static @Nullable String code(Answer answer) {
        JsonNode body = answer.status() >= 400 && answer.status() < 500 ? StrictJson.object(answer.body()) : null;
        if (body == null) {
            return null;
        }
        String issue = StrictJson.text(body.path("details").path(0), "issue");
        String name = StrictJson.text(body, "name");
        return name != null && name.startsWith("WEBHOOK_") || issue == null ? name : issue;
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
