package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.JsonBook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was answered to an idempotency key, for a day. A kept failure is repeated as well. */
final class Repeats {
    private static final String KIND = "repeat";
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int LONGEST_KEY = 255;

    private final JsonBook book;
    private final InstantSource clock;

    Repeats(JsonBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** An answer that was given before. */
    record Kept(int status, String body) {}

    /** The answer to repeat, or null when the request is new. */
    @Nullable
    Kept find(String account, InboundRequest request) {
        String key = key(request);
        ObjectNode kept = key == null ? null : book.get(KIND, account + ":" + key);
        if (kept == null || kept.path("at").asLong() + KEPT.toMillis() < clock.millis()) {
            return null;
        }
        if (!kept.path("print").asText().equals(print(request))) {
            throw new Refusal(
                    400,
                    "idempotency_error",
                    null,
                    "Keys for idempotent requests can only be used with the same parameters they were first used with.");
        }
        return new Kept(kept.path("status").asInt(), kept.path("body").asText());
    }

    void keep(String account, InboundRequest request, int status, String body) {
        String key = key(request);
        if (key != null) {
            ObjectNode kept = Shapes.object().put("at", clock.millis()).put("print", print(request));
            book.put(KIND, account + ":" + key, kept.put("status", status).put("body", body));
        }
    }

    private static @Nullable String key(InboundRequest request) {
        String key = request.method().equals("POST") ? request.header("Idempotency-Key") : null;
        if (key != null && key.length() > LONGEST_KEY) {
            throw Refusal.invalid(null, "Idempotency-Key is too long.");
        }
        return key;
    }

    /** The same parameters in another order are the same request. */
    private static String print(InboundRequest request) {
        String form = new String(request.body(), StandardCharsets.UTF_8);
        String sorted = Stream.of(form.split("&")).sorted().collect(Collectors.joining("&"));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] whole = (request.path() + "\n" + sorted).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(digest.digest(whole));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
