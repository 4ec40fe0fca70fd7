package dev.tillgate.provider.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What WeChat encrypts with the APIv3 key: AES-256-GCM, the tag behind the text, in base 64. */
final class Sealed {
    private static final String ALGORITHM = "AEAD_AES_256_GCM";
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    Sealed(String apiV3Key) {
        key = new SecretKeySpec(apiV3Key.getBytes(StandardCharsets.US_ASCII), "AES");
    }

    /** The text in it, or null when it was not sealed with our key. */
    byte @Nullable [] open(JsonNode sealed) {
        String nonce = StrictJson.text(sealed, "nonce");
        String ciphertext = StrictJson.text(sealed, "ciphertext");
        if (!ALGORITHM.equals(StrictJson.text(sealed, "algorithm")) || nonce == null || ciphertext == null) {
            return null;
        }
        // It may be empty or missing; then it is the empty text.
        String associated = sealed.path("associated_data").asText("");
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] start = nonce.getBytes(StandardCharsets.UTF_8);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, start));
            cipher.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(Base64.getDecoder().decode(ciphertext));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return null;
        }
    }
}
