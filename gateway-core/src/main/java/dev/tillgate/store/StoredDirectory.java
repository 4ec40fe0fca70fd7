package dev.tillgate.store;

import dev.tillgate.flow.Directory;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Stores and opened provider accounts for the flows, three seconds old at most. A change made on this node is seen at
 * once, through {@link #forget()}.
 */
public final class StoredDirectory implements Directory {
    private static final Duration MAX_AGE = Duration.ofSeconds(3);
    private static final int MOST_OPENED = 10_000;

    private final Sessions sessions;
    private final SealedSettings settings;
    private final List<ProviderType> types;
    private final BiFunction<String, String, Exchange> exchanges;
    private final InstantSource clock;
    private final Map<AccountId, Opened> opened = new ConcurrentHashMap<>();
    private final AgedCache<StoreKey, StoreProfile> stores = new AgedCache<>(MAX_AGE);
    /** Whether a shop is connected; the watch over an order that is missed for a moment is made up for by tending. */
    private final AgedCache<StoreKey, Boolean> guarded = new AgedCache<>(Duration.ofMinutes(1));

    private final AgedCache<AccountId, OpenAccount> accounts = new AgedCache<>(MAX_AGE);

    /**
     * @param types every kind of provider this program knows
     * @param exchanges gives the way out for a provider type's id and an account's id
     */
    public StoredDirectory(
            Sessions sessions,
            Vault vault,
            List<ProviderType> types,
            BiFunction<String, String, Exchange> exchanges,
            InstantSource clock) {
        this.sessions = sessions;
        this.settings = new SealedSettings(vault);
        this.types = List.copyOf(types);
        this.exchanges = exchanges;
        this.clock = clock;
    }

    @Override
    public Optional<StoreProfile> store(MerchantId merchant, StoreId store) {
        StoreKey key = new StoreKey(merchant, store);
        return stores.get(key, () -> sessions.read(session -> profile(session, key)));
    }

    @Override
    public Optional<OpenAccount> account(MerchantId merchant, AccountId account) {
        return account(account).filter(open -> open.merchant().equals(merchant));
    }

    @Override
    public Optional<OpenAccount> account(AccountId account) {
        return accounts.get(account, () -> read(account).flatMap(this::open));
    }

    /** Whether the store surely wants no callbacks; reads nothing, so it may be asked within a transaction. */
    boolean wantsNoCallbacks(MerchantId merchant, StoreId store) {
        return stores.known(new StoreKey(merchant, store))
                .map(profile -> profile.callbackUrl() == null)
                .orElse(false);
    }

    /** Whether the store surely has no shop that can be read; reads nothing either. */
    boolean isUnguarded(MerchantId merchant, StoreId store) {
        return guarded.known(new StoreKey(merchant, store))
                .map(connected -> !connected)
                .orElse(false);
    }

    /** Whether the payer can send another amount by this method; reads nothing either. */
    boolean payerSetsAmount(String provider, String method) {
        return types.stream()
                .filter(type -> type.id().equals(provider))
                .flatMap(type -> type.method(method).stream())
                .anyMatch(MethodType::payerSetsAmount);
    }

    /** What was read is read anew when it is asked for next; called after every change of a store or account. */
    public void forget() {
        stores.forget();
        guarded.forget();
        accounts.forget();
    }

    private Optional<ProviderAccountRow> read(AccountId account) {
        return sessions.read(
                session -> session.createQuery("from ProviderAccountRow where id = ?1", ProviderAccountRow.class)
                        .setParameter(1, account.value())
                        .uniqueResultOptional());
    }

    /** A provider lives as long as its settings: it may hold an access token or a certificate that it has fetched. */
    private Optional<OpenAccount> open(ProviderAccountRow row) {
        AccountId id = new AccountId(row.id);
        Opened before = opened.get(id);
        if (before != null && before.settings().equals(row.settings)) {
            return Optional.of(before.account());
        }
        Optional<OpenAccount> fresh = types.stream()
                .filter(type -> type.id().equals(row.provider))
                .findFirst()
                .map(type -> new OpenAccount(
                        new MerchantId(row.merchantId),
                        id,
                        type,
                        type.opener().open(settings.open(row), exchanges.apply(type.id(), row.id), clock)));
        if (opened.size() >= MOST_OPENED) {
            opened.clear();
        }
        fresh.ifPresent(account -> opened.put(id, new Opened(row.settings, account)));
        return fresh;
    }

    /** @param settings as they stand in the row, sealed */
    private record Opened(String settings, OpenAccount account) {
        @Override
        public String toString() {
            return "Opened[" + account.id() + "]";
        }
    }

    private Optional<StoreProfile> profile(StatelessSession session, StoreKey key) {
        MerchantId merchant = key.merchant();
        StoreId store = key.store();
        StoreRow row = session.get(StoreRow.class, new StoreRow.Key(merchant.value(), store.value()));
        if (row == null) {
            return Optional.empty();
        }
        List<StoreProfile.Offer> offers = session.createQuery(
                        "select m.method, m.accountId, a.provider, r from StoreMethodRow m join ProviderAccountRow a"
                                + " on a.merchantId = m.merchantId and a.id = m.accountId"
                                + " left join RouteRuleRow r on r.merchantId = m.merchantId"
                                + " and r.storeId = m.storeId and r.method = m.method and r.accountId = m.accountId"
                                + " where m.merchantId = ?1 and m.storeId = ?2 and m.enabled and a.enabled"
                                + " order by m.position",
                        Offered.class)
                .setParameter(1, merchant.value())
                .setParameter(2, store.value())
                .getResultStream()
                .map(Offered::toRecord)
                .toList();
        guarded.get(key, () -> Optional.of(isConnected(session, key)));
        // An address that said it is gone (410) is no address until the merchant sets one again.
        String callbackUrl = row.callbackDisabledAt == null ? row.callbackUrl : null;
        return Optional.of(new StoreProfile(merchant, store, row.name, callbackUrl, offers));
    }

    private static boolean isConnected(StatelessSession session, StoreKey key) {
        ShopConnectionRow row = session.get(
                ShopConnectionRow.class,
                new ShopConnectionRow.Key(key.merchant().value(), key.store().value()));
        return row != null && row.status.equals(ShopConnection.Status.ACTIVE.name());
    }

    private record StoreKey(MerchantId merchant, StoreId store) {}

    /** A row of the query above. */
    record Offered(
            String method,
            String account,
            String provider,
            @Nullable RouteRuleRow rule) {
        StoreProfile.Offer toRecord() {
            return new StoreProfile.Offer(
                    method, new AccountId(account), provider, rule == null ? RouteRule.NONE : rule.toRecord());
        }
    }
}
