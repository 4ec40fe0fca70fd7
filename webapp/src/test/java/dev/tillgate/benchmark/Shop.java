package dev.tillgate.benchmark;

import dev.tillgate.catalog.Providers;
import dev.tillgate.merchant.ApiClients;
import dev.tillgate.merchant.Merchant;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.ProviderAccounts;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethods;
import dev.tillgate.merchant.Stores;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Settings;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredAccounts;
import dev.tillgate.store.StoredClients;
import dev.tillgate.store.StoredMerchants;
import dev.tillgate.vault.Vault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import javax.sql.DataSource;

/**
 * A store with an API client and an account at a sandbox bank, set up as an operator would in the console.
 *
 * @param credentials of its API client, as HTTP Basic sends them
 */
record Shop(MerchantId merchant, String credentials) {

    /** Sets one up in a migrated database. */
    static Shop in(DataSource database, Vault vault, Settings sandbox) {
        return in(database, vault, "sandbox", sandbox);
    }

    /** Sets one up with an account at any provider. */
    static Shop in(DataSource database, Vault vault, String provider, Settings settings) {
        Clock clock = Clock.systemUTC();
        try (Sessions sessions = new Sessions(database, DatabaseProduct.MARIADB)) {
            StoredMerchants merchants = new StoredMerchants(sessions, Shop::nothing);
            StoredAccounts accounts = new StoredAccounts(sessions, vault, Shop::nothing);
            MerchantId merchant = MerchantId.next();
            merchants.insert(new Merchant(merchant, "Benchmark", clock.instant()));
            Store store = new Stores(merchants, clock).open(merchant, "Benchmark", Stores.CUSTOM);
            ProviderAccounts providers = new ProviderAccounts(accounts, Providers.ALL, clock);
            ProviderAccount account = providers.open(merchant, provider, provider, settings.values());
            new StoreMethods(merchants, accounts, providers).enableAll(merchant, store.id(), account.id());
            ApiClients.Issued client = new ApiClients(new StoredClients(sessions), clock)
                    .create(merchant, store.id(), "Benchmark", EnumSet.allOf(Scope.class));
            String pair = client.client().id().value() + ":" + client.secret().value();
            return new Shop(merchant, Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** A new access token; good for a quarter of an hour. */
    String token(URI gateway) throws Exception {
        try (KeptConnection connection = new KeptConnection(gateway)) {
            int status = connection.send(Purchase.token(credentials));
            if (status != 200) {
                throw new IllegalStateException("no token: " + status + " " + connection.body());
            }
            return connection.body().replaceAll("(?s).*\"access_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        }
    }

    /** The gateway that reads this starts afterwards: nothing has to be forgotten. */
    private static void nothing() {}
}
