package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.platform.PlatformFixture.Trouble;
import dev.tillgate.platform.shopify.ShopBook.Row;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Shopify shop behind real HTTP: tokens, the Admin API as far as we use it, and a book of its own. With a {@link
 * SchemaCourt} every request and every answer is executed on Shopify's own published schema.
 */
public final class FakeShopify implements AutoCloseable {
    public static final String SHOP = "tea-house.myshopify.com";
    public static final String CLIENT_ID = "8f2c0d1e4b5a69788796a5b4c3d2e1f0";
    public static final String SECRET = "shpss_0123456789abcdef0123456789abcdef";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern OPERATION = Pattern.compile("^\\s*(?:query|mutation) (\\w+)");

    public final ShopBook book = new ShopBook();
    public final DraftBook drafts = new DraftBook(book);
    /** Names of the operations that arrived, in order. */
    final List<String> asked = new ArrayList<>();
    /** Grant types that were asked for, in order. */
    final List<String> grants = new ArrayList<>();

    final Set<String> tokens = new HashSet<>();
    boolean credentialsGood = true;
    boolean refreshGood = true;
    int tokenSeconds = 86_399;
    /** The next mutation is done, and its answer lost. */
    volatile boolean loseNextAnswer;
    /** Points left, as told in answers; negative for the usual plenty. */
    volatile int pointsLeft = -1;
    /** What GraphQL says instead of an answer, such as THROTTLED. */
    volatile @Nullable String errorCode;

    Set<String> scopes = Set.of("read_orders", "write_orders");
    private final HttpServer server;
    private final @Nullable SchemaCourt court;
    private final AtomicInteger issued = new AtomicInteger();
    private volatile Trouble trouble = Trouble.NONE;

    FakeShopify(@Nullable SchemaCourt court) {
        this.court = court;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/admin/oauth/access_token", exchange -> answer(exchange, this::token));
        server.createContext("/admin/api/", exchange -> answer(exchange, this::graphql));
        server.start();
    }

    /** The way there: the shop's name leads to this machine, as a resolver would do it. */
    Exchange way(Exchange wire) {
        return ask -> {
            String host = "https://" + SHOP;
            if (!ask.url().startsWith(host + "/")) {
                throw new IOException("only " + SHOP + " is there");
            }
            String url = "http://127.0.0.1:" + server.getAddress().getPort()
                    + ask.url().substring(host.length());
            return wire.send(new Exchange.Ask(ask.method(), url, ask.headers(), ask.body()));
        };
    }

    void trouble(Trouble now) {
        trouble = now;
        if (now == Trouble.REVOKED) {
            synchronized (this) {
                tokens.clear();
                credentialsGood = false;
                refreshGood = false;
            }
        } else {
            credentialsGood = true;
            refreshGood = true;
        }
    }

    private record Reply(int status, String type, String body, Map<String, String> headers) {
        static Reply json(int status, JsonNode body) {
            return new Reply(status, "application/json", body.toString(), Map.of());
        }
    }

    private interface Door {
        @Nullable
        Reply open(HttpExchange exchange, byte[] body) throws IOException;
    }

    private void answer(HttpExchange exchange, Door door) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Reply reply =
                    switch (trouble) {
                        case DOWN -> new Reply(503, "text/html", "<h1>503</h1>", Map.of());
                        case THROTTLING -> new Reply(429, "text/plain", "", Map.of("Retry-After", "7.0"));
                        case BABBLING -> new Reply(200, "text/html", "<html>hello " + ShopBook.BUYER, Map.of());
                        case SLOW -> {
                            late();
                            yield new Reply(200, "application/json", "{}", Map.of());
                        }
                        default -> door.open(exchange, body);
                    };
            if (reply == null) {
                // The connection just ends.
                return;
            }
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", reply.type());
            reply.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void late() {
        try {
            new java.util.concurrent.CountDownLatch(1).await(2500, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Reply token(HttpExchange exchange, byte[] body) {
        JsonNode ask = StrictJson.object(body);
        String grant = ask == null ? "" : ask.path("grant_type").asText();
        grants.add(grant);
        boolean known = ask != null
                && CLIENT_ID.equals(ask.path("client_id").asText())
                && SECRET.equals(ask.path("client_secret").asText());
        boolean good =
                switch (grant) {
                    case "client_credentials" -> credentialsGood;
                    case "refresh_token" ->
                        refreshGood
                                && ask != null
                                && ask.path("refresh_token").asText().startsWith("shprt_");
                    case "urn:ietf:params:oauth:grant-type:token-exchange" ->
                        ask != null && ask.path("expiring").asText().equals("1") && ask.hasNonNull("subject_token");
                    default -> false;
                };
        if (!known || !good) {
            return Reply.json(400, JSON.objectNode().put("error", "invalid_grant"));
        }
        String access = "shpat_" + issued.incrementAndGet() + "secretsecretsecret";
        tokens.add(access);
        ObjectNode answer = JSON.objectNode()
                .put("access_token", access)
                .put("scope", "write_orders")
                .put("expires_in", tokenSeconds);
        if (!grant.equals("client_credentials")) {
            answer.put("refresh_token", "shprt_" + issued.get() + "refreshrefresh")
                    .put("refresh_token_expires_in", 7_776_000);
        }
        return Reply.json(200, answer);
    }

    private synchronized @Nullable Reply graphql(HttpExchange exchange, byte[] body) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("X-Shopify-Access-Token");
        if (token == null || !tokens.contains(token)) {
            return Reply.json(401, JSON.objectNode().put("errors", "[API] Invalid API key or access token"));
        }
        JsonNode ask = StrictJson.object(body);
        String version = exchange.getRequestURI().getPath().replaceAll(".*/api/([^/]+)/graphql\\.json", "$1");
        if (ask == null || !version.matches("2026-(07|10)")) {
            return Reply.json(404, JSON.objectNode().put("errors", "Not Found"));
        }
        String document = ask.path("query").asText();
        Matcher operation = OPERATION.matcher(document);
        String name = operation.find() ? operation.group(1) : "";
        asked.add(name);
        if (errorCode != null) {
            return Reply.json(200, failed(errorCode));
        }
        boolean mutation = document.startsWith("mutation");
        ObjectNode root = root(name, document, ask.path("variables"), trouble != Trouble.FORGETFUL);
        ObjectNode answer = court == null
                ? (ObjectNode) JSON.objectNode().set("data", root)
                : court.execute(version, document, ask.path("variables"), root);
        answer.set("extensions", cost());
        if (mutation && loseNextAnswer && !name.equals("ClaimOrder")) {
            loseNextAnswer = false;
            return null;
        }
        return Reply.json(200, answer);
    }

    private ObjectNode failed(String code) {
        ObjectNode error = JSON.objectNode().put("message", "about " + ShopBook.MAIL);
        error.set("extensions", JSON.objectNode().put("code", code));
        ObjectNode answer = JSON.objectNode();
        answer.set("errors", JSON.arrayNode().add(error));
        answer.set("extensions", cost());
        return answer;
    }

    private ObjectNode cost() {
        ObjectNode status = JSON.objectNode()
                .put("maximumAvailable", 2000.0)
                .put("currentlyAvailable", pointsLeft < 0 ? 1900 : pointsLeft)
                .put("restoreRate", 100.0);
        ObjectNode cost = JSON.objectNode().put("requestedQueryCost", 40).put("actualQueryCost", 20);
        cost.set("throttleStatus", status);
        return (ObjectNode) JSON.objectNode().set("cost", cost);
    }

    /** What the operation's fields say, by the names of the schema. */
    private ObjectNode root(String name, String document, JsonNode variables, boolean save) {
        ObjectNode root = JSON.objectNode();
        switch (name) {
            case "ReadOrder" ->
                root.set(
                        "order",
                        orNull(book.json(book.byGid(variables.path("id").asText()))));
            case "FindOrder" -> root.set("orders", found(variables.path("query").asText()));
            case "ChangedOrders" -> root.set("orders", changed(variables));
            case "ClaimOrder" -> root.set("metafieldsSet", book.metafieldsSet(variables, save));
            case "Capture" -> root.set("orderCapture", book.capture(variables.path("input"), save));
            case "ManualPayment" -> root.set("orderCreateManualPayment", book.manualPayment(variables, save));
            case "Refund" -> {
                if (!document.contains("@idempotent(key: $key)")) {
                    throw new AssertionError("refundCreate needs @idempotent");
                }
                root.set("refundCreate", book.refund(variables, save));
            }
            case "MakeDraft" -> root.set("draftOrderCreate", drafts.make(variables.path("input")));
            case "ReadDraft" ->
                root.set("draftOrder", orNull(drafts.json(variables.path("id").asText())));
            case "CompleteDraft" ->
                root.set(
                        "draftOrderComplete",
                        drafts.complete(variables.path("id").asText(), save));
            case "LookAtApp" -> {
                ArrayNode handles = JSON.arrayNode();
                scopes.forEach(scope -> handles.add(JSON.objectNode().put("handle", scope)));
                root.set("currentAppInstallation", JSON.objectNode().set("accessScopes", handles));
                root.set("webhookSubscriptions", JSON.objectNode().set("nodes", ShopBook.array(book.subscriptions)));
            }
            case "Subscribe" -> root.set("webhookSubscriptionCreate", subscribed(variables));
            default -> throw new AssertionError("the fake shop does not know " + name);
        }
        return root;
    }

    private ObjectNode subscribed(JsonNode variables) {
        ObjectNode made = JSON.objectNode()
                .put("id", "gid://shopify/WebhookSubscription/" + issued.incrementAndGet())
                .put("topic", variables.path("topic").asText())
                .put("uri", variables.path("subscription").path("uri").asText());
        book.subscriptions.add(made);
        ObjectNode payload = JSON.objectNode();
        payload.set("webhookSubscription", made);
        payload.set("userErrors", JSON.arrayNode());
        return payload;
    }

    private ObjectNode found(String query) {
        ArrayNode nodes = JSON.arrayNode();
        book.rows.values().stream()
                .filter(row -> query.equals("checkout_token:'" + row.checkoutToken + "'"))
                .forEach(row -> nodes.add(book.json(row)));
        return (ObjectNode) JSON.objectNode().set("nodes", nodes);
    }

    private ObjectNode changed(JsonNode variables) {
        Matcher since = Pattern.compile("updated_at:>='([^']+)'")
                .matcher(variables.path("query").asText());
        if (!since.matches()) {
            throw new AssertionError("not a search: " + variables);
        }
        Instant from = Instant.parse(since.group(1));
        List<Row> all = book.rows.values().stream()
                .filter(row -> !row.updatedAt.isBefore(from))
                .sorted(java.util.Comparator.comparing((Row row) -> row.updatedAt))
                .toList();
        int begin = variables.path("after").isTextual()
                ? Integer.parseInt(variables.path("after").asText())
                : 0;
        int end = Math.min(all.size(), begin + variables.path("first").asInt());
        ArrayNode nodes = JSON.arrayNode();
        all.subList(begin, end).forEach(row -> nodes.add(book.json(row)));
        ObjectNode page = JSON.objectNode();
        page.set("nodes", nodes);
        page.set(
                "pageInfo",
                JSON.objectNode().put("hasNextPage", end < all.size()).put("endCursor", Integer.toString(end)));
        return page;
    }

    private static JsonNode orNull(@Nullable JsonNode node) {
        return node == null ? JSON.nullNode() : node;
    }

    @Override
    public void close() {
        server.stop(0);
        if (court != null) {
            court.close();
        }
    }
}
