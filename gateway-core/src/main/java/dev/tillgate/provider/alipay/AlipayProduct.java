package dev.tillgate.provider.alipay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one of our methods is at Alipay.
 *
 * @param way how the payer gets to it
 * @param instalments monthly instalments of Huabei, 0 for none
 */
record AlipayProduct(Way way, int instalments) {
    /** How a payer gets to an Alipay payment, and what it is called there. */
    enum Way {
        /** Asked of Alipay's server; a QR code lives two hours at most, whatever it is told. */
        QR("alipay.trade.precreate", "FACE_TO_FACE_PAYMENT", Duration.ofHours(2)),
        /** A signed address; Alipay learns of it when the payer opens it. */
        PAGE("alipay.trade.page.pay", "FAST_INSTANT_TRADE_PAY", Duration.ofDays(15)),
        WAP("alipay.trade.wap.pay", "QUICK_WAP_WAY", Duration.ofDays(15)),
        /** A signed text for Alipay's app on the payer's phone. */
        APP("alipay.trade.app.pay", "QUICK_MSECURITY_PAY", Duration.ofDays(15));

        final String method;
        final String code;
        final Duration longest;

        Way(String method, String code, Duration longest) {
            this.method = method;
            this.code = code;
            this.longest = longest;
        }
    }

    /** What the method's code stands for, or null when it is none of ours. */
    static @Nullable AlipayProduct of(String method) {
        return switch (method) {
            case Alipay.QR -> new AlipayProduct(Way.QR, 0);
            case Alipay.PAGE -> new AlipayProduct(Way.PAGE, 0);
            case Alipay.WAP -> new AlipayProduct(Way.WAP, 0);
            case Alipay.APP -> new AlipayProduct(Way.APP, 0);
            case Alipay.HUABEI + 3 -> new AlipayProduct(Way.QR, 3);
            case Alipay.HUABEI + 6 -> new AlipayProduct(Way.QR, 6);
            case Alipay.HUABEI + 12 -> new AlipayProduct(Way.QR, 12);
            default -> null;
        };
    }
}
