package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.platform.PlatformFixture.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A WooCommerce shop behind real HTTP, as far as its REST interface goes: keys in all three ways, orders, refunds, notes
 * and webhooks, pretty and plain permalinks, and everything that such a shop can suffer from. It checks signatures as
 * WooCommerce's PHP does, and knows nothing of our own classes.
 */
public final class FakeWooShop implements AutoCloseable {
    public static final String KEY = "ck_" + "1da97aa6209ba5dfd846f6879edaf6e18808873e";
    public static final String SECRET = "cs_" + "a585fb9434ae9ad738e817df2ce12cd3445d6515";
    private static final long SLOWER_THAN_ANY_PATIENCE_MS = 2_500;
    private static final long CLOCK_TOLERANCE = 15 * 60;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    final WooBook book = new WooBook();
    private final HttpServer server;
    private final Map<Long, ObjectNode> webhooks = new ConcurrentSkipListMap<>();
    private final AtomicLong webhookIds = new AtomicLong();
    private final Set<String> nonces = new HashSet<>();
    private final List<String> requests = new ArrayList<>();
    private final boolean plainLinks;
    private volatile Trouble trouble = Trouble.NONE;
    private volatile boolean dropsAuthorization;
    private volatile boolean webhooksForbidden;

    /** @param plainLinks whether its addresses are {@code /?rest_route=…} */
    public FakeWooShop(boolean plainLinks) {
        this.plainLinks = plainLinks;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its address, without a slash at the end. */
    public String home() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Where its REST interface begins. */
    public String root() {
        return plainLinks ? home() + "/?rest_route=" : home() + "/wp-json";
    }

    void trouble(Trouble now) {
        trouble = now;
    }

    /** As hosts do that keep the header from PHP. */
    void dropAuthorization() {
        dropsAuthorization = true;
    }

    /** The user of the keys may see orders and no webhooks. */
    void forbidWebhooks() {
        webhooksForbidden = true;
    }

    /** A new order with this payment method; answers its id. */
    public String order(String total, String currency, String method) {
        return Long.toString(book.add(total, currency, method).id);
    }

    /** The order's status, transaction id, and what is booked as refunded, with blanks between. */
    public String stateOf(String order) {
        WooBook.Row row = Objects.requireNonNull(book.find(Long.parseLong(order)));
        return row.status + " " + row.transaction + " " + WooBook.refunded(row).toPlainString();
    }

    /** How often the shop itself was made to give money back. */
    public int moneyMoved() {
        return book.moneyMoved();
    }

    /** The merchant or the shop's timer sets another status. */
    public void status(String order, String status) {
        book.status(Objects.requireNonNull(book.find(Long.parseLong(order))), status);
    }

    /** The body of the webhook about the order's present state. */
    public byte[] webhookBody(String order) {
        WooBook.Row row = Objects.requireNonNull(book.find(Long.parseLong(order)));
        return book.json(row, null, home()).toString().replace("/", "\\/").getBytes(StandardCharsets.UTF_8);
    }

    /** What the shop puts under a webhook with this secret. */
    public static String webhookSignature(byte[] body, String secret) {
        return Signing.signature(body, secret);
    }

    /** The webhooks that are set up, by their ids. */
    public Map<Long, ObjectNode> webhooks() {
        return webhooks;
    }

    /** Method and route of every request that was let in. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (trouble) {
                case DOWN -> answer(exchange, 503, "down");
                case SLOW -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOWER_THAN_ANY_PATIENCE_MS));
                case THROTTLING -> {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    answer(exchange, 429, "");
                }
                case BABBLING -> answer(exchange, 200, "<html>Are you human?</html>");
                case REVOKED -> error(exchange, 401, "woocommerce_rest_cannot_view");
                case NONE, FORGETFUL -> serve(exchange, body);
            }
        }
    }

    private void serve(HttpExchange exchange, byte[] body) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String path = exchange.getRequestURI().getPath();
        String route = plainLinks ? query.getOrDefault("rest_route", "") : path.replaceFirst("^/wp-json", "");
        if (plainLinks != query.containsKey("rest_route")) {
            answer(exchange, 404, "<html>nothing here</html>");
            return;
        }
        if (route.equals("/") || route.isEmpty()) {
            answer(exchange, 200, "{\"name\":\"Fake\",\"namespaces\":[\"wp/v2\",\"wc/v3\"]}");
            return;
        }
        if (!isLetIn(exchange, query)) {
            error(exchange, 401, "woocommerce_rest_authentication_error");
            return;
        }
        synchronized (this) {
            requests.add(exchange.getRequestMethod() + " " + route);
        }
        call(exchange, route.replaceFirst("^/wc/v3/", ""), query, body.length == 0 ? null : JSON.readTree(body));
    }

    private void call(HttpExchange exchange, String route, Map<String, String> query, @Nullable JsonNode body)
            throws IOException {
        String[] parts = route.split("/");
        if (parts[0].equals("webhooks")) {
            if (webhooksForbidden) {
                error(exchange, 403, "woocommerce_rest_cannot_view");
            } else {
                webhooks(exchange, parts, body);
            }
        } else if (parts[0].equals("orders") && parts.length == 1) {
            list(exchange, query);
        } else if (parts[0].equals("orders")) {
            WooBook.Row row = parts[1].matches("[0-9]{1,18}") ? book.find(Long.parseLong(parts[1])) : null;
            if (row == null) {
                error(exchange, 404, "woocommerce_rest_shop_order_invalid_id");
            } else {
                order(exchange, row, parts, query, body);
            }
        } else {
            error(exchange, 404, "rest_no_route");
        }
    }

    private void order(
            HttpExchange exchange, WooBook.Row row, String[] parts, Map<String, String> query, @Nullable JsonNode body)
            throws IOException {
        Integer dp = query.containsKey("dp") ? Integer.valueOf(query.get("dp")) : null;
        boolean keeps = trouble != Trouble.FORGETFUL;
        String method = exchange.getRequestMethod();
        String what = method + (parts.length > 2 ? " " + parts[2] : "");
        switch (what) {
            case "GET" -> json(exchange, 200, book.json(row, dp, home()));
            case "PUT" -> {
                if (keeps && body != null) {
                    book.change(row, body);
                }
                json(exchange, 200, book.json(row, dp, home()));
            }
            case "POST notes" -> {
                if (keeps && body != null) {
                    row.notes.add(body.path("note").asText());
                }
                json(exchange, 201, JsonNodeFactory.instance.objectNode().put("id", 1));
            }
            case "GET refunds" -> json(exchange, 200, book.refundsJson(row, dp));
            case "POST refunds" -> {
                if (keeps && body != null && book.refund(row, body) == null) {
                    error(exchange, 500, "woocommerce_rest_cannot_create_order_refund");
                } else {
                    json(exchange, 201, JsonNodeFactory.instance.objectNode().put("id", 1));
                }
            }
            case "DELETE refunds" -> {
                book.deleteRefund(row, Long.parseLong(parts[3]));
                json(exchange, 200, JsonNodeFactory.instance.objectNode());
            }
            default -> error(exchange, 404, "rest_no_route");
        }
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        Instant after = query.containsKey("modified_after")
                ? LocalDateTime.parse(query.get("modified_after")).toInstant(ZoneOffset.UTC)
                : Instant.EPOCH;
        int size = Integer.parseInt(query.getOrDefault("per_page", "10"));
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        book.changedAfter(after).stream()
                .skip((page - 1L) * size)
                .limit(size)
                .forEach(row -> found.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("id", row.id)
                        .put("date_modified_gmt", WooBook.gmt(row.modified))));
        json(exchange, 200, found);
    }

    private void webhooks(HttpExchange exchange, String[] parts, @Nullable JsonNode body) throws IOException {
        Long id = parts.length > 1 ? Long.valueOf(parts[1]) : null;
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                // The secret is never shown again.
                webhooks.values().forEach(one -> all.add(one.deepCopy().without("secret")));
                json(exchange, 200, all);
            }
            case "POST" -> {
                long made = webhookIds.incrementAndGet();
                webhooks.put(made, ((ObjectNode) body).deepCopy().put("id", made));
                json(exchange, 201, webhooks.get(made));
            }
            case "PUT" -> {
                webhooks.get(id).setAll((ObjectNode) body);
                json(exchange, 200, webhooks.get(id));
            }
            default -> {
                webhooks.remove(id);
                json(exchange, 200, JsonNodeFactory.instance.objectNode());
            }
        }
    }

    /** As WC_REST_Authentication does: keys in the open only when PHP sees TLS, else OAuth 1.0a without a token. */
    private boolean isLetIn(HttpExchange exchange, Map<String, String> query) {
        boolean tls = "https".equals(exchange.getRequestHeaders().getFirst("X-Forwarded-Proto"));
        if (!tls) {
            return query.containsKey("oauth_signature") && isSigned(exchange, query);
        }
        String header = dropsAuthorization ? null : exchange.getRequestHeaders().getFirst("Authorization");
        if (header != null && header.startsWith("Basic ")) {
            String pair = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
            return pair.equals(KEY + ":" + SECRET);
        }
        return KEY.equals(query.get("consumer_key")) && SECRET.equals(query.get("consumer_secret"));
    }

    /** Written after WooCommerce's check_oauth_signature(), with its own ways of encoding. */
    private boolean isSigned(HttpExchange exchange, Map<String, String> query) {
        Map<String, String> parameters = new TreeMap<>();
        query.forEach((name, value) -> {
            if (!name.equals("oauth_signature")) {
                parameters.put(twice(name), twice(value));
            }
        });
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(name + "%3D" + value));
        String text = exchange.getRequestMethod()
                + "&"
                + raw(home() + exchange.getRequestURI().getPath())
                + "&"
                + String.join("%26", pairs);
        long age = Math.abs(Instant.now().getEpochSecond() - Long.parseLong(query.get("oauth_timestamp")));
        boolean fresh;
        synchronized (this) {
            fresh = nonces.add(query.get("oauth_nonce"));
        }
        return KEY.equals(query.get("oauth_consumer_key"))
                && age < CLOCK_TOLERANCE
                && fresh
                && hmac(text, SECRET + "&").equals(query.get("oauth_signature"));
    }

    private static String twice(String text) {
        return raw(text).replace("%", "%25");
    }

    /** PHP's rawurlencode(). */
    private static String raw(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~")
                .replace("*", "%2A");
    }

    static String hmac(String text, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
        answer(exchange, status, body.toString());
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        answer(exchange, status, "{\"code\":\"" + code + "\",\"message\":\"" + WooBook.MAIL + "\"}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
