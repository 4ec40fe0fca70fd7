package dev.tillgate.platform.shopify;

import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shopify shops, connected by the client id and secret of an app from the merchant's Dev Dashboard. */
public final class Shopify {
    /** The shop's own domain at Shopify, such as {@code my-shop.myshopify.com}. */
    public static final String SHOP = "shop";

    public static final String CLIENT_ID = "client_id";
    /** Asks for access tokens, and is the key of webhooks and session tokens. */
    public static final String CLIENT_SECRET = "client_secret";
    /** Shopify keeps a version for a year. */
    public static final String API_VERSION = "api_version";
    /** A word in the name of the manual payment method: orders with it are paid through us. */
    public static final String METHOD_WORD = "method_word";

    static final String METHOD_WORD_DEFAULT = "tillgate";

    public static final PlatformType TYPE = new PlatformType(
            "shopify",
            List.of(
                    SettingField.text(SHOP).checked(Shopify::badShop),
                    SettingField.text(CLIENT_ID).checked(value -> matching(value, "[0-9a-f]{32}|[0-9a-f-]{36}")),
                    SettingField.secret(CLIENT_SECRET).checked(value -> matching(value, "[!-~]{32,100}")),
                    SettingField.choice(API_VERSION, "2026-10", "2026-07"),
                    SettingField.text(METHOD_WORD).optional().checked(value -> matching(value, "\\S.{1,38}\\S"))),
            ShopifyPlatform.class,
            ShopifyPlatform::new,
            Shopify::check);

    private Shopify() {}

    private static Optional<String> badShop(String value) {
        return ShopDomain.isValid(value) ? Optional.empty() : Optional.of("platform.shopify.shop.invalid");
    }

    private static Map<String, String> check(Settings settings) {
        Map<String, String> problems = new HashMap<>();
        if (settings.getOr(CLIENT_ID, "").equals(settings.getOr(CLIENT_SECRET, "-"))) {
            problems.put(CLIENT_SECRET, "platform.shopify.same");
        }
        return problems;
    }

    private static Optional<String> matching(String value, String form) {
        return value.matches(form) ? Optional.empty() : Optional.of("problem.setting.invalid");
    }
}
