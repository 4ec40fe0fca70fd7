package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.stripe.Stripe;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Endpoints that were made by the API. The secret is told once, with the answer that makes one. See
 * docs.stripe.com/api/webhook_endpoints, checked 2026-11-25. Runs under the book's lock.
 */
final class WebhookEndpoints {
    static final String KIND = "webhook_endpoint";

    /** A field of the simulator's own. */
    private static final String SECRET = "_secret";

    private static final int MOST = 16;

    private final JsonBook book;
    private final InstantSource clock;

    WebhookEndpoints(JsonBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    ObjectNode create(String account, Params params) {
        params.only(Set.of("url", "enabled_events", "api_version", "description", "metadata", "connect"));
        String url = params.needed("url");
        if (!url.matches("https?://[^\\s]+")) {
            throw Refusal.invalid("url_invalid", "Invalid URL: " + url).about("url");
        }
        ArrayNode events = params.list("enabled_events");
        if (events.isEmpty()) {
            throw Refusal.invalid("parameter_missing", "Missing required param: enabled_events.")
                    .about("enabled_events");
        }
        String version = params.text("api_version");
        if (version != null && !version.equals(Stripe.API_VERSION)) {
            throw Refusal.invalid(null, "Invalid API version: " + version).about("api_version");
        }
        if (of(account).size() >= MOST) {
            throw Refusal.invalid(null, "You have reached the maximum of " + MOST + " test webhook endpoints.");
        }
        ObjectNode made = Shapes.object();
        String id = Shapes.newId("we");
        made.put("id", id).put("object", "webhook_endpoint");
        Shapes.text(made, "api_version", version);
        made.putNull("application").put("created", clock.instant().getEpochSecond());
        Shapes.text(made, "description", params.text("description"));
        made.set("enabled_events", events);
        made.put("livemode", false).set("metadata", params.pairs("metadata"));
        made.put("status", "enabled").put("url", url).put(Shapes.ACCOUNT, account);
        String secret = "whsec_" + UUID.randomUUID().toString().replace("-", "");
        book.put(KIND, id, made.put(SECRET, secret));
        // Once, and never again.
        return made.put("secret", secret);
    }

    ObjectNode update(ObjectNode endpoint, Params params) {
        params.only(Set.of("url", "enabled_events", "description", "metadata", "disabled"));
        if (params.hasAny("enabled_events")) {
            endpoint.set("enabled_events", params.list("enabled_events"));
        }
        String url = params.text("url");
        endpoint.put("url", url == null ? endpoint.path("url").asText() : url);
        endpoint.put("status", params.flag("disabled") ? "disabled" : "enabled");
        book.put(KIND, endpoint.path("id").asText(), endpoint);
        return endpoint;
    }

    ObjectNode delete(ObjectNode endpoint) {
        String id = endpoint.path("id").asText();
        book.remove(KIND, id);
        return Shapes.object().put("id", id).put("object", "webhook_endpoint").put("deleted", true);
    }

    ObjectNode find(String account, String id) {
        ObjectNode endpoint = book.get(KIND, id);
        if (endpoint == null || !Shapes.is(endpoint, Shapes.ACCOUNT, account)) {
            throw Refusal.missing("webhook endpoint", id);
        }
        return endpoint;
    }

    private List<ObjectNode> of(String account) {
        return book.all(KIND).stream()
                .filter(one -> Shapes.is(one, Shapes.ACCOUNT, account))
                .toList();
    }

    private List<ObjectNode> of(String account, String url) {
        return of(account).stream()
                .filter(one -> url.isEmpty() || Shapes.is(one, "url", url))
                .toList();
    }

    /** Whether the account has registered any, for this address if it is not empty: then they alone are told. */
    boolean any(String account, String url) {
        return !of(account, url).isEmpty();
    }

    /** Those of them that want to hear of this. */
    List<ObjectNode> hearing(String account, String url, String type) {
        return of(account, url).stream()
                .filter(one -> Shapes.is(one, "status", "enabled"))
                .filter(one -> {
                    for (JsonNode event : one.path("enabled_events")) {
                        if (event.asText().equals(type) || event.asText().equals("*")) {
                            return true;
                        }
                    }
                    return false;
                })
                .toList();
    }

    /** What notifications to this endpoint are signed with; something nobody knows when it is gone. */
    String secret(String id) {
        ObjectNode endpoint = book.get(KIND, id);
        return endpoint == null ? "whsec_gone" : endpoint.path(SECRET).asText();
    }
}
