package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.platform.Platform.Tending;
import dev.tillgate.platform.PlatformType.Tools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks after the app's rights and webhooks in the shop. Shopify deletes a subscription after eight deliveries in a row
 * that failed (shopify.dev/changelog, updates to webhook retry mechanism, 2026-11-25); a missing one is made again.
 */
final class Tend {
    private final AdminApi api;
    private final Tools tools;

    Tend(AdminApi api, Tools tools) {
        this.api = api;
        this.tools = tools;
    }

    Tending run() {
        return switch (api.ask(Documents.LOOK_AT_APP, JsonNodeFactory.instance.objectNode())) {
            case ApiAnswer.Data data -> mend(data.data());
            case ApiAnswer.Closed closed -> new Tending(List.of(), List.of(closed.reason()));
            case ApiAnswer.NotNow not -> new Tending(List.of(), List.of("platform.shopify.away"));
            case ApiAnswer.Lost lost -> new Tending(List.of(), List.of("platform.shopify.away"));
        };
    }

    private Tending mend(JsonNode data) {
        List<String> broken = new ArrayList<>();
        Set<String> scopes = new HashSet<>();
        data.path("currentAppInstallation")
                .path("accessScopes")
                .forEach(scope -> scopes.add(scope.path("handle").asText("")));
        // Who may write may read: Shopify does not always list both.
        boolean may = scopes.contains("write_orders");
        if (!may) {
            broken.add("platform.shopify.scopes");
        }
        if (!tools.address().startsWith("https://")) {
            broken.add("platform.shopify.no_https");
            return new Tending(List.of(), broken);
        }
        Set<String> there = new HashSet<>();
        for (JsonNode one : data.path("webhookSubscriptions").path("nodes")) {
            if (tools.address().equals(one.path("uri").asText(""))) {
                there.add(one.path("topic").asText(""));
            }
        }
        boolean mended = false;
        boolean failed = false;
        for (Map.Entry<String, List<String>> wanted : new TreeMap<>(Webhooks.SUBSCRIPTIONS).entrySet()) {
            if (may && !there.contains(wanted.getKey())) {
                boolean made = subscribe(wanted.getKey(), wanted.getValue());
                mended |= made;
                failed |= !made;
            }
        }
        if (failed) {
            broken.add("platform.shopify.no_webhooks");
        }
        return new Tending(mended ? List.of("platform.shopify.repaired.webhooks") : List.of(), broken);
    }

    private boolean subscribe(String topic, List<String> fields) {
        ObjectNode subscription = JsonNodeFactory.instance
                .objectNode()
                .put("uri", tools.address())
                .put("format", "JSON");
        var list = subscription.putArray("includeFields");
        fields.forEach(list::add);
        ObjectNode variables = JsonNodeFactory.instance.objectNode().put("topic", topic);
        variables.set("subscription", subscription);
        return api.ask(Documents.SUBSCRIBE, variables) instanceof ApiAnswer.Data data
                && data.data()
                        .path("webhookSubscriptionCreate")
                        .path("userErrors")
                        .isEmpty();
    }
}
