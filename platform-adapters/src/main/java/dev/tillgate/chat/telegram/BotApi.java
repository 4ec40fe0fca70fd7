package dev.tillgate.chat.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the Bot API. The bot's token is part of every address, so that no address is ever told on.
 *
 * @param base up to the method's name
 */
record BotApi(String base, Exchange exchange) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

    /**
     * Telegram's answer.
     *
     * @param code its error code, 200 for none, 0 when there was no answer
     * @param why its description
     * @param retryAfter how long it wants to be left alone, or null
     */
    record Result(
            int code, JsonNode body, String why, @Nullable Duration retryAfter) {
        boolean ok() {
            return code == 200;
        }
    }

    Result call(String method, ObjectNode body) {
        try {
            Exchange.Answer answer = exchange.send(
                    Exchange.Ask.post(base + method, HEADERS, body.toString().getBytes(StandardCharsets.UTF_8)));
            JsonNode tree = tree(answer.body()).orElse(MissingNode.getInstance());
            if (answer.status() == 200 && tree.path("ok").asBoolean()) {
                return new Result(200, tree, "", null);
            }
            int seconds = tree.at("/parameters/retry_after").asInt(0);
            return new Result(
                    answer.status() == 200 ? 500 : answer.status(),
                    tree,
                    tree.path("description").asText("status " + answer.status()),
                    seconds > 0 ? Duration.ofSeconds(seconds) : null);
        } catch (IOException lost) {
            return new Result(0, MissingNode.getInstance(), "no answer", null);
        }
    }

    static Optional<JsonNode> tree(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** What Telegram shows us so that we know it; follows from the token, so that there is nothing more to keep. */
    static String secret(String token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("webhook".getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JVM has HmacSHA256", impossible);
        }
    }

    /** Without the address: it holds the token. */
    @Override
    public String toString() {
        return "BotApi";
    }
}
