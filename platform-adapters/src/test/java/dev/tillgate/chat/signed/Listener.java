package dev.tillgate.chat.signed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** Our side of a webhook: what a channel makes of requests, each event once by its key; answers can be made to fail. */
public final class Listener implements AutoCloseable {
    private final HttpServer server;
    private final Channel channel;
    private final ConcurrentLinkedQueue<Integer> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, ChatEvent> heard = new LinkedHashMap<>();
    private int requests;

    public Listener(Channel channel) {
        this.channel = channel;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/chat/chn_1";
    }

    /** After it was heard, the next request is answered like this all the same. */
    public void fails(int status) {
        failures.add(status);
    }

    public synchronized List<ChatEvent> heard() {
        return new ArrayList<>(heard.values());
    }

    public synchronized int requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            Received received = channel.read(new InboundRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    headers,
                    exchange.getRequestBody().readAllBytes(),
                    Instant.now()));
            Integer failure = failures.poll();
            Received.Reply reply = reply(received);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    failure == null ? reply.status() : failure, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private synchronized Received.Reply reply(Received received) {
        requests++;
        return switch (received) {
            case Received.Verified verified -> {
                verified.events().forEach(event -> heard.putIfAbsent(event.key(), event));
                yield verified.reply();
            }
            case Received.Knock knock -> knock.reply();
            case Received.Greeting greeting -> greeting.reply();
            case Received.Rejected rejected -> new Received.Reply(rejected.status(), "text/plain", "");
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
