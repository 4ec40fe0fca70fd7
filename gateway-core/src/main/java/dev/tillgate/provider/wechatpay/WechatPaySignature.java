package dev.tillgate.provider.wechatpay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/** {@code WECHATPAY2-SHA256-RSA2048}: lines, each with a line feed behind it, signed with RSA. */
final class WechatPaySignature {
    static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";

    private WechatPaySignature() {}

    /** The signature of these lines, in base 64. */
    static String sign(PrivateKey key, List<String> lines) {
        String message = String.join("\n", lines) + "\n";
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(message.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the merchant's private key cannot sign", unusable);
        }
    }

    /** Whether the lines and then the raw body were signed with the other half of this key. */
    static boolean verify(PublicKey key, List<String> lines, byte[] body, String signed) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(body.length + 100);
        lines.forEach(line -> message.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)));
        message.writeBytes(body);
        message.write('\n');
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(message.toByteArray());
            return signature.verify(Base64.getDecoder().decode(signed));
        } catch (GeneralSecurityException | IllegalArgumentException garbled) {
            return false;
        }
    }
}
