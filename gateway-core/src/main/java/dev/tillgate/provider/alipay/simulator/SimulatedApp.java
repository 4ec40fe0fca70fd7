package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.Alipay;
import dev.tillgate.provider.alipay.simulator.CertificateWriter.Subject;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A merchant's app at the simulated Alipay: its keys on both sides, as the book keeps them. */
record SimulatedApp(ObjectNode kept) {
    /** What kind of account it is. */
    record Kind(boolean certificates, boolean encrypted, int keyBits) {}

    private static final String ROOT_NAME = "Simulated Ant Root";
    private static final String ALIPAY_NAME = "Simulated Alipay";

    /** The same app after Alipay took a new key and certificate; its merchant still has the old one. */
    SimulatedApp renewed(int keyBits, Instant now) {
        KeyPair alipay = SimulatorCrypto.newKeys(keyBits);
        ObjectNode changed = kept.deepCopy();
        Subject subject = new Subject(
                ALIPAY_NAME,
                alipay.getPublic(),
                serial(kept, "alipay " + text("alipay_sn")),
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(3650)));
        PrivateKey root = SimulatorCrypto.privateKey(text("root_private"));
        changed.put("alipay_private", SimulatorCrypto.base64(alipay.getPrivate().getEncoded()));
        changed.put("alipay_public", SimulatorCrypto.base64(alipay.getPublic().getEncoded()));
        changed.put("new_alipay_certificate", CertificateWriter.pem(subject, ROOT_NAME, root));
        changed.put("alipay_sn", sn(ROOT_NAME, subject));
        return new SimulatedApp(changed);
    }

    static SimulatedApp create(String id, Kind kind, String rootSecret, Instant now) {
        KeyPair app = SimulatorCrypto.newKeys(kind.keyBits());
        KeyPair alipay = SimulatorCrypto.newKeys(kind.keyBits());
        ObjectNode kept = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("app_id", "2021" + digits(rootSecret, "app " + id))
                .put("seller_id", "2088" + digits(rootSecret, "seller " + id))
                .put("app_private", SimulatorCrypto.base64(app.getPrivate().getEncoded()))
                .put("app_public", SimulatorCrypto.base64(app.getPublic().getEncoded()))
                .put(
                        "alipay_private",
                        SimulatorCrypto.base64(alipay.getPrivate().getEncoded()))
                .put("alipay_public", SimulatorCrypto.base64(alipay.getPublic().getEncoded()));
        if (kind.encrypted()) {
            byte[] key = Arrays.copyOf(SimulatorCrypto.derived(rootSecret, "content " + id), 16);
            kept.put("content_key", SimulatorCrypto.base64(key));
        }
        if (kind.certificates()) {
            certify(kept, app, alipay, SimulatorCrypto.newKeys(kind.keyBits()), now);
        }
        return new SimulatedApp(kept);
    }

    private static void certify(ObjectNode kept, KeyPair app, KeyPair alipay, KeyPair root, Instant now) {
        Instant from = now.minus(Duration.ofDays(1));
        Instant to = now.plus(Duration.ofDays(3650));
        PrivateKey key = root.getPrivate();
        Subject rootSubject = new Subject(ROOT_NAME, root.getPublic(), serial(kept, "root"), from, to);
        Subject alipaySubject = new Subject(ALIPAY_NAME, alipay.getPublic(), serial(kept, "alipay"), from, to);
        Subject appSubject = new Subject(kept.path("app_id").asText(), app.getPublic(), serial(kept, "app"), from, to);
        String rootPem = CertificateWriter.pem(rootSubject, ROOT_NAME, key);
        kept.put("root_certificate", rootPem);
        kept.put("root_private", SimulatorCrypto.base64(key.getEncoded()));
        kept.put("alipay_certificate", CertificateWriter.pem(alipaySubject, ROOT_NAME, key));
        kept.put("app_certificate", CertificateWriter.pem(appSubject, ROOT_NAME, key));
        kept.put("root_sn", sn(ROOT_NAME, rootSubject));
        kept.put("alipay_sn", sn(ROOT_NAME, alipaySubject));
        kept.put("app_sn", sn(ROOT_NAME, appSubject));
    }

    private static String sn(String issuer, Subject subject) {
        return SimulatorCrypto.md5("CN=" + issuer + subject.serial());
    }

    private static BigInteger serial(ObjectNode kept, String which) {
        byte[] hash = SimulatorCrypto.derived(kept.path("app_id").asText(), "serial " + which);
        return new BigInteger(1, Arrays.copyOf(hash, 12));
    }

    private static String digits(String secret, String purpose) {
        String digits = new BigInteger(1, SimulatorCrypto.derived(secret, purpose)).toString();
        return digits.substring(0, 12);
    }

    String id() {
        return kept.path("id").asText();
    }

    String appId() {
        return kept.path("app_id").asText();
    }

    String text(String field) {
        return kept.path(field).asText();
    }

    boolean certificates() {
        return kept.has("app_certificate");
    }

    boolean encrypted() {
        return kept.has("content_key");
    }

    /** As its merchant would type them in. */
    Settings settings(String baseUrl) {
        Map<String, String> values = new HashMap<>(Map.of(
                Alipay.MODE,
                Alipay.PRACTICE,
                Alipay.PRACTICE_URL,
                baseUrl,
                Alipay.APP_ID,
                appId(),
                Alipay.SELLER_ID,
                text("seller_id"),
                Alipay.KEY_MODE,
                certificates() ? Alipay.CERTIFICATE : Alipay.PUBLIC_KEY,
                Alipay.PRIVATE_KEY,
                text("app_private")));
        if (certificates()) {
            values.put(Alipay.APP_CERTIFICATE, text("app_certificate"));
            values.put(Alipay.ALIPAY_CERTIFICATE, text("alipay_certificate"));
            values.put(Alipay.ALIPAY_ROOT_CERTIFICATE, text("root_certificate"));
        } else {
            values.put(Alipay.ALIPAY_PUBLIC_KEY, text("alipay_public"));
        }
        if (encrypted()) {
            values.put(Alipay.CONTENT_KEY, text("content_key"));
        }
        return new Settings(values);
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "SimulatedApp[" + appId() + "]";
    }
}
