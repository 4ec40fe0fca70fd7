package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.platform.Platform.Tending;
import dev.tillgate.platform.woocommerce.ShopRest.Said;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shop's webhooks to us: made with a secret of ours, switched on again when the shop has switched them off (after
 * five failures it does so silently), made anew when somebody has removed them, and each only once.
 */
final class ShopWebhooks {
    static final List<String> TOPICS = List.of("order.created", "order.updated", "order.deleted", "order.restored");

    private static final String MADE = "platform.woocommerce.mended.webhook_made";
    private static final String ON = "platform.woocommerce.mended.webhook_on";
    private static final String DOUBLE = "platform.woocommerce.mended.webhook_double";

    private final ShopRest rest;
    private final String address;
    private final String secret;

    /** @param address where they are to be sent */
    ShopWebhooks(ShopRest rest, String address, String secret) {
        this.rest = rest;
        this.address = address;
        this.secret = secret;
    }

    Tending tend() {
        Set<String> mended = new LinkedHashSet<>();
        Set<String> broken = new LinkedHashSet<>();
        Said said = rest.get("webhooks", Map.of("per_page", "100"));
        if (!(said instanceof Said.Fine fine)) {
            return new Tending(List.of(), broken(said));
        }
        Set<String> found = new HashSet<>();
        List<JsonNode> ours = new ArrayList<>();
        for (JsonNode webhook : fine.body()) {
            if (webhook.path("delivery_url").asText().equals(address)) {
                ours.add(webhook);
            }
        }
        for (JsonNode webhook : ours) {
            String route = "webhooks/" + webhook.path("id").asLong();
            if (!found.add(webhook.path("topic").asText())) {
                note(rest.delete(route), DOUBLE, mended, broken);
            } else if (!webhook.path("status").asText().equals("active")) {
                note(rest.put(route, Map.of("status", "active", "secret", secret)), ON, mended, broken);
            }
        }
        for (String topic : TOPICS) {
            if (!found.contains(topic)) {
                note(rest.post("webhooks", webhook(topic)), MADE, mended, broken);
            }
        }
        return new Tending(List.copyOf(mended), List.copyOf(broken));
    }

    private Map<String, Object> webhook(String topic) {
        return Map.of(
                "name",
                "Tillgate " + topic,
                "topic",
                topic,
                "delivery_url",
                address,
                "secret",
                secret,
                "status",
                "active");
    }

    private static void note(Said said, String what, Set<String> mended, Set<String> broken) {
        if (said instanceof Said.Fine) {
            mended.add(what);
        } else {
            broken.addAll(broken(said));
        }
    }

    /** What the merchant must do; a shop that is silent for a while needs nobody. */
    static List<String> broken(Said said) {
        return switch (said) {
            case Said.Locked locked -> List.of("platform.woocommerce.refused.locked");
            case Said.Missing missing -> List.of("platform.woocommerce.refused.off");
            case Said.Unwilling unwilling -> List.of("platform.woocommerce.refused.webhooks_unwilling");
            case Said.Silent silent -> List.of();
            case Said.Fine fine -> List.of();
        };
    }
}
