package dev.tillgate.chat.tencent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The platforms' side of signatures and envelopes.
 *
 * @param key 43 characters
 */
public record Seal(String token, String receiver, String key) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public String seal(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] to = receiver.getBytes(StandardCharsets.UTF_8);
        int length = 16 + 4 + body.length + to.length;
        int filling = 32 - length % 32;
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        byte[] filled = new byte[filling];
        Arrays.fill(filled, (byte) filling);
        byte[] plain = ByteBuffer.allocate(length + filling)
                .put(random)
                .putInt(body.length)
                .put(body)
                .put(to)
                .put(filled)
                .array();
        return encrypted(plain);
    }

    /** Whatever it is, as it is; a multiple of 16 bytes. */
    public String encrypted(byte[] plain) {
        byte[] aes = Base64.getDecoder().decode(key + "=");
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(aes, "AES"), new IvParameterSpec(aes, 0, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String sign(String... parts) {
        List<String> all = new ArrayList<>(List.of(parts));
        all.add(token);
        all.sort(null);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest(String.join("", all).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
