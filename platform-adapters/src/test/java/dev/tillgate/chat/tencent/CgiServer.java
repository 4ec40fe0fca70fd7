package dev.tillgate.chat.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.chat.channel.Mishap;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the APIs of both platforms have in common: access tokens that run out, refusals with status 200, a clock that tests
 * move, and mishaps. Guarded by itself.
 */
public final class CgiServer implements InstantSource, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIFE = Duration.ofSeconds(7_200);
    private static final int TOO_MANY = 45009;

    private final HttpServer server;
    private final Map<String, Function<JsonNode, ObjectNode>> calls = new HashMap<>();
    private final Map<String, Function<Map<String, String>, ObjectNode>> open = new HashMap<>();
    private Duration ahead = Duration.ZERO;
    private Mishap mishap = Mishap.NONE;
    private Function<Mishap, @Nullable ObjectNode> mishaps = any -> null;
    private @Nullable String token;
    private @Nullable String spoiled;
    private Instant until = Instant.MIN;
    private boolean unescaped;
    private @Nullable String instead;
    private int insteadStatus;
    private int given;
    private int asked;

    public CgiServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A call that needs a token. */
    public synchronized void call(String path, Function<JsonNode, ObjectNode> work) {
        calls.put(path, work);
    }

    /** A call without one; its parameters are those of the query, or the fields of the body. */
    public synchronized void openCall(String path, Function<Map<String, String>, ObjectNode> work) {
        open.put(path, work);
    }

    /** How this platform says the mishaps that are its own. */
    public synchronized void mishaps(Function<Mishap, @Nullable ObjectNode> how) {
        mishaps = how;
    }

    /** Escaped characters in JSON are refused, as WeChat does and WeCom does not. */
    public synchronized void refusesEscapes() {
        unescaped = true;
    }

    public synchronized void trouble(Mishap next) {
        mishap = next;
    }

    /** Something on the way answers for the platform, from now on; null ends it. */
    public synchronized void answersInstead(int status, @Nullable String body) {
        insteadStatus = status;
        instead = body;
    }

    @Override
    public synchronized Instant instant() {
        return Instant.now().plus(ahead);
    }

    public synchronized void passes(Duration time) {
        ahead = ahead.plus(time);
    }

    /** The token that works now; another one when it has run out, or shall be fresh. */
    public synchronized ObjectNode token(boolean fresh) {
        asked++;
        Instant now = instant();
        if (token == null || fresh || now.isAfter(until)) {
            given++;
            token = "tok" + given + "_" + "x".repeat(120);
            until = now.plus(LIFE);
        }
        return ok().put("access_token", token)
                .put("expires_in", Duration.between(now, until).toSeconds());
    }

    /** The token does not work any more, though it is still given to whoever asks for one that need not be fresh. */
    public synchronized void spoils() {
        spoiled = token;
    }

    /** How often a token was asked for. */
    public synchronized int asked() {
        return asked;
    }

    public synchronized String currentToken() {
        return String.valueOf(token);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String path = exchange.getRequestURI().getPath();
            ObjectNode answer;
            Mishap now;
            synchronized (this) {
                if (instead != null) {
                    write(exchange, insteadStatus, instead);
                    return;
                }
                now = mishap;
                if (now == Mishap.LOST_BEFORE) {
                    return;
                }
                answer = answer(now, path, query, new String(body, StandardCharsets.UTF_8));
            }
            if (now == Mishap.LOST_AFTER) {
                return;
            }
            write(exchange, answer == null ? 502 : 200, answer == null ? "{}" : answer.toString());
        }
    }

    private static void write(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // WeChat says text/plain of its JSON.
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Nothing where there is no sensible answer. */
    private @Nullable ObjectNode answer(Mishap now, String path, Map<String, String> query, String body)
            throws IOException {
        if (now == Mishap.BROKEN) {
            return null;
        }
        if (now == Mishap.BUSY) {
            return error(TOO_MANY, "reach max api daily quota limit");
        }
        ObjectNode own = mishaps.apply(now);
        if (own != null) {
            return own;
        }
        JsonNode tree = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
        if (open.containsKey(path)) {
            tree.properties()
                    .forEach(field -> query.put(field.getKey(), field.getValue().asText()));
            return open.get(path).apply(query);
        }
        ObjectNode refused = refused(query.get("access_token"));
        if (refused != null) {
            return refused;
        }
        if (unescaped && body.contains("\\u")) {
            return error(40033, "invalid charset. please check your request, if include \\uxxxx will create fail!");
        }
        return calls.containsKey(path) ? calls.get(path).apply(tree) : error(40066, "invalid url");
    }

    private @Nullable ObjectNode refused(@Nullable String shown) {
        if (shown == null) {
            return error(41001, "access_token missing");
        }
        if (!shown.equals(token) || shown.equals(spoiled)) {
            return error(40001, "invalid credential, access_token is invalid or not latest");
        }
        return instant().isAfter(until) ? error(42001, "access_token expired") : null;
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    public static ObjectNode ok() {
        return error(0, "ok");
    }

    public static ObjectNode error(int code, String message) {
        return JSON.createObjectNode().put("errcode", code).put("errmsg", message);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
