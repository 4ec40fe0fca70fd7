package dev.tillgate.provider.stripe;

import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.stripe.simulator.StripeSimulator;
import java.util.List;

/** Stripe: cards with Apple Pay and Google Pay, and local ways to pay, on its hosted page. */
public final class Stripe {
    /** The version of the API that requests are written for and answers are read in. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    /** Real money, Stripe's test mode, or the simulator. */
    public static final String MODE = "mode";

    /** Where the simulator is, in practice mode only. */
    public static final String PRACTICE_URL = "practice_url";

    /** The secret key, or a restricted one. */
    public static final String SECRET_KEY = "secret_key";

    /** What notifications are signed with; two, separated by a space, while it is rolled. */
    public static final String WEBHOOK_SECRET = "webhook_secret";

    /** What the payer's card statement says behind the account's own name. */
    public static final String STATEMENT_SUFFIX = "statement_descriptor_suffix";

    /** Whether payers may choose card instalments (accounts in Mexico). */
    public static final String INSTALLMENTS = "installments";

    public static final String LIVE = "live";
    public static final String TEST = "test";
    public static final String PRACTICE = "practice";
    public static final String ON = "on";

    /**
     * With which a practicing account tells the simulator where it wants its notifications: there is no dashboard to type
     * it into. Never sent to Stripe.
     */
    public static final String PRACTICE_NOTIFY_HEADER = "Practice-Notify-Url";

    static final String HOST = "https://api.stripe.com";
    static final String FILES_HOST = "https://files.stripe.com";

    public static final ProviderType TYPE = new ProviderType(
            "stripe",
            StripeMethods.ALL,
            StripeAmounts.CURRENCIES,
            List.of(
                    SettingField.choice(MODE, LIVE, TEST, PRACTICE),
                    SettingField.secret(SECRET_KEY).checked(StripeKeys::secretKey),
                    SettingField.secret(WEBHOOK_SECRET).optional().checked(StripeKeys::webhookSecret),
                    SettingField.text(STATEMENT_SUFFIX).optional().checked(StripeKeys::statementSuffix),
                    SettingField.choice(INSTALLMENTS, "off", ON).optional(),
                    SettingField.text(PRACTICE_URL).optional().checked(StripeKeys::practiceUrl)),
            StripeProvider.class,
            StripeProvider::new,
            ProviderType.Rules.NONE
                    .withDeclines(StripeErrors.DECLINES)
                    .withCheck(StripeKeys::together)
                    .withLimits(StripeMethods::takes)
                    .withSimulator(StripeSimulator::new));

    private Stripe() {}
}
