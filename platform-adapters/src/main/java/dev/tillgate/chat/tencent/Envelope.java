package dev.tillgate.chat.tencent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How both platforms sign and seal. Signed is SHA-1 of the token and the parts, sorted and joined. Sealed is AES-256-CBC
 * over 16 random bytes, the text's length in four, the text and whom it is for, filled up to 32 bytes; the key's first half
 * is the vector. As <a href="https://www.npmjs.com/package/@wecom/crypto">Tencent's own program</a> 1.0.1 does it, checked
 * 2026-11-25.
 */
public final class Envelope {
    private static final int BLOCK = 16;
    private static final int FILLED_TO = 32;
    private static final int HEAD = 20;

    private final String token;
    private final String receiver;
    private final byte @Nullable [] key;

    /**
     * @param receiver the app's or company's id: whom everything is for
     * @param key as the platform shows it, 43 characters, or null when nothing is sealed
     */
    public Envelope(String token, String receiver, @Nullable String key) {
        this.token = token;
        this.receiver = receiver;
        // The lenient decoder is meant: the last character's spare bits are not zero in keys that the platforms make.
        this.key = key == null ? null : Base64.getDecoder().decode(key + "=");
    }

    /** Whether it looks like a key that the platforms make. */
    public static boolean isKey(String text) {
        return text.matches("[0-9A-Za-z]{43}");
    }

    /** Whether everything must be sealed. */
    public boolean seals() {
        return key != null;
    }

    /** Whether somebody who knows the token signed these parts. */
    public boolean isSigned(String signature, String... parts) {
        String[] all = Arrays.copyOf(parts, parts.length + 1);
        all[parts.length] = token;
        Arrays.sort(all);
        return MessageDigest.isEqual(
                sha1(String.join("", all)).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JVM has SHA-1", impossible);
        }
    }

    /** The text; nothing when it was not sealed with this key, or for somebody else. Verify the signature first. */
    public Optional<String> open(String sealed) {
        byte[] plain = decrypted(sealed);
        int end = plain.length == 0 ? 0 : plain.length - filling(plain);
        if (end < HEAD) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(plain, BLOCK, Integer.BYTES).getInt();
        if (length < 0 || length > end - HEAD) {
            return Optional.empty();
        }
        String addressee = new String(plain, HEAD + length, end - HEAD - length, StandardCharsets.UTF_8);
        return addressee.equals(receiver)
                ? Optional.of(new String(plain, HEAD, length, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private byte[] decrypted(String sealed) {
        byte[] with = key;
        if (with == null) {
            return new byte[0];
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed);
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(with, "AES"),
                    new IvParameterSpec(Arrays.copyOf(with, BLOCK)));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException notSealed) {
            return new byte[0];
        }
    }

    /** How many bytes were added; all of the plain text when that cannot be. */
    private static int filling(byte[] plain) {
        int count = plain[plain.length - 1];
        if (count < 1 || count > FILLED_TO || count > plain.length) {
            return plain.length;
        }
        for (int i = plain.length - count; i < plain.length; i++) {
            if (plain[i] != count) {
                return plain.length;
            }
        }
        return count;
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return "Envelope for " + receiver;
    }
}
