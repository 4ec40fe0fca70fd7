package dev.tillgate.chat.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of Meta's Graph API
 * (<a href="https://developers.facebook.com/docs/graph-api/guides/error-handling">errors</a>, checked 2026-11-25).
 */
public final class Graph {
    /** Meta keeps a version for two years; this one is of February 2026. */
    public static final String OFFICIAL = "https://graph.facebook.com/v25.0";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_WAIT_SECONDS = 3_600;

    private final String base;
    private final Map<String, String> headers;
    private final Exchange exchange;

    /** @param base where it is, version included */
    public Graph(String base, String token, Exchange exchange) {
        this.base = base;
        // The documentation puts the token into the address; addresses are written down in too many places.
        this.headers = Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json");
        this.exchange = exchange;
    }

    /**
     * Meta's answer.
     *
     * @param status of HTTP, 0 when there was no answer
     * @param code Meta's error code, 0 for none
     * @param subcode to some codes, else 0
     * @param why for logs: codes only, for Meta's words may repeat what was sent
     * @param retryAfter how long it wants to be left alone, or null
     */
    public record Result(
            int status,
            int code,
            int subcode,
            JsonNode body,
            String why,
            @Nullable Duration retryAfter) {
        public boolean ok() {
            return status == 200 && code == 0;
        }

        /** Whether it is the token that is wrong. */
        public boolean isStranger() {
            return code == 190 || status == 401;
        }
    }

    public Result get(String path) {
        return call(Exchange.Ask.get(base + path, headers));
    }

    public Result post(String path, ObjectNode body) {
        return call(Exchange.Ask.post(base + path, headers, body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Result call(Exchange.Ask ask) {
        try {
            Exchange.Answer answer = exchange.send(ask);
            JsonNode body = tree(answer.body());
            int code = body.at("/error/code").asInt(0);
            int subcode = body.at("/error/error_subcode").asInt(0);
            boolean understood = body.isObject();
            String why = code == 0
                    ? "status " + answer.status()
                    : "Meta's error " + code + (subcode == 0 ? "" : "." + subcode);
            // A 200 that is not JSON says nothing about the message.
            int status = answer.status() == 200 && !understood ? 502 : answer.status();
            return new Result(status, code, subcode, body, why, retryAfter(answer));
        } catch (IOException lost) {
            return new Result(0, 0, 0, MissingNode.getInstance(), "no answer", null);
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable Duration retryAfter(Exchange.Answer answer) {
        String seconds = answer.header("Retry-After");
        return seconds != null && seconds.matches("[1-9][0-9]{0,5}")
                ? Duration.ofSeconds(Math.min(Integer.parseInt(seconds), LONGEST_WAIT_SECONDS))
                : null;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Graph API";
    }
}
