package dev.tillgate.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends requests with a token, and again while that is safe and of use. */
final class Wire {
    private static final int TRIES = 4;
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration BEFORE_IT_EXPIRES = Duration.ofSeconds(30);
    /** The gateway is busy or starting; with a key, or only reading, a repeat does no harm. */
    private static final Set<Integer> AGAIN = Set.of(429, 500, 502, 503, 504);

    private final URI gateway;
    private final String credentials;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile @Nullable Token token;

    private record Token(String value, Instant goodUntil) {
        @Override
        public String toString() {
            return "Token until " + goodUntil;
        }
    }

    Wire(URI gateway, String clientId, String clientSecret) {
        this.gateway = gateway;
        this.credentials = "Basic "
                + Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
    }

    Map<String, Object> get(String path) {
        return send(() -> request(path).GET());
    }

    Map<String, Object> post(String path, Map<String, Object> body, String key) {
        String text = Json.write(body);
        return send(() -> request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(TIME)
                .header("Authorization", "Bearer " + token());
    }

    /** A request is made anew for each try: its token may be another one by then. */
    private interface Asking {
        HttpRequest.Builder next();
    }

    private Map<String, Object> send(Asking asking) {
        GatewayProblem last = new GatewayProblem.NoAnswer("never sent");
        for (int tried = 1; tried <= TRIES; tried++) {
            HttpResponse<byte[]> answer;
            try {
                answer = answer(asking.next().build());
            } catch (IOException lost) {
                last = new GatewayProblem.NoAnswer("no answer from " + gateway, lost);
                pause(tried, null);
                continue;
            }
            int status = answer.statusCode();
            Map<String, Object> json = json(answer);
            if (status / 100 == 2 && json != null) {
                return json;
            }
            last = status / 100 == 4 && json != null
                    ? new GatewayProblem.Refused(status, json)
                    : new GatewayProblem.NoAnswer(gateway + " answered " + status);
            boolean expired = status == 401 && tried == 1;
            if (expired) {
                token = null;
            } else if (AGAIN.contains(status) || isStillRunning(last)) {
                pause(tried, answer.headers().firstValue("retry-after").orElse(null));
            } else {
                throw last;
            }
        }
        throw last;
    }

    private static boolean isStillRunning(GatewayProblem problem) {
        return problem instanceof GatewayProblem.Refused
                && ((GatewayProblem.Refused) problem).code().equals("idempotency-key-in-use");
    }

    private String token() {
        Token known = token;
        if (known != null && Instant.now().isBefore(known.goodUntil())) {
            return known.value();
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/api/oauth/token"))
                .timeout(TIME)
                .header("Authorization", credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try {
            HttpResponse<byte[]> answer = answer(request);
            Map<String, Object> json = json(answer);
            if (json == null || answer.statusCode() / 100 == 5) {
                throw new GatewayProblem.NoAnswer("no token: the gateway answered " + answer.statusCode());
            }
            if (answer.statusCode() != 200) {
                throw new GatewayProblem.Refused(answer.statusCode(), json);
            }
            Instant until =
                    Instant.now().plusSeconds(Json.whole(json, "expires_in")).minus(BEFORE_IT_EXPIRES);
            token = new Token(Json.text(json, "access_token"), until);
            return Json.text(json, "access_token");
        } catch (IOException lost) {
            throw new GatewayProblem.NoAnswer("no token: no answer from " + gateway, lost);
        }
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayProblem.NoAnswer("interrupted while waiting", stopped);
        }
    }

    private static @Nullable Map<String, Object> json(HttpResponse<byte[]> answer) {
        try {
            return Json.object(answer.body());
        } catch (IllegalArgumentException garbled) {
            return null;
        }
    }

    private static void pause(int tried, @Nullable String retryAfter) {
        Duration pause = retryAfter != null && retryAfter.matches("[0-9]{1,5}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter))
                : FIRST_PAUSE.multipliedBy(1L << (tried - 1));
        try {
            if (tried < TRIES) {
                Thread.sleep((pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause).toMillis());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayProblem.NoAnswer("interrupted before the next try", stopped);
        }
    }
}
