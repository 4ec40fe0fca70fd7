package dev.tillgate.platform.signed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The shop's side of https://www.standardwebhooks.com, written from its text and not from the gateway's code. */
public record WebhookKey(String secret) {
    private static final AtomicLong NEXT = new AtomicLong(1);

    /** A key that was never used before. */
    public static WebhookKey fresh() {
        byte[] bytes = HexFormat.of().parseHex("%064x".formatted(NEXT.getAndIncrement()));
        return new WebhookKey("whsec_" + Base64.getEncoder().encodeToString(bytes));
    }

    /** The three headers for this body. */
    public Map<String, String> headers(String id, Instant at, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        headers.put("webhook-signature", signature(id, Long.toString(at.getEpochSecond()), body));
        return headers;
    }

    /** Whether the headers (names in lower case) are by this key, for this body, and at most five minutes off. */
    public boolean signed(Map<String, String> headers, byte[] body, InstantSource clock) {
        String id = headers.get("webhook-id");
        String timestamp = headers.get("webhook-timestamp");
        @Nullable String signatures = headers.get("webhook-signature");
        if (id == null || timestamp == null || signatures == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
        byte[] expected = signature(id, timestamp, body).getBytes(StandardCharsets.UTF_8);
        return age.abs().compareTo(Duration.ofMinutes(5)) <= 0
                && List.of(signatures.split(" ")).stream()
                        .anyMatch(one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), expected));
    }

    private String signature(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
