package dev.tillgate.platform.shopify;

import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shops that pay within Shopify's own checkout, through the operator's payments app: for approved Payments Partners. The
 * settings are written when a merchant installs the app, and follow the operator's.
 */
public final class PaymentsApp {
    public static final PlatformType TYPE = new PlatformType(
            "shopify_payments",
            List.of(
                    SettingField.text(Shopify.SHOP)
                            .checked(value -> ShopDomain.isValid(value)
                                    ? Optional.empty()
                                    : Optional.of("platform.shopify.shop.invalid")),
                    SettingField.text(Shopify.CLIENT_ID),
                    SettingField.secret(Shopify.CLIENT_SECRET),
                    SettingField.choice(Shopify.API_VERSION, "2026-10", "2026-07")),
            PaymentsAppShop.class,
            PaymentsAppShop::new,
            settings -> Map.of());

    private PaymentsApp() {}

    /** Whether this is the name of a shop. */
    public static boolean isShop(String name) {
        return ShopDomain.isValid(name);
    }

    /** Whether Shopify has signed this query just now, for whichever shop. */
    public static boolean isGenuine(String query, String clientSecret, Instant now) {
        return OAuthQuery.isSigned(query, clientSecret, now);
    }

    /** What the operator deploys at Shopify, by path. */
    public static Map<String, String> files(String clientId, String apiVersion, String gateway) {
        return AppFiles.ofPayments(clientId, apiVersion, gateway);
    }

    /** The settings of one shop that has installed the operator's app. */
    public static Settings settings(String shop, String clientId, String clientSecret, String apiVersion) {
        return new Settings(Map.of(
                Shopify.SHOP, shop,
                Shopify.CLIENT_ID, clientId,
                Shopify.CLIENT_SECRET, clientSecret,
                Shopify.API_VERSION, apiVersion));
    }
}
