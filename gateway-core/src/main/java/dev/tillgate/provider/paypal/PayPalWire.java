package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Multipart;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests with an access token. The token is kept until shortly before it ends and forgotten when PayPal does not take
 * it; a request whose token could not be had was never sent, and says so.
 */
final class PayPalWire {
    /** PayPal's tokens live for hours. */
    private static final long RENEW_SECONDS_BEFORE_END = 300;

    private static final String JSON = "application/json";

    private final String api;
    private final String credentials;
    private final Exchange exchange;
    private final InstantSource clock;
    private volatile @Nullable Token token;

    PayPalWire(Settings settings, Exchange exchange, InstantSource clock) {
        this.api = PayPal.api(settings);
        String pair = settings.get(PayPal.CLIENT_ID) + ":" + settings.get(PayPal.CLIENT_SECRET);
        this.credentials = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        this.exchange = exchange;
        this.clock = clock;
    }

    Answer get(String path) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + accessToken());
        headers.put("Accept", JSON);
        return noted(exchange.send(Ask.get(api + path, headers)));
    }

    /**
     * Sends a command. The same key again is the same command: PayPal answers what became of the first.
     *
     * @param further headers that only this command has
     */
    Answer post(String path, String key, byte[] body, Map<String, String> further) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + accessToken());
        headers.put("Accept", JSON);
        headers.put("Content-Type", JSON);
        headers.put("Prefer", "return=representation");
        headers.put("PayPal-Request-Id", key);
        headers.putAll(further);
        return noted(exchange.send(Ask.post(api + path, headers, body)));
    }

    Answer patch(String path, byte[] body) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + accessToken());
        headers.put("Accept", JSON);
        headers.put("Content-Type", JSON);
        return noted(exchange.send(new Ask("PATCH", api + path, headers, body)));
    }

    /** Sends a form with files. */
    Answer postForm(String path, String key, Multipart form) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + accessToken());
        headers.put("Accept", JSON);
        headers.put("Content-Type", form.contentType());
        headers.put("PayPal-Request-Id", key);
        return noted(exchange.send(Ask.post(api + path, headers, form.bytes())));
    }

    /** Asks PayPal a question that moves nothing and needs no key. */
    Answer ask(String path, byte[] body) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + accessToken());
        headers.put("Accept", JSON);
        headers.put("Content-Type", JSON);
        return noted(exchange.send(Ask.post(api + path, headers, body)));
    }

    /** Fetches something public, without the token. */
    Answer fetch(String url) throws IOException {
        return exchange.send(Ask.get(url, Map.of()));
    }

    private Answer noted(Answer answer) {
        if (answer.status() == 401) {
            token = null;
        }
        return answer;
    }

    private String accessToken() throws IOException {
        Token known = token;
        if (known != null && clock.instant().isBefore(known.until())) {
            return known.value();
        }
        Token fresh = freshToken();
        token = fresh;
        return fresh.value();
    }

    private Token freshToken() throws IOException {
        Instant asked = clock.instant();
        Answer answer;
        try {
            answer = exchange.send(Ask.post(
                    api + "/v1/oauth2/token",
                    Map.of(
                            "Authorization",
                            "Basic " + credentials,
                            "Accept",
                            JSON,
                            "Content-Type",
                            "application/x-www-form-urlencoded"),
                    "grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException lost) {
            throw new NotSentException("no access token from PayPal", lost);
        }
        JsonNode body = StrictJson.object(answer.body());
        if (answer.status() == 401 && body != null && "invalid_client".equals(StrictJson.text(body, "error"))) {
            throw new CredentialsRefused("PayPal does not know this client id and secret; live and sandbox apps have"
                    + " their own, so look whether the mode is right");
        }
        Token read = answer.status() == 200 && body != null ? token(body, asked) : null;
        if (read == null) {
            throw new NotSentException("no access token from PayPal: answer " + answer.status());
        }
        return read;
    }

    private static @Nullable Token token(JsonNode body, Instant asked) {
        String value = StrictJson.text(body, "access_token");
        Long seconds = StrictJson.integer(body, "expires_in");
        if (value == null || !value.matches("[!-~]{1,4000}") || seconds == null || seconds < 1) {
            return null;
        }
        long early = Math.min(RENEW_SECONDS_BEFORE_END, seconds / 2);
        return new Token(value, asked.plusSeconds(Math.min(seconds, 100_000) - early));
    }

    private record Token(String value, Instant until) {
        @Override
        public String toString() {
            return "Token[until " + until + "]";
        }
    }
}
