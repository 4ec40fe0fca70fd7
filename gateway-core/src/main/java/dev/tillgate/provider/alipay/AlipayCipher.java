package dev.tillgate.provider.alipay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Alipay's content encryption: AES/CBC/PKCS5Padding with an initial vector of zeros, Base64. It hides content from those
 * who log requests; what makes it genuine is the signature over it. See {@code AesEncrypt} of the vendor's SDK 4.40
 * (checked 2026-11-25).
 */
final class AlipayCipher {
    private static final int BLOCK = 16;

    private final SecretKeySpec key;

    private AlipayCipher(SecretKeySpec key) {
        this.key = key;
    }

    /** With the key that Alipay shows in Base64, or null when it is none. */
    static @Nullable AlipayCipher of(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            boolean fits = bytes.length == 16 || bytes.length == 24 || bytes.length == 32;
            return fits ? new AlipayCipher(new SecretKeySpec(bytes, "AES")) : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    String encrypted(String plain) {
        try {
            byte[] bytes = cipher(Cipher.ENCRYPT_MODE).doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES", impossible);
        }
    }

    /** The plain bytes, or null when it was not encrypted with this key. */
    byte @Nullable [] decrypted(String base64) {
        try {
            return cipher(Cipher.DECRYPT_MODE).doFinal(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException foreign) {
            return null;
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, key, new IvParameterSpec(new byte[BLOCK]));
        return cipher;
    }
}
