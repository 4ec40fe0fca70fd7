package dev.tillgate.webapp.connect;

import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.callback.Endpoint;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ApiClients;
import dev.tillgate.merchant.ConnectGrant;
import dev.tillgate.merchant.GrantBook;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connects shops through their plugin: what a merchant approved becomes a code, the plugin redeems the code once for
 * credentials, and can change and give back those later by itself.
 */
public final class ConnectShops {
    /** How long a code can be redeemed. */
    public static final Duration CODE_LIFE = Duration.ofMinutes(5);

    private static final int LONGEST_NAME = 120;
    private static final String CLIENT = "Plugin at ";

    private final Administration administration;
    private final CallbackEndpoints endpoints;
    private final GrantBook grants;
    private final Connections connections;
    private final Clock clock;

    public ConnectShops(
            Administration administration,
            CallbackEndpoints endpoints,
            GrantBook grants,
            Connections connections,
            Clock clock) {
        this.administration = administration;
        this.endpoints = endpoints;
        this.grants = grants;
        this.connections = connections;
        this.clock = clock;
    }

    /** Credentials that a plugin is given, once; never printed. {@code callbackSecret} is the newest one. */
    public record Connected(Store store, ApiClients.Issued client, String callbackSecret) {
        @Override
        public String toString() {
            return "Connected[" + store.id() + "]";
        }
    }

    /**
     * Notes that the merchant agrees.
     *
     * @param store which store the shop becomes, or null for a new one
     * @param storeName the new one's name
     * @return the code for the shop
     */
    public SecretText approve(MerchantId merchant, ConnectRequest request, @Nullable StoreId store, String storeName) {
        SecretText code = SecretText.next("tg_co_");
        Instant now = clock.instant();
        grants.insert(
                new ConnectGrant(
                        merchant,
                        code.digest(),
                        ConnectGrant.Door.PLUGIN,
                        store,
                        storeName,
                        request.shop(),
                        request.challenge(),
                        now.plus(CODE_LIFE)),
                now);
        return code;
    }

    /** What the code was given for; it is used up by that, whatever comes of it. */
    public Optional<ConnectGrant> take(SecretText code) {
        return grants.take(code.digest())
                .filter(grant -> grant.door() == ConnectGrant.Door.PLUGIN)
                .filter(grant -> grant.expiresAt().isAfter(clock.instant()));
    }

    /**
     * Makes the connection that was approved; what the shop was connected with before ends.
     *
     * @param notifyUrl where the shop is told of events
     * @param settings what its platform is to know
     */
    public Connected connect(
            ConnectGrant grant, PlatformType platform, String notifyUrl, Map<String, String> settings) {
        MerchantId merchant = grant.merchant();
        Store store = store(grant, platform.id());
        offerEverythingTo(merchant, store.id());
        administration.stores().callShopAt(merchant, store.id(), notifyUrl);
        boolean fresh = endpoints
                .find(merchant, store.id())
                .map(endpoint -> endpoint.liveSecrets(clock.instant()).isEmpty())
                .orElse(true);
        Optional<Endpoint> endpoint = fresh
                ? endpoints.withSecret(merchant, store.id())
                : endpoints.rotateSecret(merchant, store.id(), CallbackEndpoints.GRACE);
        String name = clientName(grant.shop());
        for (ApiClient before : administration.clients().clients(merchant, store.id())) {
            if (before.name().equals(name) && before.isEnabled()) {
                administration.apiClients().enable(merchant, before.id(), false);
            }
        }
        ApiClients.Issued client =
                administration.apiClients().create(merchant, store.id(), name, EnumSet.allOf(Scope.class));
        connections.connect(merchant, store.id(), platform, new Settings(settings));
        return new Connected(store, client, newest(endpoint));
    }

    /** New secrets; those before stay good for a day. */
    public Connected rotate(Access caller) {
        ApiClients.Issued client =
                administration.apiClients().rotate(caller.merchant(), caller.client(), CallbackEndpoints.GRACE);
        Optional<Endpoint> endpoint =
                endpoints.rotateSecret(caller.merchant(), caller.store(), CallbackEndpoints.GRACE);
        return new Connected(store(caller), client, newest(endpoint));
    }

    /** Ends it at once: the client may do nothing any more, the shop is told nothing any more, no secret opens anything. */
    public void disconnect(Access caller) {
        end(caller.merchant(), caller.store());
        administration.apiClients().enable(caller.merchant(), caller.client(), false);
    }

    /**
     * The same from the merchant's side. A shop that is connected by keys has none of our secrets; what else the
     * merchant has set up for the store stays.
     */
    public void end(MerchantId merchant, StoreId store) {
        boolean plugin = connections
                .find(merchant, store)
                .filter(shop -> shop.connection().settings().values().containsKey(TestShop.NOTIFY_URL))
                .isPresent();
        connections.disconnect(merchant, store);
        if (plugin) {
            administration.stores().callAt(merchant, store, "");
            endpoints.rotateSecret(merchant, store, Duration.ZERO);
            for (ApiClient client : administration.clients().clients(merchant, store)) {
                if (client.name().startsWith(CLIENT) && client.isEnabled()) {
                    administration.apiClients().enable(merchant, client.id(), false);
                }
            }
        }
    }

    public Store store(Access caller) {
        return administration
                .merchants()
                .store(caller.merchant(), caller.store())
                .orElseThrow();
    }

    /** The store that this shop is connected as, if it is already: the one to propose. */
    public Optional<Store> connectedAs(MerchantId merchant, String shop) {
        Optional<ShopAddress> address = ShopAddress.of(shop);
        return administration.merchants().stores(merchant).stream()
                .filter(store ->
                        address.filter(a -> a.owns(store.callbackUrl())).isPresent())
                .findFirst();
    }

    private Store store(ConnectGrant grant, String platform) {
        StoreId chosen = grant.store();
        return chosen == null
                ? administration.stores().open(grant.merchant(), grant.storeName(), platform)
                : administration.merchants().store(grant.merchant(), chosen).orElseThrow();
    }

    /** A store that offers nothing yet gets every method that the merchant's accounts serve. */
    private void offerEverythingTo(MerchantId merchant, StoreId store) {
        List<StoreMethod> methods = administration.methods().of(merchant, store);
        if (methods.stream().anyMatch(StoreMethod::enabled)) {
            return;
        }
        for (ProviderAccount account : administration.accounts().accounts(merchant)) {
            if (account.enabled()) {
                administration.methods().enableAll(merchant, store, account.id());
            }
        }
    }

    private static String newest(Optional<Endpoint> endpoint) {
        return Objects.requireNonNull(endpoint.orElseThrow().secrets().getLast())
                .text();
    }

    private static String clientName(String shop) {
        String name = CLIENT + shop.substring(shop.indexOf("://") + 3);
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
