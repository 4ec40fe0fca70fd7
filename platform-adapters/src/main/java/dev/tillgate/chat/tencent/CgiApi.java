package dev.tillgate.chat.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls with an access token, which is kept in memory for as long as it lives and asked for again when it is refused. Both
 * platforms answer with the same token while it lives, so several nodes do not get into each other's way.
 */
public final class CgiApi {
    /** No answer, or one that says nothing: perhaps done. */
    public static final int UNKNOWN = Integer.MIN_VALUE;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json; charset=utf-8");
    private static final Set<Integer> TOKEN_REFUSED = Set.of(40001, 40014, 42001);
    /** Twenty times a day are allowed. */
    private static final Duration BETWEEN_FRESH = Duration.ofMinutes(90);

    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);
    private static final int MARGIN_PART = 10;

    private final String base;
    private final Entrance entrance;
    private final Exchange exchange;
    private final InstantSource clock;
    private volatile @Nullable Token held;
    private volatile Instant freshAgain = Instant.MIN;

    /** @param base scheme and host */
    public CgiApi(String base, Entrance entrance, Exchange exchange, InstantSource clock) {
        this.base = base;
        this.entrance = entrance;
        this.exchange = exchange;
        this.clock = clock;
    }

    /** How a token is asked for. */
    @FunctionalInterface
    public interface Entrance {
        /** @param fresh even if there is one that should work */
        Exchange.Ask ask(boolean fresh);
    }

    /**
     * An answer.
     *
     * @param code the platform's error code, 0 for none
     * @param entered whether there was a token: if not, nothing was done
     */
    public record Result(int code, JsonNode body, boolean entered) {
        public boolean ok() {
            return code == 0;
        }

        /** Without what was said. */
        @Override
        public String toString() {
            return "Result " + code;
        }
    }

    private record Token(String value, Instant until) {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /** Tries the credentials. */
    public Result enter() {
        return enter(false);
    }

    /** Calls, twice when the token was not good any more. */
    public Result call(String path, ObjectNode body) {
        Token token = held;
        if (token == null || !clock.instant().isBefore(token.until())) {
            Result entry = enter(false);
            token = held;
            if (!entry.ok() || token == null) {
                return entry;
            }
        }
        Result result = post(path, token, body);
        if (!TOKEN_REFUSED.contains(result.code())) {
            return result;
        }
        Result entry = renew(token);
        Token renewed = held;
        return entry.ok() && renewed != null ? post(path, renewed, body) : entry;
    }

    /** Another token than the refused one. */
    private Result renew(Token refused) {
        Token now = held;
        if (now != null && !now.value().equals(refused.value())) {
            return new Result(0, MissingNode.getInstance(), true);
        }
        Result entry = enter(false);
        now = held;
        boolean same = now != null && now.value().equals(refused.value());
        if (!entry.ok() || !same) {
            return entry;
        }
        if (clock.instant().isBefore(freshAgain)) {
            return new Result(40001, MissingNode.getInstance(), false);
        }
        freshAgain = clock.instant().plus(BETWEEN_FRESH);
        return enter(true);
    }

    private Result enter(boolean fresh) {
        Result result = send(entrance.ask(fresh), false);
        String value = result.body().path("access_token").asText("");
        if (!result.ok() || value.isEmpty()) {
            return result.ok() ? new Result(UNKNOWN, result.body(), false) : result;
        }
        Duration life = Duration.ofSeconds(result.body().path("expires_in").asLong());
        Duration margin = life.dividedBy(MARGIN_PART);
        held = new Token(
                value,
                clock.instant().plus(life).minus(margin.compareTo(LONGEST_MARGIN) > 0 ? LONGEST_MARGIN : margin));
        return result;
    }

    private Result post(String path, Token token, ObjectNode body) {
        String url = base + path + "?access_token=" + URLEncoder.encode(token.value(), StandardCharsets.UTF_8);
        return send(Exchange.Ask.post(url, HEADERS, bytes(body)), true);
    }

    private Result send(Exchange.Ask ask, boolean entered) {
        try {
            Exchange.Answer answer = exchange.send(ask);
            JsonNode tree = JSON.readTree(answer.body());
            // Only the answer that brings a token may come without a code.
            boolean told = answer.status() == 200 && tree.isObject() && (tree.has("errcode") || !entered);
            return told
                    ? new Result(tree.path("errcode").asInt(0), tree, entered)
                    : new Result(UNKNOWN, MissingNode.getInstance(), entered);
        } catch (IOException lost) {
            return new Result(UNKNOWN, MissingNode.getInstance(), entered);
        }
    }

    /** Not escaped beyond what JSON needs: an escaped character is shown as it stands, or refused (40033). */
    public static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Without the address: it holds the token. */
    @Override
    public String toString() {
        return "CgiApi";
    }
}
