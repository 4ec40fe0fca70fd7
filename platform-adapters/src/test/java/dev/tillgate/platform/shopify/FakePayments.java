package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.money.Money;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shopify as a payments app sees it, behind real HTTP: hands over sessions, and takes what becomes of them as strictly as
 * Shopify does. With a {@link SchemaCourt} every request and answer is executed on the published schema.
 */
public final class FakePayments implements AutoCloseable {
    public static final String SHOP = "tea-house.myshopify.com";
    public static final String CLIENT_ID = "8f2c0d1e4b5a69788796a5b4c3d2e1f0";
    public static final String SECRET = "shpss_0123456789abcdef0123456789abcdef";
    public static final String CODE = "0907a61c0c8d55e99db179b68161bc00";
    public static final String MAIL = "buyer.never.seen@example.com";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern OPERATION = Pattern.compile("^\\s*(?:query|mutation) (\\w+)");
    private static final String EARLY = "Payment session has already been resolved with a different authentication, has"
            + " already been rejected, or the response to start_payment_session request has not been received.";

    /** What Shopify holds of sessions, by gid. */
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /** Names of the operations that arrived, in order. */
    public final List<String> asked = new ArrayList<>();

    private final List<String> tokens = new ArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicInteger lose = new AtomicInteger();
    private final HttpServer server;
    private final @Nullable SchemaCourt court;
    private volatile boolean down;
    private volatile boolean ready;
    private volatile int tokenSeconds = 3_600;

    /** One session, as Shopify holds it. */
    public static final class State {
        /** Whether Shopify has our answer to its own request. */
        public volatile boolean received = true;
        /** Empty, pending, resolved or rejected. */
        public volatile String code = "";

        public volatile String reason = "";
        /** How often it went from one to another state. */
        public volatile int changes;
    }

    public FakePayments(@Nullable SchemaCourt court) {
        this.court = court;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/admin/oauth/access_token", exchange -> answer(exchange, this::token));
        server.createContext("/payments_apps/api/", exchange -> answer(exchange, this::graphql));
        server.start();
    }

    /** One that lets every request and answer be executed on Shopify's published schema, or skips the test. */
    public static FakePayments onTheSchema() {
        return new FakePayments(SchemaCourt.open());
    }

    /** Where it answers on this machine. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The way there: the shop's name leads to this machine, as a resolver would do it. */
    public Exchange way(Exchange wire) {
        return ask -> {
            String host = "https://" + SHOP;
            if (!ask.url().startsWith(host + "/")) {
                throw new IOException("only " + SHOP + " is there");
            }
            String url = address() + ask.url().substring(host.length());
            return wire.send(new Exchange.Ask(ask.method(), url, ask.headers(), ask.body()));
        };
    }

    public static Settings settings(String version) {
        return PaymentsApp.settings(SHOP, CLIENT_ID, SECRET, version);
    }

    /** The real type, whose way to the shop leads to this machine; always with this shop's settings. */
    public PlatformType type(String version) {
        PlatformType real = PaymentsApp.TYPE;
        return new PlatformType(
                real.id(),
                real.settings(),
                real.platform(),
                (given, tools) -> real.opener()
                        .open(
                                settings(version),
                                new PlatformType.Tools(
                                        way(tools.exchange()),
                                        tools.signature(),
                                        tools.drawer(),
                                        tools.address(),
                                        tools.clock())),
                real.check());
    }

    public State state(String kind, String id) {
        return states.computeIfAbsent("gid://shopify/" + kind + "/" + id, one -> new State());
    }

    public State payment(String id) {
        return state("PaymentSession", id);
    }

    /** The next answers to mutations are done and get lost. */
    public void lose(int answers) {
        lose.set(answers);
    }

    public void down(boolean now) {
        down = now;
    }

    public boolean isReady() {
        return ready;
    }

    /** Tokens last that long from now on. */
    public void tokensLast(int seconds) {
        tokenSeconds = seconds;
    }

    /** A payment session as Shopify posts it, with all that it says of the buyer. */
    public ObjectNode start(String id, String group, Money amount) {
        state("PaymentSession", id);
        ObjectNode body = JSON.objectNode()
                .put("id", id)
                .put("gid", "gid://shopify/PaymentSession/" + id)
                .put("group", group)
                .put("session_id", "s" + id)
                .put("amount", amount.toDecimalText())
                .put("currency", amount.currencyCode())
                .put("test", false)
                .put("merchant_locale", "en")
                .put("proposed_at", "2026-11-25T10:00:00Z")
                .put("kind", "sale");
        body.putObject("payment_method")
                .put("type", "offsite")
                .putObject("data")
                .put("cancel_url", cancelUrl(id));
        ObjectNode customer = body.putObject("customer")
                .put("email", MAIL)
                .put("phone_number", "+49 30 1234567")
                .put("locale", "de");
        customer.putObject("billing_address")
                .put("given_name", "Never")
                .put("family_name", "Seen")
                .put("line1", "Secret Street 5")
                .put("country_code", "DE");
        return body;
    }

    /** A refund, capture or void session, as Shopify posts it; without an amount for a void. */
    public ObjectNode change(String kind, String id, String payment, @Nullable Money amount) {
        state(kind, id);
        ObjectNode body = JSON.objectNode()
                .put("id", id)
                .put("gid", "gid://shopify/" + kind + "/" + id)
                .put("payment_id", payment)
                .put("test", false)
                .put("merchant_locale", "en")
                .put("proposed_at", "2026-11-25T11:00:00Z");
        if (amount != null) {
            body.put("amount", amount.toDecimalText()).put("currency", amount.currencyCode());
        }
        return body;
    }

    public static String cancelUrl(String id) {
        return "https://" + SHOP + "/checkouts/" + id + "/cancel";
    }

    public static String nextUrl(String id) {
        return "https://" + SHOP + "/checkouts/" + id + "/thank-you";
    }

    /** The query with which Shopify sends a merchant back who has consented, signed by this secret. */
    public static String consented(String secret, String shop, String state, Instant at) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "code", CODE,
                "host", "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvdGVh",
                "shop", shop,
                "state", state,
                "timestamp", Long.toString(at.getEpochSecond())));
        String text = values.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("&"));
        return text + "&hmac=" + HexFormat.of().formatHex(Hmac.sha256(secret, text.getBytes(StandardCharsets.UTF_8)));
    }

    private record Reply(int status, JsonNode body) {}

    private interface Door {
        @Nullable
        Reply open(HttpExchange exchange, byte[] body);
    }

    private void answer(HttpExchange exchange, Door door) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Reply reply = down ? new Reply(503, JSON.objectNode()) : door.open(exchange, body);
            if (reply == null) {
                // The connection just ends.
                return;
            }
            byte[] bytes = reply.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Reply token(HttpExchange exchange, byte[] body) {
        JsonNode ask = StrictJson.object(body);
        boolean known = ask != null
                && CLIENT_ID.equals(ask.path("client_id").asText())
                && SECRET.equals(ask.path("client_secret").asText());
        boolean first = ask != null && CODE.equals(ask.path("code").asText());
        boolean again = ask != null
                && "refresh_token".equals(ask.path("grant_type").asText())
                && ask.path("refresh_token").asText().equals("shprt_" + issued.get());
        if (!known || !(first || again)) {
            return new Reply(400, JSON.objectNode().put("error", "invalid_request"));
        }
        String access = "shpat_" + issued.incrementAndGet() + "secretsecretsecret";
        tokens.clear();
        tokens.add(access);
        return new Reply(
                200,
                JSON.objectNode()
                        .put("access_token", access)
                        .put("scope", "write_payment_gateways,write_payment_sessions")
                        .put("expires_in", tokenSeconds)
                        .put("refresh_token", "shprt_" + issued.get())
                        .put("refresh_token_expires_in", 7_776_000));
    }

    private synchronized @Nullable Reply graphql(HttpExchange exchange, byte[] body) {
        String token = exchange.getRequestHeaders().getFirst("X-Shopify-Access-Token");
        if (token == null || !tokens.contains(token)) {
            return new Reply(401, JSON.objectNode().put("errors", "[API] Invalid API key or access token"));
        }
        JsonNode ask = Objects.requireNonNull(StrictJson.object(body));
        String version = exchange.getRequestURI().getPath().replaceAll(".*/api/([^/]+)/graphql\\.json", "$1");
        String document = ask.path("query").asText();
        Matcher operation = OPERATION.matcher(document);
        String name = operation.find() ? operation.group(1) : "";
        asked.add(name);
        ObjectNode root = root(name, ask.path("variables"));
        ObjectNode answer = court == null
                ? (ObjectNode) JSON.objectNode().set("data", root)
                : court.executePayments(version, document, ask.path("variables"), root);
        if (document.startsWith("mutation") && lose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return null;
        }
        return new Reply(200, answer);
    }

    private ObjectNode root(String name, JsonNode variables) {
        ObjectNode root = JSON.objectNode();
        switch (name) {
            case "Look" ->
                root.putArray("publicApiVersions")
                        .addObject()
                        .put("handle", "2026-10")
                        .put("supported", true);
            case "Configure" -> {
                ready = variables.path("ready").asBoolean();
                ObjectNode payload = root.putObject("paymentsAppConfigure");
                payload.putObject("paymentsAppConfiguration")
                        .put("externalHandle", variables.path("handle").asText())
                        .put("ready", ready);
                payload.putArray("userErrors");
            }
            default -> {
                Matcher parts = Pattern.compile("(Payment|Refund|Capture|Void)(Resolve|Reject|Pending)")
                        .matcher(name);
                if (!parts.matches()) {
                    throw new AssertionError("the fake does not know " + name);
                }
                String subject = parts.group(1).toLowerCase(java.util.Locale.ROOT) + "Session";
                root.set(subject + parts.group(2), told(parts.group(1), parts.group(2), subject, variables));
            }
        }
        return root;
    }

    /** As the schema's own descriptions say: final, exclusive, and the same again is fine. */
    private ObjectNode told(String kind, String verb, String subject, JsonNode variables) {
        String gid = variables.path("id").asText();
        State state = states.get(gid);
        ObjectNode payload = JSON.objectNode();
        var errors = payload.putArray("userErrors");
        String next = verb.equals("Resolve") ? "resolved" : verb.equals("Reject") ? "rejected" : "pending";
        if (state == null) {
            ObjectNode error = errors.addObject().put("message", kind + " session not found.");
            error.putArray("field").add("id");
            if (!kind.equals("Payment")) {
                error.put("code", kind.toUpperCase(java.util.Locale.ROOT) + "_SESSION_NOT_FOUND");
            }
            return payload;
        }
        boolean over = state.code.equals("resolved") || state.code.equals("rejected");
        if (!state.received || (over && !state.code.equals(next))) {
            ObjectNode error = errors.addObject().put("message", EARLY);
            error.putArray("field").add("id");
            if (!kind.equals("Payment")) {
                error.put("code", kind.toUpperCase(java.util.Locale.ROOT) + "_SESSION_INVALID_STATE");
            } else if (verb.equals("Pending")) {
                error.put("code", "PENDING_INVALID_STATE");
            }
            return payload;
        }
        if (!state.code.equals(next)) {
            state.code = next;
            state.changes++;
            state.reason = variables.path("reason").path("code").asText("");
        }
        payload.set(subject, session(kind, gid, next));
        return payload;
    }

    private static ObjectNode session(String kind, String gid, String next) {
        String upper = next.toUpperCase(java.util.Locale.ROOT);
        ObjectNode session = JSON.objectNode().put("id", gid);
        ObjectNode state = session.putObject("state")
                .put("__typename", kind + "SessionState" + upper.charAt(0) + next.substring(1))
                .put("code", upper)
                .put(next, upper);
        state.put("reason", next.equals("pending") ? "PARTNER_ACTION_REQUIRED" : "PROCESSING_ERROR");
        if (kind.equals("Payment")) {
            session.putObject("nextAction")
                    .put("action", "REDIRECT")
                    .putObject("context")
                    .put("__typename", "PaymentSessionActionsRedirect")
                    .put("redirectUrl", nextUrl(gid.substring(gid.lastIndexOf('/') + 1)));
        }
        return session;
    }

    @Override
    public void close() {
        server.stop(0);
        if (court != null) {
            court.close();
        }
    }
}
