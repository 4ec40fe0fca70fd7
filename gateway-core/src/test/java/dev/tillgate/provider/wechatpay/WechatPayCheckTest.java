package dev.tillgate.provider.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wrong settings are recognized and explained, in both languages. */
class WechatPayCheckTest {
    private final Practice practice = Practice.open();
    private final Settings good = practice.settings();

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void aPracticeAccountIsFineInEveryKeyMode() {
        assertThat(problems(good)).isEmpty();
        for (String mode : new String[] {WechatPay.BY_CERTIFICATE, WechatPay.BY_BOTH}) {
            Settings settings = practice.simulator.keyMode(Practice.ACCOUNT, mode);
            assertThat(problems(settings)).isEmpty();
            String certificate = practice.simulator.platformCertificate(Practice.ACCOUNT);
            assertThat(problems(Practice.with(settings, WechatPay.PLATFORM_CERTIFICATE, certificate)))
                    .isEmpty();
        }
    }

    @Test
    void theMerchantsOwnKeysInPlaceOfWechatsAreRecognized() throws Exception {
        java.security.interfaces.RSAPrivateCrtKey key = Pem.privateKey(good.get(WechatPay.PRIVATE_KEY));
        byte[] own = java.security.KeyFactory.getInstance("RSA")
                .generatePublic(new java.security.spec.RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                .getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getEncoder().encodeToString(own) + "\n-----END PUBLIC KEY-----";
        says(Practice.with(good, WechatPay.WECHAT_PUBLIC_KEY, pem), WechatPay.WECHAT_PUBLIC_KEY, "own_public_key");
        says(
                Practice.with(good, WechatPay.PLATFORM_CERTIFICATE, good.get(WechatPay.MERCHANT_CERTIFICATE)),
                WechatPay.PLATFORM_CERTIFICATE,
                "own_certificate");
    }

    @Test
    void aSerialNumberOfAnotherCertificateIsRecognized() {
        says(
                Practice.with(good, WechatPay.MERCHANT_SERIAL, "3775B6A45ACD588826D15E583A95F5DD00000000"),
                WechatPay.MERCHANT_SERIAL,
                "serial_of_other_certificate");
        String certificate = practice.simulator.platformCertificate(Practice.ACCOUNT);
        String serial = Pem.serial(Pem.certificate(certificate));
        Settings bare = without(good, WechatPay.MERCHANT_CERTIFICATE);
        says(
                Practice.with(
                        Practice.with(bare, WechatPay.PLATFORM_CERTIFICATE, certificate),
                        WechatPay.MERCHANT_SERIAL,
                        serial),
                WechatPay.MERCHANT_SERIAL,
                "serial_of_platform");
        String others = practice.simulator.account("other").get(WechatPay.MERCHANT_CERTIFICATE);
        says(
                Practice.with(good, WechatPay.MERCHANT_CERTIFICATE, others),
                WechatPay.MERCHANT_CERTIFICATE,
                "certificate_of_other_key");
        says(
                Practice.with(good, WechatPay.MERCHANT_SERIAL, good.get(WechatPay.PUBLIC_KEY_ID)),
                WechatPay.MERCHANT_SERIAL,
                "serial_is_key_id");
    }

    @Test
    void halfOfAKeyIsRecognized() {
        says(without(good, WechatPay.WECHAT_PUBLIC_KEY), WechatPay.WECHAT_PUBLIC_KEY, "id_without_key");
        says(without(good, WechatPay.PUBLIC_KEY_ID), WechatPay.PUBLIC_KEY_ID, "key_without_id");
        Settings neither = without(without(good, WechatPay.PUBLIC_KEY_ID), WechatPay.WECHAT_PUBLIC_KEY);
        says(neither, WechatPay.PUBLIC_KEY_ID, "key_id_missing");
        says(neither, WechatPay.WECHAT_PUBLIC_KEY, "public_key_missing");
        assertThat(problems(Practice.with(neither, WechatPay.KEY_MODE, WechatPay.BY_CERTIFICATE)))
                .isEmpty();
    }

    @Test
    void liveAndPracticeAreNotMixed() {
        says(without(good, WechatPay.PRACTICE_URL), WechatPay.PRACTICE_URL, "practice_url_missing");
        Settings live = Practice.with(good, WechatPay.MODE, WechatPay.LIVE);
        says(live, WechatPay.PRACTICE_URL, "practice_url_unwanted");
        says(live, WechatPay.MCHID, "practice_in_live");
        says(Practice.with(good, WechatPay.MCHID, "1900000109"), WechatPay.MCHID, "live_in_practice");
        assertThat(problems(Practice.with(without(live, WechatPay.PRACTICE_URL), WechatPay.MCHID, "1900000109")))
                .isEmpty();
    }

    @Test
    void singleMistakesAreExplained() {
        String certificate = good.get(WechatPay.MERCHANT_CERTIFICATE);
        String key = good.get(WechatPay.PRIVATE_KEY);
        String publicKey = good.get(WechatPay.WECHAT_PUBLIC_KEY);
        says(Practice.with(good, WechatPay.MCHID, good.get(WechatPay.APPID)), WechatPay.MCHID, "swapped");
        says(Practice.with(good, WechatPay.APPID, good.get(WechatPay.MCHID)), WechatPay.APPID, "swapped");
        says(Practice.with(good, WechatPay.API_V3_KEY, "short"), WechatPay.API_V3_KEY, "api_v3_key");
        says(Practice.with(good, WechatPay.API_V3_KEY, "密".repeat(32)), WechatPay.API_V3_KEY, "api_v3_key");
        says(
                Practice.with(good, WechatPay.PRIVATE_KEY, certificate),
                WechatPay.PRIVATE_KEY,
                "private_key_is_certificate");
        says(Practice.with(good, WechatPay.PRIVATE_KEY, publicKey), WechatPay.PRIVATE_KEY, "private_key_is_public");
        says(Practice.with(good, WechatPay.PRIVATE_KEY, "key"), WechatPay.PRIVATE_KEY, "private_key");
        says(
                Practice.with(good, WechatPay.PRIVATE_KEY, "-----BEGIN RSA PRIVATE KEY-----\n"),
                WechatPay.PRIVATE_KEY,
                "private_key_format");
        says(
                Practice.with(good, WechatPay.WECHAT_PUBLIC_KEY, certificate),
                WechatPay.WECHAT_PUBLIC_KEY,
                "public_key_is_certificate");
        says(
                Practice.with(good, WechatPay.WECHAT_PUBLIC_KEY, key),
                WechatPay.WECHAT_PUBLIC_KEY,
                "public_key_is_private");
        says(
                Practice.with(good, WechatPay.PLATFORM_CERTIFICATE, key),
                WechatPay.PLATFORM_CERTIFICATE,
                "certificate_is_key");
        says(
                Practice.with(good, WechatPay.PLATFORM_CERTIFICATE, publicKey),
                WechatPay.PLATFORM_CERTIFICATE,
                "certificate_is_public_key");
        says(
                Practice.with(good, WechatPay.PUBLIC_KEY_ID, good.get(WechatPay.MERCHANT_SERIAL)),
                WechatPay.PUBLIC_KEY_ID,
                "key_id_is_serial");
        says(Practice.with(good, WechatPay.PRACTICE_URL, "ftp://x"), WechatPay.PRACTICE_URL, "practice_url");
    }

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        Properties english = texts("en");
        Properties chinese = texts("zh_CN");
        assertThat(english.stringPropertyNames()).isEqualTo(chinese.stringPropertyNames());
        for (SettingField field : WechatPay.TYPE.settings()) {
            assertThat(english).containsKey("provider.wechatpay." + field.name());
            assertThat(english).containsKey("provider.wechatpay." + field.name() + ".help");
            field.choices().forEach(choice -> assertThat(english)
                    .containsKey("provider.wechatpay." + field.name() + "." + choice));
        }
        WechatPay.TYPE.methods().forEach(method -> assertThat(english)
                .containsKeys("method." + method.code(), "method." + method.code() + ".hint"));
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                WechatPay.class.getResourceAsStream("messages_" + language + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }

    private static void says(Settings settings, String field, String key) {
        assertThat(problems(settings)).containsEntry(field, "problem.wechatpay." + key);
        try {
            assertThat(texts("en")).containsKey("problem.wechatpay." + key);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** As the core checks: each field, then the whole if all are fine. */
    private static Map<String, String> problems(Settings settings) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (SettingField field : WechatPay.TYPE.settings()) {
            String value = settings.getOr(field.name(), "");
            if (!value.isEmpty()) {
                field.check().apply(value).ifPresent(key -> problems.put(field.name(), key));
            }
        }
        return problems.isEmpty() ? WechatPay.TYPE.rules().check().apply(settings) : problems;
    }

    private static Settings without(Settings settings, String name) {
        Map<String, String> values = new HashMap<>(settings.values());
        values.remove(name);
        return new Settings(values);
    }
}
