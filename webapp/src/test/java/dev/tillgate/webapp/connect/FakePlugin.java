package dev.tillgate.webapp.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shop with a plugin that does the whole dance, written from the protocol alone: it asks to be connected, redeems its
 * code, asks for payments, takes callbacks, answers questions about its orders and says when one has changed.
 */
final class FakePlugin implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpServer server;
    private final String state = "st-" + UUID.randomUUID();
    private final String verifier = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "_");
    private final Map<String, ObjectNode> orders = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile JsonNode connection = JSON.createObjectNode();
    private volatile Duration clockAhead = Duration.ZERO;
    private volatile boolean restBlocked;

    FakePlugin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String shop() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String back() {
        return shop() + "/wp-admin/admin.php?page=wc-settings&tab=checkout";
    }

    String state() {
        return state;
    }

    String verifier() {
        return verifier;
    }

    /** Where the plugin sends the browser. */
    String connectUrl(URI gateway) {
        return gateway + "/connect?platform=woocommerce&shop=" + encoded(shop()) + "&name=" + encoded("Ada’s teas")
                + "&return=" + encoded(back()) + "&state=" + state + "&challenge=" + challenge() + "&version=1.0.0";
    }

    String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The body with which it redeems a code. */
    ObjectNode redeeming(String code) {
        ObjectNode body = JSON.createObjectNode();
        body.put("code", code).put("verifier", verifier).put("shop", shop());
        body.put("notify_url", shop() + "/wp-json/tillgate/v1/notify");
        body.put("notify_url_fallback", shop() + "/wc-api/tillgate/");
        body.putObject("versions")
                .put("plugin", "1.0.0")
                .put("wordpress", "7.1")
                .put("woocommerce", "11.0.1")
                .put("php", "8.2.36");
        return body.put("currency", "EUR").put("decimals", 2);
    }

    HttpResponse<String> redeem(URI gateway, ObjectNode body) throws Exception {
        HttpResponse<String> answer = post(gateway + "/api/connect/token", body.toString(), Map.of());
        if (answer.statusCode() == 200) {
            connection = JSON.readTree(answer.body());
        }
        return answer;
    }

    JsonNode connection() {
        return connection;
    }

    /** Takes new secrets into use. */
    void rotated(JsonNode secrets) {
        ((ObjectNode) connection).setAll((ObjectNode) secrets);
    }

    String token() throws Exception {
        return token(
                connection.path("client_id").asText(),
                connection.path("client_secret").asText());
    }

    String token(String id, String secret) throws Exception {
        String pair = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(connection.path("token_url").asText()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + pair)
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        String body = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JSON.readTree(body).path("access_token").asText();
    }

    /** Something about its own connection, such as {@code test}. */
    HttpResponse<String> ask(URI gateway, String what) throws Exception {
        return post(gateway + "/api/connect/" + what, "", Map.of("Authorization", "Bearer " + token()));
    }

    HttpResponse<String> status(URI gateway) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/api/connect/status"))
                .header("Authorization", "Bearer " + token())
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A new order of the shop; answers its id. */
    String order(String amount) {
        String id = Integer.toString(1042 + orders.size());
        orders.put(
                id,
                JSON.createObjectNode()
                        .put("order", id)
                        .put("revision", 1)
                        .put("state", "unpaid")
                        .put("amount", amount)
                        .put("currency", "EUR")
                        .put("refunded", "0.00")
                        .put("offered", true));
        return id;
    }

    JsonNode order(String id, String field) {
        return orders.get(id).path(field);
    }

    /** The shop's own timer, or a person. */
    void cancel(String id) {
        orders.get(id).put("state", "canceled").put("revision", 2);
    }

    HttpResponse<String> pay(String id, String more) throws Exception {
        String body = "{\"order\":\"%s\",\"amount\":\"%s\",\"currency\":\"EUR\"%s}"
                .formatted(id, order(id, "amount").asText(), more);
        return post(
                connection.path("api_base").asText() + "/payments",
                body,
                Map.of("Authorization", "Bearer " + token(), "Idempotency-Key", "order-" + id));
    }

    /** Says that an order has changed. */
    HttpResponse<String> say(String type, String order) throws Exception {
        String body =
                "{\"type\":\"" + type + "\",\"order\":\"" + order + "\",\"occurred_at\":\"" + Instant.now() + "\"}";
        String id = "msg_" + UUID.randomUUID();
        return post(
                connection.path("inbound_url").asText(),
                body,
                Map.of(
                        "webhook-id", id,
                        "webhook-timestamp", Long.toString(Instant.now().getEpochSecond()),
                        "webhook-signature",
                                signature(
                                        id,
                                        Long.toString(Instant.now().getEpochSecond()),
                                        body.getBytes(StandardCharsets.UTF_8))));
    }

    /** Verified events, in the order in which they came. */
    List<JsonNode> events() {
        return events;
    }

    void clockAhead(Duration by) {
        clockAhead = by;
    }

    /** As a security plugin does. */
    void blockRest() {
        restBlocked = true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                answer(exchange, 200, "<title>Shop</title>".getBytes(StandardCharsets.UTF_8), false);
                return;
            }
            if (restBlocked && exchange.getRequestURI().getPath().startsWith("/wp-json/")) {
                answer(exchange, 403, "<html>Forbidden</html>".getBytes(StandardCharsets.UTF_8), false);
                return;
            }
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            String time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
            String given = exchange.getRequestHeaders().getFirst("webhook-signature");
            if (id == null || given == null || !List.of(given.split(" ")).contains(signature(id, time, body))) {
                answer(exchange, 401, new byte[0], false);
                return;
            }
            serve(exchange, JSON.readTree(body));
        }
    }

    private void serve(HttpExchange exchange, JsonNode message) throws IOException {
        switch (message.path("type").asText()) {
            case "ping" ->
                answer(
                        exchange,
                        200,
                        JSON.createObjectNode()
                                .put("pong", message.path("id").asText())
                                .put("time", now().toString())
                                .toString()
                                .getBytes(StandardCharsets.UTF_8),
                        true);
            case "order.read" -> {
                ObjectNode order = orders.get(message.path("order").asText());
                byte[] missing = "{\"order\":\"%s\",\"state\":\"missing\"}"
                        .formatted(message.path("order").asText())
                        .getBytes(StandardCharsets.UTF_8);
                byte[] found = order == null ? missing : order.toString().getBytes(StandardCharsets.UTF_8);
                answer(exchange, order == null ? 404 : 200, found, true);
            }
            default -> {
                take(message);
                answer(exchange, 200, new byte[0], false);
            }
        }
    }

    private void take(JsonNode event) {
        if (events.stream().anyMatch(known -> known.path("id").equals(event.path("id")))) {
            return;
        }
        events.add(event);
        String type = event.path("type").asText();
        if (type.equals("payment.paid") || type.equals("payment.paid_late")) {
            orders.values().stream()
                    .filter(order -> order.path("payment").equals(event.path("payment_id"))
                            || event.toString()
                                    .contains("\"" + order.path("order").asText() + "\""))
                    .forEach(order -> order.put("state", "paid")
                            .put("transaction_id", event.path("payment_id").asText())
                            .put("revision", order.path("revision").asInt() + 1));
        }
    }

    private void answer(HttpExchange exchange, int status, byte[] body, boolean signed) throws IOException {
        if (signed) {
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            String time = Long.toString(now().getEpochSecond());
            exchange.getResponseHeaders().set("webhook-id", id);
            exchange.getResponseHeaders().set("webhook-timestamp", time);
            exchange.getResponseHeaders().set("webhook-signature", signature(id, time, body));
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private Instant now() {
        return Instant.now().plus(clockAhead);
    }

    private String signature(String id, String time, byte[] body) {
        try {
            String secret = connection.path("callback_secret").asText().replaceFirst("^whsec_", "");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException | IllegalArgumentException notConnected) {
            return "none";
        }
    }

    private static HttpResponse<String> post(String url, String body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
