package dev.tillgate.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.Occasion.Device;
import dev.tillgate.flow.Occasion.Fit;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.MethodType.Style;
import org.junit.jupiter.api.Test;

/** Which methods come first where, and for whom. */
class OccasionTest {
    private static final MethodType CARD = new MethodType("card", Style.REDIRECT, true);
    private static final MethodType WECHAT_CODE = new MethodType("wechat_pay", Style.SCAN, false);
    private static final MethodType WECHAT_PAGE = new MethodType("wechat_pay_h5", Style.REDIRECT, false);
    private static final MethodType TRANSFER = new MethodType("bank_transfer", Style.TRANSFER, false);
    private static final MethodType IDEAL = new MethodType("ideal", Style.REDIRECT, false);

    @Test
    void nothing_known_prefers_nothing() {
        assertThat(Occasion.UNKNOWN.fit(CARD, null)).isEqualTo(Fit.NEUTRAL);
        assertThat(Occasion.UNKNOWN.fit(TRANSFER, "XX")).isEqualTo(Fit.NEUTRAL);
    }

    @Test
    void an_apps_own_money_comes_first_in_it() {
        Occasion inWechat = new Occasion(Device.PHONE, "wechat", false);
        assertThat(inWechat.fit(WECHAT_PAGE, "CN")).isEqualTo(Fit.APP);
        assertThat(inWechat.fit(CARD, "CN")).isLessThan(Fit.APP);
    }

    @Test
    void a_phone_cannot_scan_its_own_screen() {
        assertThat(new Occasion(Device.PHONE, "wechat", false).fit(WECHAT_CODE, "CN"))
                .isEqualTo(Fit.HARD);
        assertThat(new Occasion(Device.COMPUTER, "", false).fit(WECHAT_CODE, "CN"))
                .isEqualTo(Fit.COUNTRY);
    }

    @Test
    void a_company_transfers_and_people_pay_as_at_home() {
        assertThat(new Occasion(Device.COMPUTER, "", true).fit(TRANSFER, "NL")).isEqualTo(Fit.BUSINESS);
        assertThat(Occasion.UNKNOWN.fit(IDEAL, "NL")).isEqualTo(Fit.COUNTRY);
        assertThat(Occasion.UNKNOWN.fit(IDEAL, "DE")).isEqualTo(Fit.NEUTRAL);
    }
}
