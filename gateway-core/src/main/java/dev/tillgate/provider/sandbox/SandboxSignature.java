package dev.tillgate.provider.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The bank's signature header, {@code t=<unix seconds>,v1=<hex HMAC-SHA256>[,v1=…]}: one {@code v1} for every secret
 * that is valid at the moment. What is signed is {@code <t>.<subject>.<body>}; the subject of an answer is
 * {@code <METHOD> <path> <status>}, so that an answer to one question cannot pass as the answer to another; the
 * subject of a notification is {@code notification}.
 */
public final class SandboxSignature {
    public static final String HEADER = "Sandbox-Signature";
    public static final String NOTIFICATION = "notification";

    private SandboxSignature() {}

    public static String answerSubject(String method, String path, int status) {
        return method + " " + path + " " + status;
    }

    /** The header's value. */
    public static String sign(List<String> secrets, long unixSeconds, String subject, byte[] body) {
        StringBuilder header = new StringBuilder("t=").append(unixSeconds);
        for (String secret : secrets) {
            header.append(",v1=").append(HexFormat.of().formatHex(mac(secret, unixSeconds, subject, body)));
        }
        return header.toString();
    }

    /**
     * The time of a genuine signature, in unix seconds, or null when none of the secrets made it. The caller judges
     * the time.
     */
    public static @Nullable Long verify(List<String> secrets, @Nullable String header, String subject, byte[] body) {
        Parsed parsed = header == null || header.length() > 1_000 ? null : parse(header);
        if (parsed == null) {
            return null;
        }
        boolean genuine = false;
        for (String secret : secrets) {
            byte[] expected = mac(secret, parsed.time(), subject, body);
            for (byte[] given : parsed.macs()) {
                // No early exit: the time it takes tells nothing.
                genuine |= MessageDigest.isEqual(expected, given);
            }
        }
        return genuine ? parsed.time() : null;
    }

    private static @Nullable Parsed parse(String header) {
        Long time = null;
        List<byte[]> macs = new ArrayList<>();
        try {
            for (String part : header.split(",", 20)) {
                if (part.startsWith("t=") && time == null) {
                    time = Long.parseUnsignedLong(part.substring(2)) & Long.MAX_VALUE;
                } else if (part.startsWith("v1=")) {
                    macs.add(HexFormat.of().parseHex(part.substring(3)));
                }
            }
        } catch (IllegalArgumentException garbled) {
            return null;
        }
        return time == null || macs.isEmpty() ? null : new Parsed(time, macs);
    }

    private static byte[] mac(String secret, long time, String subject, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + "." + subject + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private record Parsed(long time, List<byte[]> macs) {}
}
