package dev.tillgate.provider.wechatpay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How WeChat signed an answer or a notification.
 *
 * @param serial of the platform certificate, or the id of the public key
 */
record SignedBy(String timestamp, String nonce, String serial, String signature) {
    /**
     * Calls with such signatures come from WeChat to see whether we check them at all; they are to be refused. WeChat's
     * SDK 0.2.17 fails on them in a way of its own (checked 2026-11-25).
     */
    private static final String PROBE = "WECHATPAY/SIGNTEST/";

    private static final Duration LONGEST_AGE = Duration.ofMinutes(5);

    /** Reads the headers; null when one is missing or of another scheme. */
    static @Nullable SignedBy read(Function<String, @Nullable String> header) {
        String timestamp = header.apply("Wechatpay-Timestamp");
        String nonce = header.apply("Wechatpay-Nonce");
        String serial = header.apply("Wechatpay-Serial");
        String signature = header.apply("Wechatpay-Signature");
        String type = header.apply("Wechatpay-Signature-Type");
        if (timestamp == null || nonce == null || serial == null || signature == null) {
            return null;
        }
        boolean ours = type == null || type.equals(WechatPaySignature.SCHEME);
        return ours ? new SignedBy(timestamp, nonce, serial, signature) : null;
    }

    boolean isProbe() {
        return signature.startsWith(PROBE);
    }

    /** Whether it was signed within five minutes of this moment. */
    boolean isFresh(Instant now) {
        try {
            Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(at, now).abs().compareTo(LONGEST_AGE) <= 0;
        } catch (NumberFormatException | DateTimeException garbled) {
            return false;
        }
    }

    /** The lines in front of the body. */
    List<String> lines() {
        return List.of(timestamp, nonce);
    }
}
