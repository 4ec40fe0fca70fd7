package dev.tillgate.provider.paypal;

import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.paypal.simulator.PayPalSimulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PayPal as a kind of provider: its settings, methods and rules. */
public final class PayPal {
    /** {@code live}, {@code test} (PayPal's own sandbox) or {@code practice} (the simulator). */
    public static final String MODE = "mode";

    /** Where the simulator is; only in practice. */
    public static final String PRACTICE_URL = "practice_url";

    /** The REST app's client id; public. */
    public static final String CLIENT_ID = "client_id";

    /** The REST app's secret. */
    public static final String CLIENT_SECRET = "client_secret";

    /** The id that PayPal gave the webhook: part of what it signs, and not in the notification itself. */
    public static final String WEBHOOK_ID = "webhook_id";

    /** The name that the payer sees on PayPal's page. */
    public static final String BRAND_NAME = "brand_name";

    static final String LIVE = "live";
    static final String PRACTICE = "practice";

    private static final String LIVE_API = "https://api-m.paypal.com";
    private static final String TEST_API = "https://api-m.sandbox.paypal.com";

    /** PayPal says "sb" for a shared client id that exists in its sandbox only. */
    private static final String SHARED_SANDBOX_CLIENT = "sb";

    public static final ProviderType TYPE = new ProviderType(
            "paypal",
            List.of(new MethodType("paypal", MethodType.Style.REDIRECT, true)),
            PayPalAmounts.CURRENCIES,
            List.of(
                    SettingField.choice(MODE, LIVE, "test", PRACTICE),
                    SettingField.text(PRACTICE_URL).optional().checked(PayPal::badUrl),
                    SettingField.text(CLIENT_ID).checked(PayPal::badClientId),
                    SettingField.secret(CLIENT_SECRET).checked(PayPal::badSecret),
                    SettingField.text(WEBHOOK_ID).optional().checked(PayPal::badWebhookId),
                    SettingField.text(BRAND_NAME).optional().checked(PayPal::badName)),
            PayPalProvider.class,
            PayPalProvider::new,
            ProviderType.Rules.NONE
                    .withDeclines(PayPalErrors.DECLINES)
                    .withCheck(PayPal::check)
                    .withLimits((method, amount) -> PayPalAmounts.takes(amount))
                    .withSimulator(PayPalSimulator::new));

    private PayPal() {}

    /** Where these settings' requests go, without a slash at the end. */
    static String api(Settings settings) {
        return switch (settings.get(MODE)) {
            case LIVE -> LIVE_API;
            case "test" -> TEST_API;
            case PRACTICE -> withoutSlash(settings.get(PRACTICE_URL));
            default -> throw new IllegalStateException("unknown mode");
        };
    }

    static boolean isPractice(Settings settings) {
        return settings.get(MODE).equals(PRACTICE);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** What does not belong together, as message keys by setting. */
    private static Map<String, String> check(Settings settings) {
        Map<String, String> problems = new LinkedHashMap<>();
        boolean practice = isPractice(settings);
        boolean hasUrl = !settings.getOr(PRACTICE_URL, "").isEmpty();
        String id = settings.getOr(CLIENT_ID, "");
        String secret = settings.getOr(CLIENT_SECRET, "");
        if (practice != hasUrl) {
            problems.put(PRACTICE_URL, "problem.paypal.practice_url." + (practice ? "needed" : "unwanted"));
        }
        if (id.startsWith("E") && secret.startsWith("A")) {
            problems.put(CLIENT_ID, "problem.paypal.swapped");
        } else if (!id.isEmpty() && id.equals(secret)) {
            problems.put(CLIENT_SECRET, "problem.paypal.same");
        } else if (practice != id.startsWith(PracticeMark.CLIENT)) {
            problems.put(CLIENT_ID, "problem.paypal.client_id." + (practice ? "not_practice" : "practice"));
        } else if (settings.get(MODE).equals(LIVE) && id.equals(SHARED_SANDBOX_CLIENT)) {
            problems.put(CLIENT_ID, "problem.paypal.client_id.sandbox");
        }
        return problems;
    }

    private static Optional<String> badUrl(String value) {
        boolean fine = value.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[^\\s?#]*)?");
        return fine ? Optional.empty() : Optional.of("problem.setting.invalid");
    }

    private static Optional<String> badClientId(String value) {
        if (value.contains("@") || value.contains(".example.com") || value.matches(".*_api\\d*\\..*")) {
            // An account's e-mail address, or the user name of the old NVP interface.
            return Optional.of("problem.paypal.client_id.account");
        }
        if (value.startsWith("access_token$")) {
            return Optional.of("problem.paypal.client_id.braintree");
        }
        boolean fine = value.equals(SHARED_SANDBOX_CLIENT) || value.matches("[A-Za-z0-9_-]{20,200}");
        return fine ? Optional.empty() : Optional.of("problem.paypal.client_id.invalid");
    }

    private static Optional<String> badSecret(String value) {
        return value.matches("[A-Za-z0-9_-]{20,200}")
                ? Optional.empty()
                : Optional.of("problem.paypal.client_secret.invalid");
    }

    private static Optional<String> badWebhookId(String value) {
        if (value.startsWith("http://") || value.startsWith("https://")) {
            return Optional.of("problem.paypal.webhook_id.url");
        }
        if (value.startsWith("WH-")) {
            // The id of one notification; the webhook's own id has no such beginning.
            return Optional.of("problem.paypal.webhook_id.event");
        }
        return value.matches("[A-Za-z0-9]{5,50}") ? Optional.empty() : Optional.of("problem.paypal.webhook_id.invalid");
    }

    private static Optional<String> badName(String value) {
        return value.length() <= 127 ? Optional.empty() : Optional.of("problem.paypal.brand_name.long");
    }
}
