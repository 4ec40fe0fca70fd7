package dev.tillgate.chat.signed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** HMAC with SHA-256, as headers carry it: {@code sha256=} and lower-case hexadecimal digits. */
public final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";

    private Hmac() {}

    /** The header's value for these bytes, one part after the other. */
    public static String header(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return PREFIX + HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        }
    }

    /** Whether a header signs these bytes; takes as long whether it is nearly right or quite wrong. */
    public static boolean signs(@Nullable String header, String secret, byte[]... parts) {
        return header != null && equal(header, header(secret, parts));
    }

    /** Whether two secrets are the same, compared in constant time. */
    public static boolean equal(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }
}
