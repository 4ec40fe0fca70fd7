package dev.tillgate.provider.sandbox;

import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The provider that moves no money: it behaves like a real one, over a real wire, with every kind of trouble. */
public final class Sandbox {
    /** Where the bank is, such as {@code https://pay.example/sandbox}. */
    public static final String BASE_URL = "base_url";

    /** The bearer key of the merchant's account at the bank. */
    public static final String SECRET_KEY = "secret_key";

    /** What answers and notifications are signed with; two, separated by a space, while it is changed. */
    public static final String NOTIFICATION_SECRET = "notification_secret";

    public static final ProviderType TYPE = new ProviderType(
            "sandbox",
            List.of(
                    new MethodType("card", MethodType.Style.REDIRECT, true),
                    new MethodType("wallet", MethodType.Style.REDIRECT, false),
                    new MethodType("qr", MethodType.Style.SCAN, false),
                    new MethodType("bank_transfer", MethodType.Style.TRANSFER, false)),
            Set.of(),
            List.of(
                    SettingField.text(BASE_URL).checked(Sandbox::badUrl),
                    SettingField.secret(SECRET_KEY),
                    SettingField.secret(NOTIFICATION_SECRET)),
            SandboxProvider.class,
            (settings, exchange, clock) -> new SandboxProvider(settings, exchange),
            ProviderType.Rules.NONE.withDeclines(SandboxErrors.DECLINES));

    private Sandbox() {}

    private static Optional<String> badUrl(String value) {
        boolean fine = value.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[^\\s?#]*)?");
        return fine ? Optional.empty() : Optional.of("problem.setting.invalid");
    }

    /** The settings of an account at the bank that answers under {@code baseUrl}. */
    public static Settings settings(String baseUrl, String secretKey, String notificationSecret) {
        return new Settings(Map.of(BASE_URL, baseUrl, SECRET_KEY, secretKey, NOTIFICATION_SECRET, notificationSecret));
    }
}
