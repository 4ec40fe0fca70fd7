package dev.tillgate.provider.stripe;

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
 * The header {@code Stripe-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256>[,v1=…][,v0=…]} over {@code <t>.<raw body>},
 * keyed with the whole text of the signing secret. While a secret is rolled there is one {@code v1} for each; any may
 * match. See <a href="https://docs.stripe.com/webhooks/signature">docs.stripe.com</a>, checked 2026-11-25.
 */
final class StripeSignature {
    static final String HEADER = "Stripe-Signature";

    private static final int LONGEST_HEADER = 2_000;
    private static final int MOST_PARTS = 20;

    private StripeSignature() {}

    /** The time of a genuine signature, in unix seconds, or null when none of the secrets made it. */
    static @Nullable Long verify(List<String> secrets, @Nullable String header, byte[] body) {
        Parsed parsed = header == null || header.length() > LONGEST_HEADER ? null : parse(header);
        if (parsed == null) {
            return null;
        }
        boolean genuine = false;
        for (String secret : secrets) {
            byte[] expected = mac(secret, parsed.time(), body);
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
            for (String part : header.split(",", MOST_PARTS)) {
                String item = part.strip();
                if (item.startsWith("t=") && time == null && item.matches("t=[0-9]{1,12}")) {
                    time = Long.parseLong(item.substring(2));
                } else if (item.startsWith("v1=")) {
                    macs.add(HexFormat.of().parseHex(item.substring(3)));
                }
            }
        } catch (IllegalArgumentException garbled) {
            return null;
        }
        return time == null || macs.isEmpty() ? null : new Parsed(time, macs);
    }

    private static byte[] mac(String secret, long time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private record Parsed(long time, List<byte[]> macs) {}
}
