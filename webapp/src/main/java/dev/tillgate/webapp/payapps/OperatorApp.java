package dev.tillgate.webapp.payapps;

import dev.tillgate.catalog.PaymentsApps;
import dev.tillgate.webapp.config.Keys;
import java.util.Optional;

/**
 * The payments app of whoever runs this gateway; one for all its merchants.
 *
 * @param header in which a trusted proxy passes the subject of the client certificate
 * @param subject the only one that is taken for the platform's, or nothing for any that was verified
 */
public record OperatorApp(
        String clientId, String clientSecret, String apiVersion, String header, Optional<String> subject) {
    /** Nothing where none is configured. */
    public static Optional<OperatorApp> of(dev.tillgate.webapp.config.Settings settings) {
        Optional<String> id = settings.get(Keys.PAYMENTS_APP_ID);
        Optional<String> secret = settings.get(Keys.PAYMENTS_APP_SECRET);
        return id.flatMap(known -> secret.map(secretOfIt -> new OperatorApp(
                known,
                secretOfIt,
                settings.get(Keys.PAYMENTS_APP_VERSION),
                settings.get(Keys.PAYMENTS_APP_HEADER),
                settings.get(Keys.PAYMENTS_APP_SUBJECT))));
    }

    /** The settings of one shop's connection. */
    public dev.tillgate.provider.Settings of(String shop) {
        return PaymentsApps.settings(shop, clientId, clientSecret, apiVersion);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "payments app " + clientId;
    }
}
