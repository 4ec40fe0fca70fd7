package dev.tillgate.catalog;

import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.shopify.PaymentsApp;
import dev.tillgate.provider.Settings;
import java.time.Instant;
import java.util.Map;

/** The payments app of the operator, as far as it is not about one connected shop. */
public final class PaymentsApps {
    public static final PlatformType TYPE = PaymentsApp.TYPE;

    private PaymentsApps() {}

    /** The settings of one shop that has installed the app. */
    public static Settings settings(String shop, String clientId, String clientSecret, String apiVersion) {
        return PaymentsApp.settings(shop, clientId, clientSecret, apiVersion);
    }

    /** What the operator deploys at the platform, by path, for a gateway at this address. */
    public static Map<String, String> files(String clientId, String apiVersion, String gateway) {
        return PaymentsApp.files(clientId, apiVersion, gateway);
    }

    /** Whether this is the name of a shop. */
    public static boolean isShop(String name) {
        return PaymentsApp.isShop(name);
    }

    /** Whether the platform has signed this query just now, for whichever shop. */
    public static boolean isGenuine(String query, String clientSecret, Instant now) {
        return PaymentsApp.isGenuine(query, clientSecret, now);
    }
}
