package dev.tillgate.merchant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A secret that is shown once and then known here by its digest only. It has 256 random bits, so a plain SHA-256 is
 * enough: there is nothing to guess.
 */
public record SecretText(String value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new secret with a prefix that scanners of leaked code recognize, such as {@code tg_sk_}. */
    public static SecretText next(String prefix) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new SecretText(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** SHA-256 over the text's UTF-8 bytes, lower-case hex. */
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares with a stored digest in a time that does not depend on where they differ. */
    public boolean hasDigest(String stored) {
        return MessageDigest.isEqual(
                digest().getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "SecretText";
    }
}
