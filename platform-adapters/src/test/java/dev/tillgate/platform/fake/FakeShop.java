package dev.tillgate.platform.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.money.Money;
import dev.tillgate.platform.PlatformFixture.Trouble;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.platform.TestSignature;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A shop with one address, as the signed shop protocol has it: it is told events, is asked for orders, and keeps a book
 * of its own. It can be in any kind of trouble, for all orders or for some.
 */
public final class FakeShop implements AutoCloseable {
    /** On every order; never to be seen anywhere. */
    public static final String BUYER = "Erika Mustermann-Ponte";

    public static final String MAIL = "erika.mustermann@mail.example";
    private static final int SLOWER_THAN_ANY_PATIENCE_MS = 2_500;

    private final HttpServer server;
    private final TestSignature signature;
    private final Map<String, Row> book = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(1_000);
    private final AtomicLong calls = new AtomicLong();
    private volatile Trouble trouble = Trouble.NONE;

    private volatile Mishaps mishaps = (reference, event) -> Mishap.NONE;

    /** What can happen to an event that the shop is told. */
    public enum Mishap {
        NONE,
        /** The answer is 200, and nothing is saved. */
        FORGOTTEN,
        /** The line breaks before it is read. */
        LOST
    }

    /** Asked before an event is saved. */
    @FunctionalInterface
    public interface Mishaps {
        Mishap of(String reference, String event);
    }

    /** An order as the shop has it; guarded by itself. */
    public static final class Row {
        private final String reference;
        private final boolean offered;
        private long revision = 1;
        private State state = State.UNPAID;
        private String total;
        private String currency;
        private Money refunded;
        private @Nullable String transaction;
        private int completions;
        private boolean deleted;
        private final Set<String> refunds = new HashSet<>();

        private Row(String reference, String total, String currency, Money none, boolean offered) {
            this.reference = reference;
            this.total = total;
            this.currency = currency;
            this.refunded = none;
            this.offered = offered;
        }

        public synchronized State state() {
            return state;
        }

        public synchronized @Nullable String transaction() {
            return transaction;
        }

        public synchronized int completions() {
            return completions;
        }

        public synchronized Money refunded() {
            return refunded;
        }

        public synchronized Money total() {
            return Money.parse(total, currency);
        }

        public synchronized boolean deleted() {
            return deleted;
        }
    }

    public FakeShop(TestSignature signature) {
        this.signature = signature;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tillgate";
    }

    public String order(Money total, boolean offered) {
        return order(total.toDecimalText(), total.currencyCode(), Money.zero(total.currency()), offered);
    }

    public String order(String total, String currency, Money none, boolean offered) {
        String reference = Long.toString(next.getAndIncrement());
        book.put(reference, new Row(reference, total, currency, none, offered));
        return reference;
    }

    /** As the shop has it, or nothing when it is gone. */
    public @Nullable Row row(String reference) {
        Row row = book.get(reference);
        return row == null || row.deleted() ? null : row;
    }

    /** A person or a timer in the shop cancels it, unless it is paid. */
    public void cancel(String reference) {
        change(reference, row -> {
            if (row.state != State.PAID && row.state != State.REFUNDED) {
                row.state = State.CANCELED;
            }
        });
    }

    /** A careless plugin writes an old copy of the order back. */
    public void writeBackUnpaid(String reference) {
        change(reference, row -> {
            row.state = State.CANCELED;
            row.transaction = null;
        });
    }

    public void total(String reference, Money total) {
        change(reference, row -> {
            row.total = total.toDecimalText();
            row.currency = total.currencyCode();
        });
    }

    public void delete(String reference) {
        change(reference, row -> row.deleted = true);
    }

    public void payOtherwise(String reference) {
        change(reference, row -> {
            row.state = State.PAID;
            row.transaction = "cash";
            row.completions++;
        });
    }

    public void trouble(Trouble now) {
        trouble = now;
    }

    public void mishaps(Mishaps which) {
        mishaps = which;
    }

    /** How often it was called, in whatever state. */
    public long calls() {
        return calls.get();
    }

    private interface Change {
        void of(Row row);
    }

    private void change(String reference, Change change) {
        Row row = Objects.requireNonNull(book.get(reference), reference);
        synchronized (row) {
            change.of(row);
            row.revision++;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (trouble) {
            case DOWN -> answer(exchange, 503, "down".getBytes(StandardCharsets.UTF_8), false);
            case SLOW -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOWER_THAN_ANY_PATIENCE_MS));
                exchange.close();
            }
            case THROTTLING -> {
                exchange.getResponseHeaders().set("Retry-After", "7");
                answer(exchange, 429, new byte[0], false);
            }
            case BABBLING ->
                answer(exchange, 200, "<html>Are you human?</html>".getBytes(StandardCharsets.UTF_8), false);
            case REVOKED -> answer(exchange, 401, new byte[0], false);
            case NONE, FORGETFUL -> served(exchange, body);
        }
    }

    private void served(HttpExchange exchange, byte[] body) throws IOException {
        boolean genuine = signature.isGenuine(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                body);
        JsonNode message = StrictJson.object(body);
        if (!genuine || message == null) {
            answer(exchange, 401, new byte[0], false);
            return;
        }
        String type = Objects.requireNonNullElse(StrictJson.text(message, "type"), "");
        if (type.equals("ping")) {
            ObjectNode pong = JsonNodeFactory.instance.objectNode();
            pong.put("pong", StrictJson.text(message, "id"))
                    .put("time", signature.now().toString());
            answer(exchange, 200, bytes(pong), true);
        } else if (type.equals("order.read")) {
            read(exchange, Objects.requireNonNullElse(StrictJson.text(message, "order"), ""));
        } else {
            event(exchange, type, message.path("data"));
        }
    }

    private void read(HttpExchange exchange, String reference) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("order", reference);
        Row row = row(reference);
        if (row == null) {
            answer(exchange, 404, bytes(answer.put("state", "missing")), true);
            return;
        }
        synchronized (row) {
            answer.put("revision", row.revision)
                    .put("state", row.state.name().toLowerCase(Locale.ROOT))
                    .put("amount", row.total)
                    .put("currency", row.currency)
                    .put("refunded", row.refunded.toDecimalText())
                    .put("transaction_id", row.transaction)
                    .put("offered", row.offered)
                    .put("description", "Order " + reference);
        }
        answer.putObject("buyer").put("name", BUYER).put("mail", MAIL);
        answer(exchange, 200, bytes(answer), true);
    }

    /** What a well-made shop does with an event: checks it, saves it once, and never takes a paid order back. */
    private void event(HttpExchange exchange, String type, JsonNode data) throws IOException {
        String reference = Objects.requireNonNullElse(StrictJson.text(data, "order_reference"), "");
        Row row = row(reference);
        Mishap mishap = trouble == Trouble.FORGETFUL ? Mishap.FORGOTTEN : mishaps.of(reference, type);
        if (mishap == Mishap.LOST) {
            exchange.close();
            return;
        }
        if (row != null && mishap == Mishap.NONE) {
            save(row, type, data);
        }
        answer(exchange, 200, new byte[0], false);
    }

    private static void save(Row row, String type, JsonNode data) {
        synchronized (row) {
            switch (type) {
                case "payment.paid", "payment.paid_late" -> paid(row, data);
                case "refund.succeeded" -> refunded(row, data);
                case "payment.canceled" -> canceled(row);
                default -> {
                    // Nothing changes in the shop.
                }
            }
        }
    }

    private static void paid(Row row, JsonNode data) {
        Money captured = Money.parse(
                data.path("captured").asText(), data.path("currency").asText());
        boolean open = row.state == State.UNPAID || row.state == State.ON_HOLD || row.state == State.CANCELED;
        if (open && captured.equals(Money.parse(row.total, row.currency))) {
            row.state = State.PAID;
            row.transaction = data.path("payment_id").asText();
            row.completions++;
            row.revision++;
        }
    }

    private static void refunded(Row row, JsonNode data) {
        boolean ours = data.path("payment_id").asText().equals(row.transaction);
        if (ours && row.refunds.add(data.path("refund_id").asText())) {
            row.refunded = row.refunded.plus(Money.parse(
                    data.path("refund_amount").asText(), data.path("currency").asText()));
            row.state = row.refunded.equals(Money.parse(row.total, row.currency)) ? State.REFUNDED : row.state;
            row.revision++;
        }
    }

    private static void canceled(Row row) {
        if (row.state == State.UNPAID) {
            row.state = State.CANCELED;
            row.revision++;
        }
    }

    private void answer(HttpExchange exchange, int status, byte[] body, boolean signed) throws IOException {
        if (signed) {
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            signature.headers(id, body).forEach(exchange.getResponseHeaders()::set);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static byte[] bytes(ObjectNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
