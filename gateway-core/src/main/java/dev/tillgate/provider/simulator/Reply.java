package dev.tillgate.provider.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a simulator answers, and how its host has to deliver it.
 *
 * @param delay to wait before the first byte, without holding a thread
 */
public record Reply(int status, Map<String, String> headers, byte[] body, Delivery delivery, Duration delay) {
    /** How the answer leaves. */
    public enum Delivery {
        WHOLE,
        /** The length of the whole body is announced, half of it is sent, the connection ends. */
        TRUNCATED,
        /** The connection ends without a byte. */
        DROPPED
    }

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** A whole JSON body. */
    public static Reply json(int status, String body, Map<String, String> extra) {
        return of(status, "application/json", body.getBytes(StandardCharsets.UTF_8), extra);
    }

    /** A whole body of this type. */
    public static Reply of(int status, String contentType, byte[] body, Map<String, String> extra) {
        Map<String, String> headers = new LinkedHashMap<>(extra);
        headers.put("content-type", contentType);
        return new Reply(status, headers, body, Delivery.WHOLE, Duration.ZERO);
    }

    /** No answer at all. */
    public static Reply dropped(Duration delay) {
        return new Reply(500, Map.of(), new byte[0], Delivery.DROPPED, delay);
    }

    /** The same, leaving in another way. */
    public Reply delivered(Delivery how) {
        return new Reply(status, headers, body, how, delay);
    }

    /** The same, held back. */
    public Reply delayed(Duration by) {
        return new Reply(status, headers, body, delivery, by);
    }
}
