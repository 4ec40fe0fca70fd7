package dev.tillgate.provider.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WeChat's keys by the name they sign under: its public key, its platform certificates, or both while a merchant changes
 * from one to the other. Certificates that are not known yet are fetched; they come encrypted with the APIv3 key, which
 * is what makes them WeChat's.
 */
final class WechatKeys {
    private static final Duration AFTER_SUCCESS = Duration.ofSeconds(60);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Fetch fetch;
    private final Sealed sealed;
    private final boolean certificates;
    private final @Nullable String publicKeyId;
    private volatile Map<String, Trusted> keys;
    private volatile String newestSerial = "";
    /** Not asked for again before then, so that foreign notifications cannot make us ask all the time. */
    private volatile Instant fetchAgain = Instant.MIN;

    private volatile boolean listed;

    /** Asks for the list of platform certificates. */
    @FunctionalInterface
    interface Fetch {
        Answer certificates() throws IOException;
    }

    /** What a signature turned out to be. */
    enum Verdict {
        GENUINE,
        FORGED,
        /** Its key may be a new one, and cannot be fetched at the moment. */
        CANNOT_TELL
    }

    private record Trusted(PublicKey key, @Nullable Instant until) {}

    WechatKeys(Settings settings, Fetch fetch) {
        this.fetch = fetch;
        this.sealed = new Sealed(settings.get(WechatPay.API_V3_KEY));
        String mode = settings.get(WechatPay.KEY_MODE);
        this.certificates = !mode.equals(WechatPay.BY_PUBLIC_KEY);
        Map<String, Trusted> known = new HashMap<>();
        this.publicKeyId = mode.equals(WechatPay.BY_CERTIFICATE) ? null : settings.get(WechatPay.PUBLIC_KEY_ID);
        if (publicKeyId != null) {
            PublicKey key = Pem.publicKey(settings.get(WechatPay.WECHAT_PUBLIC_KEY));
            if (key != null) {
                known.put(publicKeyId, new Trusted(key, null));
            }
        }
        X509Certificate pasted = Pem.certificate(settings.getOr(WechatPay.PLATFORM_CERTIFICATE, ""));
        if (certificates && pasted != null) {
            add(known, pasted);
        }
        this.keys = Map.copyOf(known);
    }

    /** What to say in {@code Wechatpay-Serial}: answers are then signed with this key; empty when none is known yet. */
    String wanted() {
        return publicKeyId == null ? newestSerial : publicKeyId;
    }

    /** Judges the signature over a raw body. */
    Verdict judge(@Nullable SignedBy by, byte[] body, Instant now) {
        if (by == null || by.isProbe() || !by.isFresh(now)) {
            return Verdict.FORGED;
        }
        Trusted trusted = find(keys, by.serial(), now);
        if (trusted == null && certificates && !by.serial().startsWith("PUB_KEY_ID_")) {
            if (now.isBefore(fetchAgain)) {
                return listed ? Verdict.FORGED : Verdict.CANNOT_TELL;
            }
            listed = refresh(now);
            fetchAgain = now.plus(listed ? AFTER_SUCCESS : AFTER_FAILURE);
            trusted = find(keys, by.serial(), now);
            if (trusted == null && !listed) {
                return Verdict.CANNOT_TELL;
            }
        }
        boolean genuine = trusted != null && WechatPaySignature.verify(trusted.key(), by.lines(), body, by.signature());
        return genuine ? Verdict.GENUINE : Verdict.FORGED;
    }

    /** Whether there is a list that WeChat really sent. */
    private boolean refresh(Instant now) {
        Answer answer;
        try {
            answer = fetch.certificates();
        } catch (IOException lost) {
            return false;
        }
        JsonNode body = StrictJson.object(answer.body());
        SignedBy by = SignedBy.read(answer::header);
        if (answer.status() != 200 || body == null || by == null || !by.isFresh(now)) {
            return false;
        }
        Map<String, Trusted> fetched = new HashMap<>(keys);
        for (JsonNode entry : body.path("data")) {
            X509Certificate certificate = opened(entry);
            if (certificate != null && now.isBefore(certificate.getNotAfter().toInstant())) {
                add(fetched, certificate);
            }
        }
        // The list is signed with a key that it may itself bring; the seal has vouched for that one.
        Trusted signer = find(fetched, by.serial(), now);
        if (signer == null || !WechatPaySignature.verify(signer.key(), by.lines(), answer.body(), by.signature())) {
            return false;
        }
        newestSerial = by.serial().startsWith("PUB_KEY_ID_") ? newestSerial : by.serial();
        keys = Map.copyOf(fetched);
        return true;
    }

    private @Nullable X509Certificate opened(JsonNode entry) {
        byte[] pem = sealed.open(entry.path("encrypt_certificate"));
        X509Certificate certificate = pem == null ? null : Pem.certificate(new String(pem, StandardCharsets.US_ASCII));
        String serial = StrictJson.text(entry, "serial_no");
        boolean same = certificate != null && serial != null && name(serial).equals(name(Pem.serial(certificate)));
        return same ? certificate : null;
    }

    private static void add(Map<String, Trusted> to, X509Certificate certificate) {
        Instant until = certificate.getNotAfter().toInstant();
        to.put(name(Pem.serial(certificate)), new Trusted(certificate.getPublicKey(), until));
    }

    private static @Nullable Trusted find(Map<String, Trusted> in, String serial, Instant now) {
        Trusted found = in.get(name(serial));
        boolean over = found != null && found.until() != null && now.isAfter(found.until());
        return over ? null : found;
    }

    /** Serial numbers are compared as numbers are: without case and leading zeros. */
    private static String name(String serial) {
        return serial.startsWith("PUB_KEY_ID_")
                ? serial
                : serial.toUpperCase(Locale.ROOT).replaceFirst("^0+", "");
    }
}
