package dev.tillgate.platform.woocommerce;

import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** WooCommerce shops, with our plugin or by keys to their REST interface. */
public final class WooCommerce {
    /** By which door the shop is spoken with: {@link #PLUGIN} or {@link #REST}. */
    public static final String DOOR = "door";

    public static final String PLUGIN = "plugin";
    public static final String REST = "rest";
    /** The shop's address. */
    public static final String SHOP = "shop";
    /** The plugin's address that is told of events; and another one, for when that one is blocked. */
    public static final String NOTIFY_URL = "notify_url";

    public static final String FALLBACK = "notify_url_fallback";
    /** Where its REST interface begins, such as {@code https://shop.example/wp-json}. */
    public static final String ROOT = "root";

    public static final String KEY = "consumer_key";
    public static final String SECRET = "consumer_secret";
    /** What the shop signs its webhooks with; ours. */
    public static final String WEBHOOK_SECRET = "webhook_secret";
    /** Payment methods of the shop whose orders are paid through us, commas between; {@code *} for all. */
    public static final String OFFERED = "offered";
    /** Language of what we write beside orders. */
    public static final String LANGUAGE = "language";
    /** The plugin's name for itself among the shop's payment methods. */
    public static final String GATEWAY = "tillgate";

    public static final PlatformType TYPE = new PlatformType(
            "woocommerce",
            List.of(
                    SettingField.choice(DOOR, PLUGIN, REST),
                    SettingField.text(SHOP).optional(),
                    SettingField.text(NOTIFY_URL).optional(),
                    SettingField.text(FALLBACK).optional(),
                    SettingField.text(ROOT).optional().checked(WooCommerce::badRoot),
                    SettingField.secret(KEY).optional().checked(value -> matching(value, "ck_[0-9a-f]{40}")),
                    SettingField.secret(SECRET).optional().checked(value -> matching(value, "cs_[0-9a-f]{40}")),
                    SettingField.secret(WEBHOOK_SECRET).optional(),
                    SettingField.text(OFFERED).optional().checked(value -> matching(value, "[a-z0-9_*, -]{1,300}")),
                    SettingField.choice(LANGUAGE, "en", "zh_CN").optional()),
            RestDoor.class,
            WooCommerce::open,
            WooCommerce::check);

    private WooCommerce() {}

    /** The plugin tells of every change by itself until it was heard, and need not be asked what has changed. */
    private static Platform open(Settings settings, PlatformType.Tools tools) {
        return settings.getOr(DOOR, PLUGIN).equals(REST)
                ? new RestDoor(settings, tools)
                : new SignedShop("woocommerce", () -> addresses(settings), tools);
    }

    /** The one the shop prefers first. */
    private static List<String> addresses(Settings settings) {
        return Stream.of(NOTIFY_URL, FALLBACK)
                .map(name -> settings.getOr(name, ""))
                .filter(url -> !url.isEmpty())
                .toList();
    }

    private static Map<String, String> check(Settings settings) {
        Map<String, String> problems = new HashMap<>();
        if (settings.getOr(DOOR, PLUGIN).equals(REST)) {
            for (String needed : List.of(ROOT, KEY, SECRET, WEBHOOK_SECRET)) {
                if (settings.getOr(needed, "").isEmpty()) {
                    problems.put(needed, "problem.setting.missing");
                }
            }
        } else if (settings.getOr(NOTIFY_URL, "").isEmpty()) {
            problems.put(NOTIFY_URL, "problem.setting.missing");
        }
        return problems;
    }

    private static Optional<String> badRoot(String value) {
        return matching(value, "https?://[^?#\\s]+(/\\?rest_route=)?");
    }

    private static Optional<String> matching(String value, String form) {
        return value.matches(form) ? Optional.empty() : Optional.of("problem.setting.invalid");
    }
}
