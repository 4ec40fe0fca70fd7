package dev.tillgate.webapp.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.webapp.SampleShops.Shop;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls the API as a careful shop does: every request has an idempotency key and is repeated with it until there is a
 * final answer, whatever happens to the gateway.
 */
final class PatientCaller implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String gateway;
    private final Shop shop;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final List<String> surprises = new CopyOnWriteArrayList<>();
    private volatile @Nullable String token;

    PatientCaller(String gateway, Shop shop) {
        this.gateway = gateway;
        this.shop = shop;
    }

    /** Requests whose answer never came or was a failure of the machine, so that they were repeated. */
    int lostAnswers() {
        return lostAnswers.get();
    }

    /** Answers that a careful shop does not expect. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Reads until there is an answer. */
    JsonNode get(String path) {
        return answered(path, HttpRequest.newBuilder().GET(), null);
    }

    /** Sends until the answer is final; the same key must always get the same answer. */
    JsonNode post(String path, String body, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return answered(path, request, key);
    }

    private JsonNode answered(String path, HttpRequest.Builder request, @Nullable String key) {
        while (true) {
            try {
                request.uri(URI.create(gateway + path))
                        .timeout(Duration.ofSeconds(20))
                        .setHeader("Authorization", "Bearer " + token());
                HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                JsonNode answer = JSON.readTree(response.body());
                if (isFinal(response.statusCode(), answer)) {
                    return key == null ? answer : remembered(key, response.statusCode(), response.body(), answer);
                }
                if (response.statusCode() == 401) {
                    token = null;
                }
                notAnswered(response.statusCode());
                pause(500);
            } catch (IOException gatewayDown) {
                lostAnswers.incrementAndGet();
                pause(250);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    private void notAnswered(int status) {
        if (status >= 500) {
            lostAnswers.incrementAndGet();
        }
    }

    private JsonNode remembered(String key, int status, String text, JsonNode answer) {
        if (status >= 400 && status != 409 && status != 422) {
            surprises.add(key + ": " + status + " " + text);
        }
        if (status < 300) {
            String before = answers.putIfAbsent(key, text);
            if (before != null && !before.equals(text)) {
                surprises.add(key + " was answered in two ways: " + before + " and " + text);
            }
        }
        return answer;
    }

    private static boolean isFinal(int status, JsonNode answer) {
        boolean stillRunning = status == 409 && answer.path("code").asText().equals("idempotency-key-in-use");
        return status < 500 && status != 401 && status != 429 && !stillRunning;
    }

    private String token() throws IOException, InterruptedException {
        String known = token;
        if (known != null) {
            return known;
        }
        String basic = Base64.getEncoder()
                .encodeToString((shop.clientId() + ":" + shop.secret()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/api/oauth/token"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=" + URLEncoder.encode("client_credentials", StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("no token now: " + response.statusCode());
        }
        String fresh = JSON.readTree(response.body()).path("access_token").asText();
        token = fresh;
        return fresh;
    }

    @SuppressWarnings("ThreadSleep")
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
