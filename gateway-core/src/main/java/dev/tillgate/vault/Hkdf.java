package dev.tillgate.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), as far as it is needed: one block, 32 bytes. */
final class Hkdf {
    private static final String HMAC = "HmacSHA256";

    private Hkdf() {}

    static byte[] extract(byte[] salt, byte[] inputKey) {
        return hmac(salt, inputKey);
    }

    static byte[] expand(byte[] pseudoRandomKey, byte[] info) {
        byte[] block = new byte[info.length + 1];
        System.arraycopy(info, 0, block, 0, info.length);
        block[info.length] = 1;
        return hmac(pseudoRandomKey, block);
    }

    static byte[] expand(byte[] pseudoRandomKey, String info) {
        return expand(pseudoRandomKey, info.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + HMAC, missing);
        }
    }
}
