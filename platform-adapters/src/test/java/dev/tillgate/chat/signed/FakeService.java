package dev.tillgate.chat.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.chat.channel.Mishap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A service on the internet, as far as tests need one: HTTP with JSON on loopback, mishaps, and a clock of its own. */
public abstract class FakeService implements AutoCloseable {
    protected static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private Mishap mishap = Mishap.NONE;
    private Duration passed = Duration.ZERO;

    protected FakeService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** A request to it. */
    protected record Call(String method, String path, String query, Map<String, String> headers, JsonNode body) {}

    /** Its answer. */
    protected record Answer(int status, ObjectNode body, Map<String, String> headers) {
        public Answer {
            headers = Map.copyOf(headers);
        }

        public static Answer of(int status, ObjectNode body) {
            return new Answer(status, body, Map.of());
        }
    }

    public final String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What happens to the next calls. */
    public final synchronized void trouble(Mishap next) {
        mishap = next;
    }

    protected final Mishap mishap() {
        return mishap;
    }

    /** Time passes, for this service. */
    public final synchronized void passes(Duration time) {
        passed = passed.plus(time);
    }

    protected final Instant now() {
        return Instant.now().plus(passed);
    }

    /** What a call comes to; called with the lock held, and never when the line breaks before. */
    protected abstract Answer answer(Call call);

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            Answer answer;
            synchronized (this) {
                if (mishap == Mishap.LOST_BEFORE) {
                    return;
                }
                answer = answer(new Call(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        String.valueOf(exchange.getRequestURI().getRawQuery()),
                        headers,
                        sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent)));
                if (mishap == Mishap.LOST_AFTER) {
                    return;
                }
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            byte[] bytes = answer.body().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    /** Calls somebody, as services call webhooks. Answers the status, 0 for none within the limit. */
    protected final HttpAnswer calls(String address, Map<String, String> headers, byte[] body, Duration limit) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(limit);
            headers.forEach(request::header);
            HttpResponse<String> response = client.send(
                    body.length == 0
                            ? request.build()
                            : request.POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new HttpAnswer(response.statusCode(), response.body());
        } catch (IOException none) {
            return new HttpAnswer(0, "");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new HttpAnswer(0, "");
        }
    }

    /** What a webhook answered. */
    protected record HttpAnswer(int status, String body) {}

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
