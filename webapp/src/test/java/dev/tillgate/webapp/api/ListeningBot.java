package dev.tillgate.webapp.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A bot of a shop's own that believes only what the gateway has signed, as its documentation says. Guarded by itself. */
final class ListeningBot implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI gateway;
    private final String store;
    private final Map<String, SortedMap<Long, JsonNode>> heard = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private int failing;

    ListeningBot(URI gateway, String store) throws IOException {
        this.gateway = gateway;
        this.store = store;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/bot";
    }

    /** The next calls are not answered well. */
    synchronized void fails(int times) {
        failing = times;
    }

    /** A conversation's messages by their numbers; one that is told twice is one. */
    synchronized SortedMap<Long, JsonNode> heard(String session) {
        return new TreeMap<>(heard.getOrDefault(session, new TreeMap<>()));
    }

    /** How many of the calls that were to fail did not come yet. */
    synchronized int stillFailing() {
        return failing;
    }

    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status;
        try {
            Claims claims = claims(exchange.getRequestHeaders().getFirst("Authorization"));
            check(claims, body);
            status = take(JSON.readTree(body));
        } catch (RuntimeException | GeneralSecurityException | InterruptedException forged) {
            synchronized (this) {
                refused.add(forged.toString());
            }
            status = 401;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private synchronized int take(JsonNode told) {
        if (failing > 0) {
            failing--;
            return 503;
        }
        SortedMap<Long, JsonNode> messages =
                heard.computeIfAbsent(told.path("session_id").asText(), session -> new TreeMap<>());
        told.path("messages")
                .forEach(message -> messages.put(message.path("sequence").asLong(), message));
        return 204;
    }

    private Claims claims(String authorization) throws IOException, InterruptedException {
        String jwks = client.send(
                        HttpRequest.newBuilder(gateway.resolve("/.well-known/jwks.json"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Map<String, Jwk<?>> keys = new TreeMap<>();
        Jwks.setParser().build().parse(jwks).getKeys().forEach(key -> keys.put(key.getId(), key));
        return Jwts.parser()
                .keyLocator(
                        header -> keys.get(String.valueOf(header.get("kid"))).toKey())
                .requireIssuer(gateway.toString())
                .build()
                .parseSignedClaims(authorization.substring("Bearer ".length()))
                .getPayload();
    }

    private void check(Claims claims, byte[] body) throws GeneralSecurityException {
        String hash = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        if (!claims.getAudience().equals(Set.of(store)) || !hash.equals(claims.get("body_sha256"))) {
            throw new IllegalArgumentException("for somebody else, or about something else");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
