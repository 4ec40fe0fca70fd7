package dev.tillgate.webapp;

import dev.tillgate.catalog.Providers;
import dev.tillgate.merchant.ApiClients;
import dev.tillgate.merchant.Merchant;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.ProviderAccounts;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethods;
import dev.tillgate.merchant.Stores;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredAccounts;
import dev.tillgate.store.StoredClients;
import dev.tillgate.store.StoredMerchants;
import dev.tillgate.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes merchants and stores behind a gateway's back, in its database. */
public final class SampleShops {
    private final Clock clock = Clock.systemUTC();
    private final StoredMerchants merchants;
    private final StoredAccounts accounts;
    private final StoredClients clients;

    public SampleShops(Sessions sessions, Vault vault) {
        // Nothing has to be forgotten by caches: what is made here is new.
        merchants = new StoredMerchants(sessions, () -> {});
        accounts = new StoredAccounts(sessions, vault, () -> {});
        clients = new StoredClients(sessions);
    }

    /**
     * A shop that may use the API.
     *
     * @param secret of its API client
     * @param account at the sandbox bank, all of whose methods the store offers
     */
    public record Shop(MerchantId merchant, StoreId store, String clientId, String secret, AccountId account) {}

    /**
     * A merchant with a store that offers all methods of the sandbox.
     *
     * @param callbackUrl where its store is told of events, or null
     * @param sandbox settings of an account at the sandbox bank
     */
    public Shop newShop(@Nullable String callbackUrl, Collection<Scope> scopes, Map<String, String> sandbox) {
        Merchant merchant = new Merchant(MerchantId.next(), "Test merchant", Instant.now(clock));
        merchants.insert(merchant);
        return newShop(merchant.id(), callbackUrl, scopes, sandbox);
    }

    /** A merchant with a store that offers nothing yet. */
    public Shop emptyShop(@Nullable String callbackUrl, Collection<Scope> scopes) {
        Merchant merchant = new Merchant(MerchantId.next(), "Test merchant", Instant.now(clock));
        merchants.insert(merchant);
        return open(merchant.id(), callbackUrl, scopes, null);
    }

    /** Opens an account at a provider for a shop and offers those of these methods that it serves. */
    public AccountId offer(Shop shop, String provider, Map<String, String> settings, Collection<String> methods) {
        ProviderAccounts providers = new ProviderAccounts(accounts, Providers.ALL, clock);
        ProviderAccount account = providers.open(shop.merchant(), provider, provider, settings);
        StoreMethods offered = new StoreMethods(merchants, accounts, providers);
        methods.forEach(method -> offered.enable(shop.merchant(), shop.store(), method, account.id(), true));
        return account.id();
    }

    /** One more store of a merchant. */
    public Shop newShop(
            MerchantId merchant, @Nullable String callbackUrl, Collection<Scope> scopes, Map<String, String> sandbox) {
        return open(merchant, callbackUrl, scopes, sandbox);
    }

    private Shop open(
            MerchantId merchant,
            @Nullable String callbackUrl,
            Collection<Scope> scopes,
            @Nullable Map<String, String> sandbox) {
        Stores stores = new Stores(merchants, clock);
        Store store = stores.open(merchant, "Test shop", Stores.CUSTOM);
        if (callbackUrl != null) {
            stores.callAt(merchant, store.id(), callbackUrl);
        }
        AccountId account = AccountId.next();
        if (sandbox != null) {
            ProviderAccounts providers = new ProviderAccounts(accounts, Providers.ALL, clock);
            account = providers.open(merchant, "sandbox", "Sandbox", sandbox).id();
            new StoreMethods(merchants, accounts, providers).enableAll(merchant, store.id(), account);
        }
        ApiClients.Issued client =
                new ApiClients(clients, clock).create(merchant, store.id(), "Test client", EnumSet.copyOf(scopes));
        return new Shop(
                merchant,
                store.id(),
                client.client().id().value(),
                client.secret().value(),
                account);
    }
}
