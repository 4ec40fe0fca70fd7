package dev.tillgate.merchant;

import dev.tillgate.provider.ProviderType;
import java.time.Clock;
import java.util.List;

/** Everything that an operator works on, in one place: how it is kept, and the rules for changing it. */
public final class Administration {
    private final MerchantBook merchants;
    private final AccountBook accounts;
    private final ClientBook clients;
    private final Stores stores;
    private final ProviderAccounts providers;
    private final StoreMethods methods;
    private final ApiClients apiClients;

    public Administration(
            MerchantBook merchants, AccountBook accounts, ClientBook clients, List<ProviderType> types, Clock clock) {
        this.merchants = merchants;
        this.accounts = accounts;
        this.clients = clients;
        this.stores = new Stores(merchants, clock);
        this.providers = new ProviderAccounts(accounts, types, clock);
        this.methods = new StoreMethods(merchants, accounts, providers);
        this.apiClients = new ApiClients(clients, clock);
    }

    /** Reads merchants and stores. */
    public MerchantBook merchants() {
        return merchants;
    }

    /** Reads provider accounts. */
    public AccountBook accounts() {
        return accounts;
    }

    /** Reads API clients. */
    public ClientBook clients() {
        return clients;
    }

    public Stores stores() {
        return stores;
    }

    public ProviderAccounts providers() {
        return providers;
    }

    public StoreMethods methods() {
        return methods;
    }

    public ApiClients apiClients() {
        return apiClients;
    }
}
