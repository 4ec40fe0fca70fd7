package dev.tillgate.provider.alipay;

import dev.tillgate.provider.Settings;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognizes the mistakes that merchants make with Alipay's keys, and names each by the field it was made in. */
final class AlipaySettingsCheck {
    private static final int FEWEST_BITS = 2048;

    /** Sandbox apps have ids of their own (seen at https://open.alipay.com/develop/sandbox, checked 2026-11-25). */
    private static final String SANDBOX_ID = "(9021000|2021000)[0-9]*";

    private static final String LIVE_ID = "202100[1-9][0-9]*";

    private final Settings settings;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private AlipaySettingsCheck(Settings settings) {
        this.settings = settings;
    }

    /** Message keys by field name. */
    static Map<String, String> problems(Settings settings) {
        AlipaySettingsCheck check = new AlipaySettingsCheck(settings);
        check.mode();
        RSAPublicKey own = check.privateKey();
        if (check.value(Alipay.KEY_MODE).equals(Alipay.CERTIFICATE)) {
            check.certificates(own);
        } else {
            check.publicKey(own);
        }
        String contentKey = check.value(Alipay.CONTENT_KEY);
        if (!contentKey.isEmpty() && AlipayCipher.of(contentKey) == null) {
            check.problem(Alipay.CONTENT_KEY, "invalid");
        }
        return check.problems;
    }

    private void mode() {
        String mode = value(Alipay.MODE);
        boolean practice = mode.equals(Alipay.PRACTICE);
        boolean address = !value(Alipay.PRACTICE_URL).isEmpty();
        if (practice != address) {
            problem(Alipay.PRACTICE_URL, practice ? "missing" : "unwanted");
        }
        String appId = value(Alipay.APP_ID);
        if (mode.equals(Alipay.LIVE) && appId.matches(SANDBOX_ID)) {
            problem(Alipay.APP_ID, "sandbox");
        }
        if (mode.equals(Alipay.TEST) && appId.matches(LIVE_ID)) {
            problem(Alipay.APP_ID, "live");
        }
    }

    /** The public half of the app's key, when it can be read. */
    private @Nullable RSAPublicKey privateKey() {
        String text = value(Alipay.PRIVATE_KEY);
        RSAPrivateCrtKey key = AlipayKeys.privateKey(text);
        if (key != null) {
            if (key.getModulus().bitLength() < FEWEST_BITS) {
                problem(Alipay.PRIVATE_KEY, "short");
            }
            return AlipayKeys.publicHalf(key);
        }
        if (!AlipayKeys.certificates(text).isEmpty()) {
            problem(Alipay.PRIVATE_KEY, "is_certificate");
        } else {
            problem(Alipay.PRIVATE_KEY, AlipayKeys.publicKey(text) == null ? "unreadable" : "is_public");
        }
        return null;
    }

    private void publicKey(@Nullable RSAPublicKey own) {
        String text = value(Alipay.ALIPAY_PUBLIC_KEY);
        RSAPublicKey key = AlipayKeys.publicKey(text);
        if (key != null) {
            if (own != null && AlipayKeys.same(own, key)) {
                problem(Alipay.ALIPAY_PUBLIC_KEY, "own");
            }
            return;
        }
        if (text.isEmpty()) {
            problem(Alipay.ALIPAY_PUBLIC_KEY, "missing");
        } else if (!AlipayKeys.certificates(text).isEmpty()) {
            problem(Alipay.ALIPAY_PUBLIC_KEY, "is_certificate");
        } else {
            problem(Alipay.ALIPAY_PUBLIC_KEY, AlipayKeys.privateKey(text) == null ? "unreadable" : "is_private");
        }
    }

    private void certificates(@Nullable RSAPublicKey own) {
        X509Certificate app = certificate(Alipay.APP_CERTIFICATE);
        X509Certificate alipay = certificate(Alipay.ALIPAY_CERTIFICATE);
        X509Certificate root = certificate(Alipay.ALIPAY_ROOT_CERTIFICATE);
        if (own != null && alipay != null && holds(alipay, own)) {
            problem(Alipay.ALIPAY_CERTIFICATE, "own");
        }
        if (own != null && app != null && !holds(app, own)) {
            boolean swapped = alipay != null && holds(alipay, own);
            problem(Alipay.APP_CERTIFICATE, swapped ? "swapped" : "mismatch");
        }
        if (alipay != null && isRoot(alipay)) {
            problem(Alipay.ALIPAY_CERTIFICATE, "is_root");
        }
        if (root != null && roots().isEmpty()) {
            problem(Alipay.ALIPAY_ROOT_CERTIFICATE, "no_root");
        }
    }

    private @Nullable X509Certificate certificate(String field) {
        String text = value(field);
        List<X509Certificate> found = AlipayKeys.certificates(text);
        if (!found.isEmpty()) {
            return found.get(0);
        }
        if (text.isEmpty()) {
            problem(field, "missing");
        } else {
            problem(field, AlipayKeys.publicKey(text) == null ? "unreadable" : "is_public_key");
        }
        return null;
    }

    private List<X509Certificate> roots() {
        return AlipayKeys.certificates(value(Alipay.ALIPAY_ROOT_CERTIFICATE)).stream()
                .filter(AlipaySettingsCheck::isRoot)
                .filter(root -> AlipayKeys.publicKey(root) != null)
                .toList();
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    private static boolean holds(X509Certificate certificate, RSAPublicKey key) {
        RSAPublicKey held = AlipayKeys.publicKey(certificate);
        return held != null && AlipayKeys.same(held, key);
    }

    private String value(String field) {
        return settings.getOr(field, "").strip();
    }

    private void problem(String field, String what) {
        problems.putIfAbsent(field, "problem.alipay." + field + "." + what);
    }
}
