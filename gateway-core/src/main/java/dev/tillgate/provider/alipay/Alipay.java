package dev.tillgate.provider.alipay;

import dev.tillgate.money.Money;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.MethodType.Style;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.SettingField.Kind;
import dev.tillgate.provider.alipay.simulator.AlipaySimulator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alipay for merchants in mainland China: QR code, web page, mobile web, app, and Huabei instalments; CNY only. */
public final class Alipay {
    public static final String MODE = "mode";
    public static final String LIVE = "live";
    public static final String TEST = "test";
    public static final String PRACTICE = "practice";
    public static final String PRACTICE_URL = "practice_url";
    public static final String APP_ID = "app_id";

    /** The merchant's own Alipay id (2088…); notifications about others are then refused. */
    public static final String SELLER_ID = "seller_id";

    public static final String KEY_MODE = "key_mode";
    public static final String PUBLIC_KEY = "public_key";
    public static final String CERTIFICATE = "certificate";

    /** The app's private key: PKCS#8 or PKCS#1, PEM or bare Base64. */
    public static final String PRIVATE_KEY = "private_key";

    /** What Alipay signs with; not the app's own public key. */
    public static final String ALIPAY_PUBLIC_KEY = "alipay_public_key";

    public static final String APP_CERTIFICATE = "app_certificate";
    public static final String ALIPAY_CERTIFICATE = "alipay_certificate";
    public static final String ALIPAY_ROOT_CERTIFICATE = "alipay_root_certificate";

    /** AES key of the content encryption, Base64. */
    public static final String CONTENT_KEY = "content_key";

    /** A QR code to scan, or to open on the phone that shows it. */
    public static final String QR = "alipay";

    /** Alipay's page for desktop browsers. */
    public static final String PAGE = "alipay_page";

    /** Alipay's page for mobile browsers, which opens the app where it is installed. */
    public static final String WAP = "alipay_wap";

    /** The shop's own app calls Alipay's app. */
    public static final String APP = "alipay_app";

    /** A QR code that is paid in as many monthly instalments of Huabei as the number at its end. */
    public static final String HUABEI = "alipay_huabei_";

    public static final String CNY = "CNY";

    static final String LIVE_GATEWAY = "https://openapi.alipay.com/gateway.do";
    static final String TEST_GATEWAY = "https://openapi-sandbox.dl.alipaydev.com/gateway.do";

    /** Exactly this; anything else and Alipay sends it again. */
    private static final String ACKNOWLEDGEMENT = "success";

    private static final Set<String> CURRENCIES = Set.of(CNY);

    /** 100,000,000.00 yuan. */
    private static final long MOST_FEN = 10_000_000_000L;

    public static final ProviderType TYPE = new ProviderType(
            "alipay",
            List.of(
                    method(QR, Style.SCAN),
                    method(PAGE, Style.REDIRECT),
                    method(WAP, Style.REDIRECT),
                    method(APP, Style.INVOKE),
                    method(HUABEI + 3, Style.SCAN),
                    method(HUABEI + 6, Style.SCAN),
                    method(HUABEI + 12, Style.SCAN)),
            CURRENCIES,
            List.of(
                    SettingField.choice(MODE, LIVE, TEST, PRACTICE),
                    SettingField.text(PRACTICE_URL).optional().checked(Alipay::badUrl),
                    SettingField.text(APP_ID).checked(value -> matching(value, "[0-9]{8,32}")),
                    SettingField.text(SELLER_ID).optional().checked(value -> matching(value, "2088[0-9]{12}")),
                    SettingField.choice(KEY_MODE, PUBLIC_KEY, CERTIFICATE),
                    SettingField.of(PRIVATE_KEY, Kind.SECRET_LINES),
                    SettingField.of(ALIPAY_PUBLIC_KEY, Kind.LINES).optional(),
                    SettingField.of(APP_CERTIFICATE, Kind.LINES).optional(),
                    SettingField.of(ALIPAY_CERTIFICATE, Kind.LINES).optional(),
                    SettingField.of(ALIPAY_ROOT_CERTIFICATE, Kind.LINES).optional(),
                    SettingField.secret(CONTENT_KEY).optional()),
            AlipayProvider.class,
            AlipayProvider::new,
            ProviderType.Rules.NONE
                    .withDeclines(AlipayErrors.DECLINES)
                    .withCheck(AlipaySettingsCheck::problems)
                    .withLimits((method, amount) -> takes(amount))
                    .withAcknowledgement(ACKNOWLEDGEMENT)
                    .withSimulator(AlipaySimulator::new));

    private Alipay() {}

    /** Whether Alipay takes this amount: 0.01 to 100,000,000.00 yuan. */
    static boolean takes(Money amount) {
        return amount.currencyCode().equals(CNY) && amount.minorUnits() >= 1 && amount.minorUnits() <= MOST_FEN;
    }

    private static MethodType method(String code, Style style) {
        return new MethodType(code, style, false, CURRENCIES);
    }

    private static Optional<String> badUrl(String value) {
        return matching(value, "https?://[A-Za-z0-9.:\\[\\]-]+(/[^\\s?#]*)?");
    }

    private static Optional<String> matching(String value, String pattern) {
        return value.strip().matches(pattern) ? Optional.empty() : Optional.of("problem.setting.invalid");
    }
}
