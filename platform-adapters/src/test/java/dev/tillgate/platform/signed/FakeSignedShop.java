package dev.tillgate.platform.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A shop that speaks the signed protocol on a loopback port, as a good one does, until it is told to be a bad one. It
 * knows the protocol from its description alone.
 */
public final class FakeSignedShop implements AutoCloseable {
    /** How it behaves. */
    public enum Mood {
        GOOD,
        /** Says 200 to events and keeps nothing. */
        FORGETFUL,
        /** 503 to everything. */
        DOWN,
        /** 429 with {@code Retry-After: 7}. */
        THROTTLING,
        /** Answers when {@link #wake} is called. */
        SLOW,
        /** 200 and a page. */
        GARBLED,
        /** Answers without signature. */
        UNSIGNED,
        /** Signs with another key. */
        MISSIGNED,
        /** Answers well, to the question before this one: a cache in between. */
        CACHED,
        /** 401: it does not know our key any more. */
        DENYING,
        /** 404 to everything, as a server without the shop does. */
        GONE
    }

    /**
     * An order as the shop keeps it.
     *
     * @param transaction the payment it was paid with, or null
     */
    public record Kept(
            long revision, String state, String amount, String currency, String refunded, String transaction) {
        public Kept with(String newState) {
            return new Kept(revision + 1, newState, amount, currency, refunded, transaction);
        }

        public Kept paidWith(String payment) {
            return new Kept(revision + 1, "paid", amount, currency, refunded, payment);
        }

        public Kept costing(String newAmount, String newCurrency) {
            return new Kept(revision + 1, state, newAmount, newCurrency, refunded, transaction);
        }

        Kept refunded(Money more) {
            Money sum = Money.parse(refunded, currency).plus(more);
            boolean all = sum.equals(Money.parse(amount, currency));
            return new Kept(revision + 1, all ? "refunded" : state, amount, currency, sum.toDecimalText(), transaction);
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Kept> orders = new ConcurrentHashMap<>();
    private final Map<String, Boolean> handled = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final CountDownLatch awake = new CountDownLatch(1);
    private volatile WebhookKey key;
    private volatile InstantSource clock = Clock.systemUTC();
    private volatile Mood mood = Mood.GOOD;
    private volatile UnaryOperator<ObjectNode> twist = order -> order;
    private volatile Reply before = new Reply(200, Map.of(), new byte[0]);

    private record Reply(int status, Map<String, String> headers, byte[] body) {}

    public FakeSignedShop() {
        this(WebhookKey.fresh());
    }

    /** @param key the store's callback secret, as the merchant has copied it */
    public FakeSignedShop(WebhookKey key) {
        this.key = key;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/tillgate", this::handle);
        server.start();
    }

    /** The one address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tillgate";
    }

    public WebhookKey key() {
        return key;
    }

    /** The merchant has copied another secret. */
    public void key(WebhookKey other) {
        this.key = other;
    }

    public void mood(Mood next) {
        this.mood = next;
    }

    /** The shop's clock. */
    public void clock(InstantSource other) {
        this.clock = other;
    }

    /** Changes what it says of orders, before signing. */
    public void twist(UnaryOperator<ObjectNode> how) {
        this.twist = how;
    }

    /** Ends being slow. */
    public void wake() {
        awake.countDown();
    }

    public void put(String reference, String amount, String currency) {
        orders.put(
                reference,
                new Kept(
                        1,
                        "unpaid",
                        amount,
                        currency,
                        Money.parse("0", currency).toDecimalText(),
                        null));
    }

    public void change(String reference, UnaryOperator<Kept> how) {
        orders.computeIfPresent(reference, (same, kept) -> how.apply(kept));
    }

    public void delete(String reference) {
        orders.remove(reference);
    }

    public Kept order(String reference) {
        return orders.get(reference);
    }

    public Map<String, Kept> orders() {
        return Map.copyOf(orders);
    }

    /** The types of everything that was asked and told, in order. */
    public List<String> heard() {
        return List.copyOf(questions);
    }

    /** A signed message from the shop, as it arrives at the gateway. */
    public InboundRequest message(String type, String reference) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("type", type);
        if (reference != null) {
            body.put("order", reference);
        }
        body.put("occurred_at", clock.instant().toString());
        return message(JSON.valueToTree(body).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes, signed. */
    public InboundRequest message(byte[] body) {
        Instant now = clock.instant();
        Map<String, String> headers = new LinkedHashMap<>(key.headers("evt-" + UUID.randomUUID(), now, body));
        headers.put("Content-Type", "application/json");
        return new InboundRequest("POST", "/hooks/shops/sto_x", null, headers, body, now);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            Reply reply = reply(headers, body);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
    }

    private Reply reply(Map<String, String> headers, byte[] body) throws IOException {
        JsonNode message = JSON.readTree(body);
        String type = message.path("type").asText();
        questions.add(type);
        switch (mood) {
            case DOWN -> {
                return plain(503, "");
            }
            case THROTTLING -> {
                return new Reply(429, Map.of("Retry-After", "7"), new byte[0]);
            }
            case GONE -> {
                return plain(404, "<h1>Not found</h1>");
            }
            case GARBLED -> {
                return plain(200, "<br />\n<b>Warning</b>: mail(): something {\"order\":");
            }
            case SLOW -> awaitWake();
            default -> {}
        }
        if (mood == Mood.DENYING || !key.signed(headers, body, clock)) {
            return plain(401, "");
        }
        return answer(headers.get("webhook-id"), type, message);
    }

    private Reply answer(String id, String type, JsonNode message) {
        ObjectNode said = JSON.createObjectNode();
        switch (type) {
            case "ping" -> {
                return signed(
                        id,
                        200,
                        said.put("pong", id).put("time", clock.instant().toString()));
            }
            case "order.read" -> {
                String reference = message.path("order").asText();
                Kept kept = orders.get(reference);
                return kept == null
                        ? signed(id, 404, said.put("order", reference).put("state", "missing"))
                        : signed(id, 200, twist.apply(shown(said, reference, kept)));
            }
            default -> {
                if (mood != Mood.FORGETFUL && handled.putIfAbsent(id, true) == null) {
                    apply(type, message.path("payment_id").asText(), message.path("data"));
                }
                return plain(200, "");
            }
        }
    }

    private static ObjectNode shown(ObjectNode said, String reference, Kept kept) {
        return said.put("order", reference)
                .put("revision", kept.revision())
                .put("state", kept.state())
                .put("amount", kept.amount())
                .put("currency", kept.currency())
                .put("refunded", kept.refunded())
                .put("transaction_id", kept.transaction())
                .put("offered", true)
                .put("description", "Order " + reference);
    }

    private void apply(String type, String payment, JsonNode data) {
        String reference = data.path("order_reference").asText();
        switch (type) {
            case "payment.paid", "payment.paid_late" ->
                change(reference, kept -> {
                    boolean same = kept.amount().equals(data.path("amount").asText())
                            && kept.currency().equals(data.path("currency").asText());
                    boolean open = !kept.state().equals("paid") && !kept.state().equals("refunded");
                    return same && open ? kept.paidWith(payment) : kept;
                });
            case "refund.succeeded" ->
                change(
                        reference,
                        kept -> kept.refunded(
                                Money.parse(data.path("refund_amount").asText(), kept.currency())));
            default -> {}
        }
    }

    private Reply signed(String id, int status, ObjectNode said) {
        byte[] body = said.toString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        if (mood != Mood.UNSIGNED) {
            WebhookKey with = mood == Mood.MISSIGNED ? WebhookKey.fresh() : key;
            headers.putAll(with.headers(id, clock.instant(), body));
        }
        Reply reply = new Reply(status, headers, body);
        Reply sent = mood == Mood.CACHED ? before : reply;
        before = reply;
        return sent;
    }

    private static Reply plain(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "text/html"), body.getBytes(StandardCharsets.UTF_8));
    }

    private void awaitWake() {
        try {
            awake.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        wake();
        server.stop(0);
        threads.close();
    }
}
