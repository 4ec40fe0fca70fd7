package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.Occasion;
import dev.tillgate.flow.Occasion.Device;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How a payment's page is looked at.
 *
 * @param said what has just happened, a key below {@code notice.}, or null
 * @param mark which conversation it was opened from, as the link or the browser says, or null
 * @param occasion what the browser says about itself; it only orders methods
 */
record Visit(@Nullable String said, @Nullable String mark, Occasion occasion) {
    static Occasion occasion(HttpHeaders headers) {
        String browser = headers.getHeaderString(HttpHeaders.USER_AGENT);
        if (browser == null) {
            return Occasion.UNKNOWN;
        }
        // What the two apps' own browsers add: https://developers.weixin.qq.com/doc/ and https://opendocs.alipay.com,
        // checked 2026-11-25.
        String app = browser.contains("MicroMessenger") ? "wechat" : browser.contains("AlipayClient") ? "alipay" : "";
        boolean phone = browser.contains("Mobile") || browser.contains("Android") || browser.contains("iPhone");
        return new Occasion(phone ? Device.PHONE : Device.COMPUTER, app, false);
    }
}
