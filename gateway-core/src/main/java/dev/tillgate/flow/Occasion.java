package dev.tillgate.flow;

import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.MethodType.Style;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and as whom a buyer pays. It only orders what the shop offers anyway.
 *
 * @param device what the buyer looks at
 * @param app in which app, such as {@code wechat}, or empty
 * @param business whether a company pays
 */
public record Occasion(Device device, String app, boolean business) {
    /** Nothing is known. */
    public static final Occasion UNKNOWN = new Occasion(Device.UNKNOWN, "", false);

    /** Methods that most people of a country have, by how their codes begin. */
    private static final Map<String, List<String>> AT_HOME = Map.of(
            "CN", List.of("alipay", "wechat_pay"),
            "NL", List.of("ideal"),
            "BE", List.of("bancontact"),
            "AT", List.of("eps"),
            "PL", List.of("blik", "p24"));

    /** Apps that have money of their own. */
    private static final Map<String, String> WALLETS =
            Map.of("wechat", "wechat_pay", "wecom", "wechat_pay", "alipay", "alipay");

    /** What a buyer looks at. */
    public enum Device {
        PHONE,
        COMPUTER,
        UNKNOWN
    }

    /** How well a method fits, from bad to best, with the reason for buyers where there is one. */
    enum Fit {
        /** A code on the screen of the phone that should scan it. */
        HARD(""),
        NEUTRAL(""),
        COUNTRY("recommend.country"),
        BUSINESS("recommend.business"),
        APP("recommend.in_app");

        private final String reasonKey;

        Fit(String reasonKey) {
            this.reasonKey = reasonKey;
        }

        String reasonKey() {
            return reasonKey;
        }
    }

    Fit fit(MethodType method, @Nullable String country) {
        String wallet = WALLETS.get(app);
        if (wallet != null && method.code().startsWith(wallet) && method.style() != Style.SCAN) {
            return Fit.APP;
        }
        if (device == Device.PHONE && method.style() == Style.SCAN) {
            return Fit.HARD;
        }
        if (business && method.style() == Style.TRANSFER) {
            return Fit.BUSINESS;
        }
        List<String> usual = country == null ? List.of() : AT_HOME.getOrDefault(country, List.of());
        return usual.stream().anyMatch(method.code()::startsWith) ? Fit.COUNTRY : Fit.NEUTRAL;
    }
}
