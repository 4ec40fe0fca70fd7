package dev.tillgate.webapp.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.callback.CallbackRefused;
import dev.tillgate.callback.CallbackVerifier;
import dev.tillgate.callback.VerifiedCallback;
import dev.tillgate.money.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A shop that knows only what verified callbacks told it, and that is as unreliable as shops are: now and then it
 * answers 500 after having understood, or before.
 */
final class CrashShop implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Belief> orders = new ConcurrentHashMap<>();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final Random moods;
    private final AtomicInteger repeats = new AtomicInteger();
    private final AtomicInteger outOfOrder = new AtomicInteger();
    private volatile boolean moody = true;
    private volatile CallbackVerifier verifier;

    /** What the shop believes of an order: from the newest event it has seen. */
    record Belief(boolean paid, Money captured, Money refunded, long sequence) {}

    CrashShop(long seed) throws IOException {
        moods = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(threads);
        server.createContext("/callbacks", this::answer);
        verifier = new CallbackVerifier(
                () -> "{\"keys\":[]}", "nobody", "nobody", handled::contains, InstantSource.system());
        server.start();
    }

    String callbackUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks";
    }

    /** Tells the shop whom to believe. */
    void connect(String gateway, String storeId) {
        verifier = new CallbackVerifier(
                () -> fetch(gateway + "/.well-known/jwks.json"),
                gateway,
                storeId,
                handled::contains,
                InstantSource.system());
    }

    /** From now on it always answers as it should. */
    void calmDown() {
        moody = false;
    }

    Map<String, Belief> orders() {
        return Map.copyOf(orders);
    }

    int repeats() {
        return repeats.get();
    }

    int outOfOrder() {
        return outOfOrder.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(1 << 20);
            int mood = moody ? nextMood() : 100;
            if (mood < 5) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            VerifiedCallback callback =
                    verifier.verify(exchange.getRequestHeaders().getFirst("Authorization"), body);
            note(callback);
            exchange.sendResponseHeaders(mood < 10 ? 500 : 204, -1);
        } catch (CallbackRefused refused) {
            exchange.sendResponseHeaders(401, -1);
        }
    }

    private synchronized int nextMood() {
        return moods.nextInt(100);
    }

    private synchronized void note(VerifiedCallback callback) {
        if (callback.isRepeat()) {
            repeats.incrementAndGet();
            return;
        }
        String order = callback.data().path("order_reference").asText();
        String currency = callback.data().path("currency").asText();
        Money captured = Money.ofMinor(callback.data().path("captured_minor").asLong(), currency);
        Money refunded = Money.ofMinor(callback.data().path("refunded_minor").asLong(), currency);
        boolean paid = callback.data().path("status").asText().equals("paid");
        Belief before = orders.get(order);
        if (before != null && before.sequence() >= callback.sequence()) {
            outOfOrder.incrementAndGet();
        } else {
            orders.put(order, new Belief(paid, captured, refunded, callback.sequence()));
        }
        handled.add(callback.id());
    }

    private String fetch(String url) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException gatewayDown) {
            throw new UncheckedIOException(gatewayDown);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
