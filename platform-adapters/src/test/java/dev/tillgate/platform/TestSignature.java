package dev.tillgate.platform;

import dev.tillgate.callback.CallbackForm;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The store's signature with one fixed secret, written anew from https://www.standardwebhooks.com; carries no token. */
public final class TestSignature implements StoreSignature {
    public static final String SECRET = "whsec_"
            + Base64.getEncoder()
                    .encodeToString("contract-suite-secret-32-bytes!!".getBytes(StandardCharsets.US_ASCII));

    private final InstantSource clock;
    private final String secret;

    public TestSignature(InstantSource clock) {
        this(clock, SECRET);
    }

    public TestSignature(InstantSource clock, String secret) {
        this.clock = clock;
        this.secret = secret;
    }

    /** The time by the clock that it signs with. */
    public Instant now() {
        return clock.instant();
    }

    /** The three headers for this body, as either side sends them. */
    public Map<String, String> headers(String id, byte[] body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CallbackForm.WEBHOOK_ID, id);
        headers.put(CallbackForm.WEBHOOK_TIMESTAMP, timestamp);
        headers.put(CallbackForm.WEBHOOK_SIGNATURE, signature(id, timestamp, body));
        return headers;
    }

    /** Whether these headers are right for this body and at most five minutes old. */
    public boolean isGenuine(@Nullable String id, @Nullable String timestamp, @Nullable String signature, byte[] body) {
        if (id == null || timestamp == null || signature == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
        return age.abs().compareTo(Duration.ofMinutes(5)) <= 0
                && MessageDigest.isEqual(
                        signature(id, timestamp, body).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Ask sign(String url, String id, byte[] body) {
        Map<String, String> headers = headers(id, body);
        headers.put("Content-Type", "application/json");
        return Ask.post(url, headers, body);
    }

    @Override
    public boolean signed(InboundRequest request) {
        return isGenuine(
                request.header(CallbackForm.WEBHOOK_ID),
                request.header(CallbackForm.WEBHOOK_TIMESTAMP),
                request.header(CallbackForm.WEBHOOK_SIGNATURE),
                request.body());
    }

    @Override
    public boolean signed(Answer answer) {
        return isGenuine(
                answer.header(CallbackForm.WEBHOOK_ID),
                answer.header(CallbackForm.WEBHOOK_TIMESTAMP),
                answer.header(CallbackForm.WEBHOOK_SIGNATURE),
                answer.body());
    }

    private String signature(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
