package dev.tillgate.provider.wechatpay;

import dev.tillgate.money.Money;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator;
import java.util.List;
import java.util.Set;

/** WeChat Pay (API v3, direct merchant): QR code, mobile web page, and inside WeChat. CNY only, whole fen. */
public final class WechatPay {
    public static final String ID = "wechatpay";

    /** {@code live}, or {@code practice} at a simulator; WeChat has no sandbox for API v3. */
    public static final String MODE = "mode";

    /** Where the simulator is, in practice mode only. */
    public static final String PRACTICE_URL = "practice_url";

    public static final String MCHID = "mchid";
    public static final String APPID = "appid";

    /** The serial number of the merchant's own API certificate. */
    public static final String MERCHANT_SERIAL = "merchant_serial";

    /** {@code apiclient_cert.pem}, only to check what else was typed in. */
    public static final String MERCHANT_CERTIFICATE = "merchant_certificate";

    /** {@code apiclient_key.pem}: what requests are signed with. */
    public static final String PRIVATE_KEY = "private_key";

    /** What notifications and platform certificates are encrypted with. */
    public static final String API_V3_KEY = "api_v3_key";

    /** Which of WeChat's keys sign answers and notifications. */
    public static final String KEY_MODE = "key_mode";

    public static final String PUBLIC_KEY_ID = "public_key_id";
    public static final String WECHAT_PUBLIC_KEY = "wechat_public_key";
    public static final String PLATFORM_CERTIFICATE = "platform_certificate";

    static final String LIVE = "live";
    static final String PRACTICE = "practice";

    /** WeChat's public key signs; the only way for new merchants. */
    public static final String BY_PUBLIC_KEY = "public_key";

    /** Platform certificates sign, and change. */
    public static final String BY_CERTIFICATE = "certificate";

    /** The merchant is changing over: notifications are signed with either, at random. */
    public static final String BY_BOTH = "both";

    /** A QR code that is scanned with WeChat. */
    public static final String NATIVE = "wechat_pay";

    /** A page on the payer's phone that opens WeChat. */
    public static final String H5 = "wechat_pay_h5";

    /** A call from a page or mini program inside WeChat; the instrument is the payer's openid. */
    public static final String JSAPI = "wechat_pay_jsapi";

    static final String CNY = "CNY";
    /** {@code amount.total} is a 32-bit integer. */
    private static final long MOST_FEN = Integer.MAX_VALUE;

    public static final ProviderType TYPE = new ProviderType(
            ID,
            List.of(
                    new MethodType(NATIVE, MethodType.Style.SCAN, false),
                    new MethodType(H5, MethodType.Style.REDIRECT, false),
                    new MethodType(JSAPI, MethodType.Style.INVOKE, false)),
            Set.of(CNY),
            List.of(
                    SettingField.choice(MODE, LIVE, PRACTICE),
                    SettingField.text(PRACTICE_URL).optional().checked(WechatPayFields::practiceUrl),
                    SettingField.text(MCHID).checked(WechatPayFields::mchid),
                    SettingField.text(APPID).checked(WechatPayFields::appid),
                    SettingField.text(MERCHANT_SERIAL).checked(WechatPayFields::merchantSerial),
                    SettingField.of(PRIVATE_KEY, SettingField.Kind.SECRET_LINES).checked(WechatPayFields::privateKey),
                    SettingField.of(MERCHANT_CERTIFICATE, SettingField.Kind.LINES)
                            .optional()
                            .checked(WechatPayFields::certificate),
                    SettingField.secret(API_V3_KEY).checked(WechatPayFields::apiV3Key),
                    SettingField.choice(KEY_MODE, BY_PUBLIC_KEY, BY_CERTIFICATE, BY_BOTH),
                    SettingField.text(PUBLIC_KEY_ID).optional().checked(WechatPayFields::publicKeyId),
                    SettingField.of(WECHAT_PUBLIC_KEY, SettingField.Kind.LINES)
                            .optional()
                            .checked(WechatPayFields::publicKey),
                    SettingField.of(PLATFORM_CERTIFICATE, SettingField.Kind.LINES)
                            .optional()
                            .checked(WechatPayFields::certificate)),
            WechatPayProvider.class,
            WechatPayProvider::new,
            ProviderType.Rules.NONE
                    .withDeclines(WechatPayErrors.DECLINES)
                    .withCheck(WechatPayCheck::problems)
                    .withLimits((method, amount) -> takes(amount))
                    .withSimulator(WechatPaySimulator::new));

    private WechatPay() {}

    static boolean takes(Money amount) {
        return amount.currencyCode().equals(CNY) && amount.isPositive() && amount.minorUnits() <= MOST_FEN;
    }
}
