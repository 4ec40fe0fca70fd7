package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The door of {@code /gateway.do}: who asks, whether it is signed, and how an answer is signed on its way out. */
final class GatewayDoor {
    private GatewayDoor() {}

    /** What is wrong with the fields of a known app's request, as an answer; null when nothing is. */
    static @Nullable ObjectNode trouble(SimulatedApp app, Map<String, String> fields) {
        if (fields.getOrDefault("method", "").isEmpty()) {
            return Facts.refused("40001", "Missing Required Arguments", "isv.missing-method");
        }
        if (fields.getOrDefault("sign", "").isEmpty()) {
            return Facts.refused("40001", "Missing Required Arguments", "isv.missing-signature");
        }
        if (!fields.getOrDefault("sign_type", "").equals("RSA2")) {
            return Facts.invalid("isv.invalid-signature-type");
        }
        if (!fields.getOrDefault("version", "").equals("1.0")) {
            return Facts.invalid("isv.invalid-version");
        }
        if (!fields.getOrDefault("timestamp", "").matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d")) {
            return Facts.invalid("isv.invalid-timestamp");
        }
        if (!fields.getOrDefault("charset", "").equalsIgnoreCase("utf-8")) {
            return Facts.invalid("isv.invalid-charset");
        }
        return certificateTrouble(app, fields);
    }

    private static @Nullable ObjectNode certificateTrouble(SimulatedApp app, Map<String, String> fields) {
        if (app.certificates() && !app.text("app_sn").equals(fields.get("app_cert_sn"))) {
            return Facts.invalid(
                    fields.containsKey("app_cert_sn") ? "isv.app-cert-not-exist" : "isv.missing-app-cert-sn");
        }
        if (app.certificates() && !app.text("root_sn").equals(fields.get("alipay_root_cert_sn"))) {
            return Facts.invalid("isv.invalid-alipay-root-cert-sn");
        }
        String signed = SimulatorCrypto.joined(fields, "sign");
        boolean genuine = SimulatorCrypto.isSigned(
                SimulatorCrypto.publicKey(app.text("app_public")), signed, fields.getOrDefault("sign", ""));
        return genuine ? null : Facts.invalid("isv.invalid-signature");
    }

    /** The content of a signed request, or null when it cannot be read. */
    static @Nullable JsonNode content(SimulatedApp app, Map<String, String> fields) {
        String text = fields.getOrDefault("biz_content", "");
        boolean encrypted = fields.getOrDefault("encrypt_type", "").equals("AES");
        if (encrypted && !app.encrypted()) {
            return null;
        }
        String plain = encrypted ? SimulatorCrypto.decrypted(app.text("content_key"), text) : text;
        return plain == null ? null : StrictJson.object(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** How an answer leaves. */
    enum Seal {
        RIGHT,
        NONE,
        FOREIGN_KEY,
        SLASHES_ESCAPED,
        OTHER_CERTIFICATE
    }

    /** Encrypted when the request was. */
    static Reply reply(SimulatedApp app, Map<String, String> fields, ObjectNode body, Seal seal) {
        String text = body.toString();
        boolean encrypted = fields.getOrDefault("encrypt_type", "").equals("AES") && app.encrypted();
        String field = encrypted && seal != Seal.NONE
                ? "\"" + SimulatorCrypto.encrypted(app.text("content_key"), text) + "\""
                : text;
        String key = seal == Seal.FOREIGN_KEY ? "app_private" : "alipay_private";
        String sign = SimulatorCrypto.sign(SimulatorCrypto.privateKey(app.text(key)), field);
        String sn = seal == Seal.OTHER_CERTIFICATE ? "0123456789abcdef0123456789abcdef" : app.text("alipay_sn");
        String out = seal == Seal.SLASHES_ESCAPED ? field.replace("/", "\\/") : field;
        return answer("{\"" + node(fields.getOrDefault("method", "")) + "\":" + out
                + (app.certificates() ? ",\"alipay_cert_sn\":\"" + sn + "\"" : "")
                + (seal == Seal.NONE ? "}" : ",\"sign\":\"" + sign + "\"}"));
    }

    /** To somebody it does not know. */
    static Reply stranger(String method, ObjectNode body) {
        return answer("{\"" + node(method) + "\":" + body + "}");
    }

    private static Reply answer(String json) {
        return Reply.of(200, "text/html;charset=utf-8", json.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static String node(String method) {
        return method.matches("[a-z.]{3,60}") ? method.replace('.', '_') + "_response" : "error_response";
    }
}
