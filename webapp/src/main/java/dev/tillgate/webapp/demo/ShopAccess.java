package dev.tillgate.webapp.demo;

import java.util.List;

/**
 * What a shop's operator copies from the console into the shop's configuration.
 *
 * @param store the store's id, which the gateway's tokens are addressed to
 * @param webhookSecrets {@code whsec_…}; two while one is being changed
 */
public record ShopAccess(String store, String clientId, String clientSecret, List<String> webhookSecrets) {
    public ShopAccess {
        webhookSecrets = List.copyOf(webhookSecrets);
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "ShopAccess[" + clientId + "]";
    }
}
