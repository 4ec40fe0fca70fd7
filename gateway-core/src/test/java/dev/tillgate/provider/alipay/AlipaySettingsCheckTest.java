package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The mistakes that merchants make are recognized and explained, in both languages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlipaySettingsCheckTest {
    private final AlipayHouse house = new AlipayHouse(null, false, false, 2048);
    private Map<String, String> plain = Map.of();
    private Map<String, String> certified = Map.of();
    private Map<String, String> others = Map.of();
    private String ownPublicKey = "";

    @BeforeAll
    void open() {
        plain = live(house.simulator.account("shop"));
        certified = live(house.simulator.account("certified", true, true));
        others = live(house.simulator.account("others", true, false));
        RSAPrivateCrtKey key = Objects.requireNonNull(AlipayKeys.privateKey(value(plain, Alipay.PRIVATE_KEY)));
        ownPublicKey = base64(AlipayKeys.publicHalf(key).getEncoded());
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static Map<String, String> live(Settings practice) {
        Map<String, String> values = new HashMap<>(practice.values());
        values.put(Alipay.MODE, Alipay.LIVE);
        values.put(Alipay.APP_ID, "2021004100000000");
        values.remove(Alipay.PRACTICE_URL);
        return values;
    }

    private static String value(Map<String, String> values, String name) {
        return values.getOrDefault(name, "");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> problems(Map<String, String> values, String... changes) {
        Map<String, String> changed = new HashMap<>(values);
        for (int i = 0; i < changes.length; i += 2) {
            changed.put(changes[i], changes[i + 1]);
        }
        return Alipay.TYPE.rules().check().apply(new Settings(changed));
    }

    private static Map<String, String> one(String field, String what) {
        return Map.of(field, "problem.alipay." + field + "." + what);
    }

    @Test
    void rightSettingsHaveNoProblem() {
        assertThat(problems(plain)).isEmpty();
        assertThat(problems(certified)).isEmpty();
        assertThat(problems(house.simulator.account("shop").values())).isEmpty();
        for (SettingField field : Alipay.TYPE.settings()) {
            String value = certified.get(field.name());
            if (value != null) {
                assertThat(field.check().apply(value)).as(field.name()).isEmpty();
            }
        }
    }

    @Test
    void theAppsOwnPublicKeyIsNotAlipays() {
        assertThat(problems(plain, Alipay.ALIPAY_PUBLIC_KEY, ownPublicKey))
                .isEqualTo(one(Alipay.ALIPAY_PUBLIC_KEY, "own"));
    }

    @Test
    void aKeyOfTheWrongKindIsRecognized() {
        String privateKey = value(plain, Alipay.PRIVATE_KEY);
        String certificate = value(certified, Alipay.APP_CERTIFICATE);
        assertThat(problems(plain, Alipay.PRIVATE_KEY, ownPublicKey)).isEqualTo(one(Alipay.PRIVATE_KEY, "is_public"));
        assertThat(problems(plain, Alipay.PRIVATE_KEY, certificate))
                .isEqualTo(one(Alipay.PRIVATE_KEY, "is_certificate"));
        assertThat(problems(plain, Alipay.PRIVATE_KEY, "MIIabc")).isEqualTo(one(Alipay.PRIVATE_KEY, "unreadable"));
        assertThat(problems(plain, Alipay.ALIPAY_PUBLIC_KEY, privateKey))
                .isEqualTo(one(Alipay.ALIPAY_PUBLIC_KEY, "is_private"));
        assertThat(problems(plain, Alipay.ALIPAY_PUBLIC_KEY, certificate))
                .isEqualTo(one(Alipay.ALIPAY_PUBLIC_KEY, "is_certificate"));
        assertThat(problems(plain, Alipay.ALIPAY_PUBLIC_KEY, "hello"))
                .isEqualTo(one(Alipay.ALIPAY_PUBLIC_KEY, "unreadable"));
        assertThat(problems(plain, Alipay.ALIPAY_PUBLIC_KEY, "")).isEqualTo(one(Alipay.ALIPAY_PUBLIC_KEY, "missing"));
    }

    @Test
    void aShortKeyIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair pair = generator.generateKeyPair();
        assertThat(problems(plain, Alipay.PRIVATE_KEY, base64(pair.getPrivate().getEncoded())))
                .isEqualTo(one(Alipay.PRIVATE_KEY, "short"));
    }

    @Test
    void certificatesInTheWrongFieldAreRecognized() {
        String app = value(certified, Alipay.APP_CERTIFICATE);
        String alipay = value(certified, Alipay.ALIPAY_CERTIFICATE);
        String root = value(certified, Alipay.ALIPAY_ROOT_CERTIFICATE);
        assertThat(problems(certified, Alipay.APP_CERTIFICATE, alipay, Alipay.ALIPAY_CERTIFICATE, app))
                .containsEntry(Alipay.APP_CERTIFICATE, "problem.alipay.app_certificate.swapped")
                .containsEntry(Alipay.ALIPAY_CERTIFICATE, "problem.alipay.alipay_certificate.own");
        assertThat(problems(certified, Alipay.APP_CERTIFICATE, value(others, Alipay.APP_CERTIFICATE)))
                .isEqualTo(one(Alipay.APP_CERTIFICATE, "mismatch"));
        assertThat(problems(certified, Alipay.PRIVATE_KEY, value(others, Alipay.PRIVATE_KEY)))
                .isEqualTo(one(Alipay.APP_CERTIFICATE, "mismatch"));
        assertThat(problems(certified, Alipay.ALIPAY_CERTIFICATE, root))
                .isEqualTo(one(Alipay.ALIPAY_CERTIFICATE, "is_root"));
        assertThat(problems(certified, Alipay.ALIPAY_ROOT_CERTIFICATE, alipay))
                .isEqualTo(one(Alipay.ALIPAY_ROOT_CERTIFICATE, "no_root"));
        assertThat(problems(certified, Alipay.ALIPAY_CERTIFICATE, ownPublicKey))
                .isEqualTo(one(Alipay.ALIPAY_CERTIFICATE, "is_public_key"));
        assertThat(problems(certified, Alipay.ALIPAY_ROOT_CERTIFICATE, ""))
                .isEqualTo(one(Alipay.ALIPAY_ROOT_CERTIFICATE, "missing"));
    }

    @Test
    void testAndLiveAreNotMixedUp() {
        assertThat(problems(plain, Alipay.APP_ID, "9021000123456789")).isEqualTo(one(Alipay.APP_ID, "sandbox"));
        assertThat(problems(plain, Alipay.MODE, Alipay.TEST)).isEqualTo(one(Alipay.APP_ID, "live"));
        assertThat(problems(plain, Alipay.MODE, Alipay.TEST, Alipay.APP_ID, "9021000123456789"))
                .isEmpty();
        assertThat(problems(plain, Alipay.MODE, Alipay.PRACTICE)).isEqualTo(one(Alipay.PRACTICE_URL, "missing"));
        assertThat(problems(plain, Alipay.PRACTICE_URL, "http://127.0.0.1:1"))
                .isEqualTo(one(Alipay.PRACTICE_URL, "unwanted"));
        assertThat(problems(plain, Alipay.CONTENT_KEY, "abc")).isEqualTo(one(Alipay.CONTENT_KEY, "invalid"));
    }

    @Test
    void keysAreReadInEverySpelling() throws Exception {
        String pkcs8 = value(plain, Alipay.PRIVATE_KEY);
        byte[] der = Base64.getDecoder().decode(pkcs8);
        byte[] pkcs1 = Arrays.copyOfRange(der, 26, der.length);
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        for (String text : new String[] {
            pkcs8,
            "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n",
            base64(pkcs1),
            "-----BEGIN RSA PRIVATE KEY-----\r\n" + base64(pkcs1) + "\r\n-----END RSA PRIVATE KEY-----"
        }) {
            assertThat(AlipayKeys.privateKey(text))
                    .isEqualTo(AlipayKeys.privateKey(pkcs8))
                    .isNotNull();
        }
    }

    @Test
    void everyTextIsThereInBothLanguages() throws IOException {
        Properties english = texts("en");
        Properties chinese = texts("zh_CN");
        assertThat(english.keySet()).isEqualTo(chinese.keySet());
        for (SettingField field : Alipay.TYPE.settings()) {
            assertThat(english)
                    .containsKeys("provider.alipay." + field.name(), "provider.alipay." + field.name() + ".help");
            field.choices().forEach(choice -> assertThat(english)
                    .containsKey("provider.alipay." + field.name() + "." + choice));
        }
        Alipay.TYPE.methods().forEach(method -> assertThat(english)
                .containsKeys("method." + method.code(), "method." + method.code() + ".hint"));
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Alipay.class.getResourceAsStream("messages_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }

    @Test
    void aPracticeAccountNeverReachesTheRealAlipay() {
        assertThat(AlipayAccount.of(house.simulator.account("shop")).gateway()).isEqualTo("http://sim.test/gateway.do");
        assertThat(AlipayAccount.of(new Settings(plain)).gateway()).isEqualTo("https://openapi.alipay.com/gateway.do");
        assertThat(new Settings(plain).toString() + AlipayAccount.of(new Settings(plain)))
                .doesNotContain(value(plain, Alipay.PRIVATE_KEY));
    }
}
