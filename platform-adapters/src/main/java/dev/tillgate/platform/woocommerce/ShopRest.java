package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * WooCommerce's REST interface, version 3, with a pair of keys. Over TLS the keys go into the Authorization header, or
 * into the query on hosts that drop the header; over plain http they sign the request and never travel.
 */
final class ShopRest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final String root;
    private final String key;
    private final String secret;
    private final Exchange exchange;
    private final InstantSource clock;
    /** Some hosts keep the header from PHP; found out once. */
    private final AtomicBoolean keysInQuery = new AtomicBoolean();

    /** @param root such as {@code https://shop.example/wp-json}, or {@code https://shop.example/?rest_route=} */
    ShopRest(String root, String key, String secret, Exchange exchange, InstantSource clock) {
        this.root = root;
        this.key = key;
        this.secret = secret;
        this.exchange = exchange;
        this.clock = clock;
    }

    /** What came of a call. */
    sealed interface Said {
        /** 2xx and JSON. */
        record Fine(JsonNode body) implements Said {}

        /** The shop does not know what was asked for; {@code code} is WooCommerce's word for it, or empty. */
        record Missing(String code) implements Said {
            /** Not the thing is missing but the whole interface: WooCommerce is switched off, or just being renewed. */
            boolean isWholeShop() {
                return code.equals("rest_no_route");
            }
        }

        /** Our keys open nothing, or not this. */
        record Locked(String code) implements Said {}

        /** The shop understood and does not want to; {@code code} is WooCommerce's word for it, or empty. */
        record Unwilling(String code) implements Said {}

        /** Nothing is known: not reached, not answered, throttled, an error page. */
        record Silent(String why, Duration after) implements Said {}
    }

    Said get(String route, Map<String, String> query) {
        return call("GET", route, query, null);
    }

    Said post(String route, Object body) {
        return call("POST", route, Map.of(), body);
    }

    Said put(String route, Object body) {
        return call("PUT", route, Map.of(), body);
    }

    Said delete(String route) {
        return call("DELETE", route, Map.of("force", "true"), null);
    }

    private Said call(String method, String route, Map<String, String> query, @Nullable Object body) {
        try {
            byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
            boolean inQuery = keysInQuery.get();
            Answer answer = exchange.send(ask(method, route, query, bytes, inQuery));
            if (answer.status() == 401 && isSecure() && !inQuery) {
                answer = exchange.send(ask(method, route, query, bytes, true));
                if (answer.status() != 401) {
                    keysInQuery.set(true);
                }
            }
            return judged(answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts cannot be written", impossible);
        } catch (IOException away) {
            String why = away.getMessage();
            return new Said.Silent(why == null ? away.getClass().getSimpleName() : why, PAUSE);
        }
    }

    private static Said judged(Answer answer) {
        int status = answer.status();
        JsonNode body = json(answer.body());
        String code = body == null || !body.path("code").isTextual()
                ? ""
                : body.path("code").textValue();
        if (status / 100 == 2) {
            return body == null ? new Said.Silent("an answer that is not JSON", PAUSE) : new Said.Fine(body);
        }
        if (status == 429 || status == 503) {
            return new Said.Silent("HTTP " + status, pause(answer.header("retry-after")));
        }
        // Without a word of WordPress's it is another page: a login wall, a firewall, maintenance.
        if (status / 100 == 4 && code.isEmpty()) {
            return new Said.Silent("HTTP " + status + " from another page", PAUSE);
        }
        if (status == 404 || status == 410) {
            return new Said.Missing(code);
        }
        if (status == 401 || status == 403) {
            return new Said.Locked(code);
        }
        if (!code.isEmpty() && (status == 400 || code.startsWith("woocommerce_rest_"))) {
            return new Said.Unwilling(code);
        }
        return new Said.Silent("HTTP " + status, PAUSE);
    }

    private Ask ask(String method, String route, Map<String, String> query, byte[] body, boolean inQuery) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "Tillgate");
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        boolean plainLinks = root.endsWith("?rest_route=");
        String url = plainLinks ? root.substring(0, root.length() - "?rest_route=".length()) : root + "/wc/v3/" + route;
        Map<String, String> parameters = new TreeMap<>(query);
        if (plainLinks) {
            parameters.put("rest_route", "/wc/v3/" + route);
        }
        if (!isSecure()) {
            String nonce = UUID.randomUUID().toString();
            parameters = new OAuth1(key, secret)
                    .signed(method, url, parameters, nonce, clock.instant().getEpochSecond());
        } else if (inQuery) {
            parameters.put("consumer_key", key);
            parameters.put("consumer_secret", secret);
        } else {
            byte[] pair = (key + ":" + secret).getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        Map<String, String> encoded = new TreeMap<>();
        parameters.forEach((name, value) -> encoded.put(OAuth1.encoded(name), OAuth1.encoded(value)));
        String whole = encoded.isEmpty() ? url : url + "?" + OAuth1.query(encoded);
        return new Ask(method, whole, headers, body);
    }

    private boolean isSecure() {
        return root.startsWith("https:");
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null || node.isMissingNode() ? null : node;
        } catch (IOException notJson) {
            return null;
        }
    }

    private static Duration pause(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("[0-9]{1,6}")) {
            return PAUSE;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }
}
