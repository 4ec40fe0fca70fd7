package dev.tillgate.platform;

/** A shop that is connected by installing an app of the operator's: the merchant consents at the shop's platform. */
public interface InstalledApp extends Platform {
    /**
     * Where the merchant consents.
     *
     * @param redirect where the platform sends the merchant back to
     * @param state comes back with the merchant
     */
    String consentAddress(String redirect, String state);

    /** Whether the platform has signed this query, just now and for this shop. */
    boolean isGenuine(String query);

    /**
     * Finishes it with the code the merchant came back with: takes a token and says that we are ready.
     *
     * @param handle how the platform names the merchant's account here
     * @return what is in the way, as a message key, or empty
     */
    String install(String code, String handle);

    /** The platform's page where the merchant switches the method on. */
    String settingsPage();
}
