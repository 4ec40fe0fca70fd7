package dev.tillgate.provider.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Serves a bank on a loopback port with the JDK's own server. The port is open before the bank exists. */
public final class SimulatorServer implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;

    static {
        // Without it every answer on a kept connection waits 40 ms for the other side's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SimulatorServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
    }

    /** Binds the port, 0 for any; serves nothing until {@link #serve}. */
    public static SimulatorServer bind(int port) throws IOException {
        return new SimulatorServer(port);
    }

    public SimulatorServer serve(Function<InboundRequest, Reply> bank) {
        server.createContext("/", exchange -> answer(exchange, bank));
        server.start();
        return this;
    }

    /** Where it answers, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Function<InboundRequest, Reply> bank) throws IOException {
        try (exchange) {
            Reply reply = bank.apply(read(exchange));
            if (!reply.delay().isZero()) {
                Thread.sleep(reply.delay());
            }
            if (reply.delivery() != Reply.Delivery.DROPPED) {
                send(exchange, reply);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static InboundRequest read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        return new InboundRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                body,
                Instant.now());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body();
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            int length = reply.delivery() == Reply.Delivery.TRUNCATED ? body.length / 2 : body.length;
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, length);
            out.flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
