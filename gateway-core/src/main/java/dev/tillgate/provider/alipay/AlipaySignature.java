package dev.tillgate.provider.alipay;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** RSA2: SHA256withRSA over {@code name=value} pairs, sorted by name, values as they are before any URL encoding. */
final class AlipaySignature {
    static final String TYPE = "RSA2";

    private static final String ALGORITHM = "SHA256withRSA";

    private AlipaySignature() {}

    /** What is signed: every field that is not empty, but for those named. */
    static String content(Map<String, String> fields, Set<String> without) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .filter(field -> !field.getValue().isEmpty() && !without.contains(field.getKey()))
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("&"));
    }

    static String sign(PrivateKey key, String content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the app's private key cannot sign", unusable);
        }
    }

    /** Whether it is the signature of this content, in its one and only spelling. */
    static boolean verify(PublicKey key, String content, String sign, Charset charset) {
        try {
            byte[] bytes = Base64.getDecoder().decode(sign);
            if (!Base64.getEncoder().encodeToString(bytes).equals(sign)) {
                return false;
            }
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content.getBytes(charset));
            return signature.verify(bytes);
        } catch (IllegalArgumentException | InvalidKeyException notBase64OrKey) {
            return false;
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }
}
