package dev.tillgate.callback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A store's server on this machine: keeps what it is told, and answers as the test says. */
final class Shop implements AutoCloseable {
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, Reply> answer = call -> new Reply(204, Map.of());

    Shop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    record Call(String path, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        String event() {
            return header("webhook-id");
        }
    }

    record Reply(int status, Map<String, String> headers, int bodyBytes) {
        Reply(int status, Map<String, String> headers) {
            this(status, headers, 0);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void answers(int status) {
        answers(call -> new Reply(status, Map.of()));
    }

    void answers(Function<Call, Reply> next) {
        answer = next;
    }

    /** In the order they came. */
    List<Call> calls() {
        return calls;
    }

    List<String> events() {
        return calls.stream().map(Call::event).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Call call = new Call(
                exchange.getRequestURI().getPath(),
                headers,
                exchange.getRequestBody().readAllBytes());
        calls.add(call);
        Reply reply = answer.apply(call);
        new ArrayList<>(reply.headers().entrySet())
                .forEach(header -> exchange.getResponseHeaders().set(header.getKey(), header.getValue()));
        exchange.sendResponseHeaders(reply.status(), reply.bodyBytes() == 0 ? -1 : reply.bodyBytes());
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(new byte[reply.bodyBytes()]);
        } catch (IOException notRead) {
            // The gateway reads only so much.
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
