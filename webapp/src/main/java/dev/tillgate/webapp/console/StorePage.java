package dev.tillgate.webapp.console;

import dev.tillgate.callback.Endpoint;
import dev.tillgate.callback.WebhookSecret;
import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ApiClients;
import dev.tillgate.merchant.ApiSecret;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.payment.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One store with all its settings.
 *
 * @param accounts names of the merchant's provider accounts
 * @param issued a client and its new secret, shown this once, or null
 * @param showsSecrets whether the callback secrets are shown this time
 * @param shop its connected shop, or null
 * @param paymentsApp whether the operator has a payments app
 */
public record StorePage(
        View view,
        Store store,
        List<StoreMethod> methods,
        Map<AccountId, String> accounts,
        List<ApiClient> clients,
        Optional<Endpoint> endpoint,
        ApiClients.@Nullable Issued issued,
        boolean showsSecrets,
        @Nullable ShopCard shop,
        boolean paymentsApp,
        Instant now) {

    public String account(AccountId id) {
        return accounts.getOrDefault(id, id.value());
    }

    public List<ApiSecret> secrets(ApiClient client) {
        return client.liveSecrets(now);
    }

    public boolean canAddSecret(ApiClient client) {
        return secrets(client).size() < ApiClient.MOST_LIVE_SECRETS;
    }

    public List<WebhookSecret> callbackSecrets() {
        return endpoint.map(found -> found.liveSecrets(now)).orElse(List.of());
    }

    public List<Scope> scopes() {
        return List.of(Scope.values());
    }

    public String path() {
        return view.path("/console/stores/" + store.id());
    }
}
