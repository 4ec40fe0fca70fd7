package dev.tillgate.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs and checks as https://www.standardwebhooks.com has it, with the secrets that a store and the gateway share. */
final class CallbackSecret {
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final List<byte[]> keys = new ArrayList<>();

    CallbackSecret(List<String> secrets) {
        for (String secret : secrets) {
            if (!secret.startsWith(PREFIX)) {
                throw new IllegalArgumentException("a callback secret begins with " + PREFIX);
            }
            keys.add(Base64.getDecoder().decode(secret.substring(PREFIX.length())));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no callback secret");
        }
    }

    boolean signed(Function<String, @Nullable String> header, byte[] body, Instant now) {
        String id = header.apply("webhook-id");
        String timestamp = header.apply("webhook-timestamp");
        String given = header.apply("webhook-signature");
        if (id == null || timestamp == null || given == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        boolean match = false;
        for (String one : given.split(" ", 10)) {
            for (byte[] key : keys) {
                byte[] expected = signature(key, id, timestamp, body).getBytes(StandardCharsets.UTF_8);
                match |= MessageDigest.isEqual(expected, one.getBytes(StandardCharsets.UTF_8));
            }
        }
        return match && age.abs().compareTo(TOLERANCE) <= 0;
    }

    /** The three headers, signed with the newest secret. */
    Map<String, String> sign(String id, Instant now, byte[] body) {
        String timestamp = Long.toString(now.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", signature(keys.get(0), id, timestamp, body));
        return headers;
    }

    private static String signature(byte[] key, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + HMAC, missing);
        }
    }
}
