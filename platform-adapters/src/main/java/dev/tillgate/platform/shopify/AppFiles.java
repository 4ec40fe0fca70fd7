package dev.tillgate.platform.shopify;

import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of apps, filled in: the merchant's own with the block for the Thank-you page, and the operator's. */
final class AppFiles {
    private static final List<String> NAMES = List.of(
            "shopify.app.toml",
            "package.json",
            "extensions/pay-now/package.json",
            "extensions/pay-now/shopify.extension.toml",
            "extensions/pay-now/locales/en.default.json",
            "extensions/pay-now/locales/zh-CN.json",
            "extensions/pay-now/src/PayNow.jsx");
    /** None of these can end a text in TOML or JavaScript, so that nothing needs to be escaped. */
    private static final String HARMLESS = "[0-9A-Za-z:/._\\[\\]-]{1,500}";

    private AppFiles() {}

    static Map<String, String> of(Settings settings, String pages, String hooks) {
        Map<String, String> values = Map.of(
                "client_id",
                settings.get(Shopify.CLIENT_ID),
                "app_url",
                pages,
                "checkout_url",
                pages + "/checkout",
                "hook_url",
                hooks,
                "api_version",
                settings.getOr(Shopify.API_VERSION, "2026-10"));
        return filled("app/", NAMES, values);
    }

    /** The files of the operator's payments app. */
    static Map<String, String> ofPayments(String clientId, String apiVersion, String gateway) {
        return filled(
                "payments-app/",
                List.of("shopify.app.toml", "extensions/payments/shopify.extension.toml"),
                Map.of("client_id", clientId, "api_version", apiVersion, "gateway", gateway));
    }

    private static Map<String, String> filled(String folder, List<String> names, Map<String, String> values) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put(name, filled(read(folder + name), values));
        }
        return files;
    }

    private static String filled(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (!value.getValue().matches(HARMLESS)) {
                throw new IllegalStateException("an address with strange characters: " + value.getKey());
            }
            text = text.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return text;
    }

    private static String read(String name) {
        try (InputStream in = AppFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not packed: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
