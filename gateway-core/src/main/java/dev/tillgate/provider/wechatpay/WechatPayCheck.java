package dev.tillgate.provider.wechatpay;

import dev.tillgate.provider.Settings;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with settings that are fine one by one: things that do not belong together. */
final class WechatPayCheck {
    /** Simulated merchants have numbers that WeChat never gives. */
    static final String PRACTICE_MCHID = "00";

    private final Settings settings;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private WechatPayCheck(Settings settings) {
        this.settings = settings;
    }

    /** Message keys by field name. */
    static Map<String, String> problems(Settings settings) {
        WechatPayCheck check = new WechatPayCheck(settings);
        check.mode();
        check.publicKey();
        check.certificates();
        return check.problems;
    }

    private void mode() {
        boolean practice = settings.get(WechatPay.MODE).equals(WechatPay.PRACTICE);
        boolean hasUrl = value(WechatPay.PRACTICE_URL) != null;
        boolean practiceMerchant = settings.get(WechatPay.MCHID).startsWith(PRACTICE_MCHID);
        if (practice && !hasUrl) {
            problem(WechatPay.PRACTICE_URL, "practice_url_missing");
        }
        if (!practice && hasUrl) {
            problem(WechatPay.PRACTICE_URL, "practice_url_unwanted");
        }
        if (practice && !practiceMerchant) {
            problem(WechatPay.MCHID, "live_in_practice");
        }
        if (!practice && practiceMerchant) {
            problem(WechatPay.MCHID, "practice_in_live");
        }
    }

    private void publicKey() {
        boolean needed = !settings.get(WechatPay.KEY_MODE).equals(WechatPay.BY_CERTIFICATE);
        String id = value(WechatPay.PUBLIC_KEY_ID);
        String text = value(WechatPay.WECHAT_PUBLIC_KEY);
        if (id == null && (needed || text != null)) {
            problem(WechatPay.PUBLIC_KEY_ID, text == null ? "key_id_missing" : "key_without_id");
        }
        if (text == null && (needed || id != null)) {
            problem(WechatPay.WECHAT_PUBLIC_KEY, id == null ? "public_key_missing" : "id_without_key");
        }
        RSAPublicKey key = text == null ? null : Pem.publicKey(text);
        if (key != null && key.getModulus().equals(ownModulus())) {
            problem(WechatPay.WECHAT_PUBLIC_KEY, "own_public_key");
        }
    }

    private void certificates() {
        String serial = settings.get(WechatPay.MERCHANT_SERIAL).toUpperCase(Locale.ROOT);
        X509Certificate own = certificate(WechatPay.MERCHANT_CERTIFICATE);
        if (own != null && !modulus(own).equals(ownModulus())) {
            problem(WechatPay.MERCHANT_CERTIFICATE, "certificate_of_other_key");
        } else if (own != null && !sameSerial(serial, own)) {
            problem(WechatPay.MERCHANT_SERIAL, "serial_of_other_certificate");
        }
        X509Certificate platform = certificate(WechatPay.PLATFORM_CERTIFICATE);
        if (platform == null) {
            return;
        }
        if (modulus(platform).equals(ownModulus())) {
            problem(WechatPay.PLATFORM_CERTIFICATE, "own_certificate");
        } else if (sameSerial(serial, platform)) {
            problem(WechatPay.MERCHANT_SERIAL, "serial_of_platform");
        }
    }

    private @Nullable X509Certificate certificate(String field) {
        String text = value(field);
        return text == null ? null : Pem.certificate(text);
    }

    private BigInteger ownModulus() {
        RSAPrivateCrtKey key = Pem.privateKey(settings.get(WechatPay.PRIVATE_KEY));
        return key == null ? BigInteger.ZERO : key.getModulus();
    }

    private static BigInteger modulus(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey key ? key.getModulus() : BigInteger.ONE;
    }

    private static boolean sameSerial(String serial, X509Certificate certificate) {
        return new BigInteger(serial, 16).equals(certificate.getSerialNumber());
    }

    private @Nullable String value(String field) {
        String value = settings.getOr(field, "");
        return value.isEmpty() ? null : value;
    }

    private void problem(String field, String key) {
        problems.putIfAbsent(field, "problem.wechatpay." + key);
    }
}
