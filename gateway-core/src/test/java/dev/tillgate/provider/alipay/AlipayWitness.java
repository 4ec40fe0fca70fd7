package dev.tillgate.provider.alipay;

import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.simulator.Form;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** Signs in Alipay's stead whatever an answer's body now is. */
final class AlipayWitness {
    private AlipayWitness() {}

    /** What Alipay signs with for one app. */
    record Keys(PrivateKey signing) {
        static Keys of(String base64) {
            try {
                PKCS8EncodedKeySpec spec =
                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
                return new Keys(KeyFactory.getInstance("RSA").generatePrivate(spec));
            } catch (GeneralSecurityException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    /** The first field of the body is what is signed; what comes after it is kept, but for the signature. */
    static String signedAgain(Keys keys, Ask ask, Answer answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        Map<String, String> fields = Form.read(ask.url().substring(ask.url().indexOf('?') + 1));
        String name = "\"" + fields.getOrDefault("method", "").replace('.', '_') + "_response\":";
        int start = body.indexOf(name);
        int end = body.lastIndexOf(",\"sign\":");
        if (start < 0 || end < start) {
            return body;
        }
        int sn = body.indexOf(",\"alipay_cert_sn\":", start);
        int close = sn > 0 ? sn : end;
        String raw = body.substring(start + name.length(), close);
        String sign = AlipaySignature.sign(keys.signing(), raw);
        return body.substring(0, end) + ",\"sign\":\"" + sign + "\"}";
    }
}
