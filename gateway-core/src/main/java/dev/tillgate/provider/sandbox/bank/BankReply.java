package dev.tillgate.provider.sandbox.bank;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the bank answers, and how its host has to deliver it.
 *
 * @param delay to wait before the first byte, without holding a thread
 */
public record BankReply(int status, Map<String, String> headers, byte[] body, Delivery delivery, Duration delay) {
    /** How the answer leaves. */
    public enum Delivery {
        WHOLE,
        /** The length of the whole body is announced, half of it is sent, the connection ends. */
        TRUNCATED,
        /** The connection ends without a byte. */
        DROPPED
    }

    public BankReply {
        headers = Map.copyOf(headers);
    }

    static BankReply json(int status, String body, Map<String, String> extra) {
        return of(status, "application/json", body.getBytes(StandardCharsets.UTF_8), extra);
    }

    static BankReply of(int status, String contentType, byte[] body, Map<String, String> extra) {
        Map<String, String> headers = new LinkedHashMap<>(extra);
        headers.put("content-type", contentType);
        return new BankReply(status, headers, body, Delivery.WHOLE, Duration.ZERO);
    }

    static BankReply dropped(Duration delay) {
        return new BankReply(500, Map.of(), new byte[0], Delivery.DROPPED, delay);
    }

    BankReply delivered(Delivery how) {
        return new BankReply(status, headers, body, how, delay);
    }

    BankReply delayed(Duration by) {
        return new BankReply(status, headers, body, delivery, by);
    }
}
