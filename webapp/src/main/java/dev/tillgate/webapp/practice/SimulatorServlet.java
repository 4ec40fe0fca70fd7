package dev.tillgate.webapp.practice;

import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Serves simulated providers. They are other parties that happen to live in
 * the same process: the gateway talks to them over HTTP like to any provider. Slow answers hold no thread; register it
 * with async support.
 */
public final class SimulatorServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int MOST_BYTES = 256 * 1024;

    /** Evidence comes with its documents. */
    private static final int MOST_BYTES_WITH_FILES = 8 * 1024 * 1024;

    private final transient Function<String, Optional<Served>> simulators;
    private final transient ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulator-later").factory());

    /** @param simulators finds who answers a path behind the servlet's own */
    public SimulatorServlet(Function<String, Optional<Served>> simulators) {
        this.simulators = simulators;
    }

    /** A simulator, and the path as it knows it. */
    public record Served(Simulator simulator, String path) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String type = String.valueOf(request.getContentType());
        int most = type.startsWith("multipart/") ? MOST_BYTES_WITH_FILES : MOST_BYTES;
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
        Served served = simulators.apply(path).orElse(null);
        if (served == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Reply reply = served.simulator().handle(read(request, served.path(), body));
        if (reply.delay().isZero() && reply.delivery() == Reply.Delivery.WHOLE) {
            write(response, reply);
            return;
        }
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(0);
        later.schedule(() -> deliver(waiting, reply), reply.delay().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static InboundRequest read(HttpServletRequest request, String path, byte[] body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, request.getHeader(name));
        }
        return new InboundRequest(request.getMethod(), path, request.getQueryString(), headers, body, Instant.now());
    }

    private static void deliver(AsyncContext waiting, Reply reply) {
        try {
            write((HttpServletResponse) waiting.getResponse(), reply);
        } catch (IOException | IllegalStateException gone) {
            // Whoever asked did not wait.
        } finally {
            waiting.complete();
        }
    }

    /** An answer that ends before its announced length makes the container end the connection. */
    private static void write(HttpServletResponse response, Reply reply) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        byte[] body = reply.body();
        switch (reply.delivery()) {
            case WHOLE -> {
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
            }
            case TRUNCATED -> {
                response.setContentLength(body.length);
                response.getOutputStream().write(body, 0, body.length / 2);
                response.flushBuffer();
            }
            case DROPPED -> {
                response.setContentLength(1);
                response.flushBuffer();
            }
        }
    }

    @Override
    public void destroy() {
        later.shutdownNow();
    }
}
