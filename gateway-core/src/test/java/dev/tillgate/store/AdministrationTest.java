package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ApiClients;
import dev.tillgate.merchant.ApiSecret;
import dev.tillgate.merchant.Merchant;
import dev.tillgate.merchant.NotAccepted;
import dev.tillgate.merchant.OwnerSetup;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.ProviderAccounts;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.merchant.StoreMethods;
import dev.tillgate.merchant.Stores;
import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does, down to the tables and back. */
class AdministrationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00.123Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final ProviderType ACME = new ProviderType(
            "acme",
            List.of(
                    new MethodType("card", MethodType.Style.REDIRECT, true),
                    new MethodType("qr", MethodType.Style.SCAN, false)),
            Set.of(),
            List.of(
                    SettingField.text("shop"),
                    SettingField.secret("key")
                            .checked(value ->
                                    value.length() < 3 ? Optional.of("problem.setting.invalid") : Optional.empty()),
                    SettingField.secret("spare").optional()),
            Acme.class,
            (settings, exchange, clock) -> new Acme(settings, exchange));

    private TestDatabase database;
    private Sessions sessions;
    private StoredDirectory directory;
    private StoredMerchants merchants;
    private StoredAccounts accounts;
    private StoredClients clients;
    private ProviderAccounts providers;
    private StoreMethods methods;
    private MerchantId merchant;
    private Store store;

    @BeforeEach
    void open() {
        database = TestDatabase.open();
        sessions = new Sessions(database.dataSource(), DatabaseProduct.MARIADB);
        Vault vault = new Vault(new byte[32]);
        directory = new StoredDirectory(
                sessions,
                vault,
                List.of(ACME),
                (provider, account) -> ask -> {
                    throw new IllegalStateException("nothing is sent in this test");
                },
                CLOCK);
        merchants = new StoredMerchants(sessions, directory::forget);
        accounts = new StoredAccounts(sessions, vault, directory::forget);
        clients = new StoredClients(sessions);
        providers = new ProviderAccounts(accounts, List.of(ACME), CLOCK);
        methods = new StoreMethods(merchants, accounts, providers);
        merchant = MerchantId.next();
        merchants.insert(new Merchant(merchant, "Kopje & Söhne 商店", NOW));
        store = new Stores(merchants, CLOCK).open(merchant, "Main shop", Stores.CUSTOM);
    }

    @AfterEach
    void close() {
        sessions.close();
        database.close();
    }

    @Test
    void merchants_and_stores_are_read_as_they_were_written() {
        assertThat(merchants.merchants()).containsExactly(new Merchant(merchant, "Kopje & Söhne 商店", NOW));
        assertThat(merchants.store(merchant, store.id())).contains(store);
        assertThat(merchants.stores(MerchantId.next())).isEmpty();
    }

    @Test
    void a_callback_address_must_be_https_or_this_machine() {
        Stores stores = new Stores(merchants, CLOCK);
        for (String bad : List.of(
                "http://shop.example/cb", "ftp://shop.example", "https://u:p@shop.example/", "https://a b", "/cb")) {
            assertThatThrownBy(() -> stores.callAt(merchant, store.id(), bad)).isInstanceOf(NotAccepted.class);
        }
        stores.callAt(merchant, store.id(), "http://localhost:8080/cb");
        Store changed = stores.callAt(merchant, store.id(), " https://shop.example/cb ");

        assertThat(changed.callbackUrl()).isEqualTo("https://shop.example/cb");
        assertThat(merchants.store(merchant, store.id())).contains(changed);
        assertThat(stores.callAt(merchant, store.id(), "").callbackUrl()).isNull();
    }

    @Test
    void changing_a_store_leaves_its_callback_secrets_alone() {
        database.execute("UPDATE store SET callback_secrets = 'sealed'");

        new Stores(merchants, CLOCK).rename(merchant, store.id(), "Renamed");

        assertThat(database.number("SELECT COUNT(*) FROM store WHERE callback_secrets = 'sealed'"))
                .isEqualTo(1);
    }

    @Test
    void an_accounts_settings_are_stored_sealed_and_opened_for_its_provider() {
        ProviderAccount account = providers.open(merchant, "acme", "Mine", Map.of("shop", "42", "key", "top-secret"));

        assertThat(database.number("SELECT COUNT(*) FROM provider_account WHERE settings LIKE '%top-secret%'"))
                .isZero();
        assertThat(accounts.account(merchant, account.id())).contains(account);
        OpenAccount open = directory.account(account.id()).orElseThrow();
        assertThat(open.merchant()).isEqualTo(merchant);
        assertThat(((Acme) open.provider()).settings.get("key")).isEqualTo("top-secret");
        assertThat(directory.account(MerchantId.next(), account.id())).isEmpty();
    }

    @Test
    void wrong_settings_are_named_and_a_secret_left_empty_stays() {
        assertThatThrownBy(() -> providers.open(merchant, "acme", "Mine", Map.of("key", "x")))
                .asInstanceOf(type(NotAccepted.class))
                .extracting(NotAccepted::problems)
                .isEqualTo(Map.of("shop", "problem.setting.missing", "key", "problem.setting.invalid"));
        ProviderAccount account = providers.open(merchant, "acme", "Mine", Map.of("shop", "42", "key", "secret"));

        ProviderAccount changed = providers.change(merchant, account.id(), "Ours", Map.of("shop", "43", "key", ""));

        assertThat(changed.settings()).isEqualTo(new Settings(Map.of("shop", "43", "key", "secret")));
        assertThat(changed.label()).isEqualTo("Ours");
    }

    @Test
    void an_optional_secret_is_taken_away_when_asked_and_a_required_one_never() {
        Map<String, String> all = Map.of("shop", "42", "key", "secret", "spare", "second");
        ProviderAccount account = providers.open(merchant, "acme", "Mine", all);
        Map<String, String> kept = Map.of("shop", "42", "key", "", "spare", "");
        assertThat(providers.change(merchant, account.id(), "Mine", kept).settings())
                .isEqualTo(new Settings(all));

        Map<String, String> removed = Map.of("shop", "42", "key.remove", "yes", "spare.remove", "yes");
        assertThat(providers.change(merchant, account.id(), "Mine", removed).settings())
                .isEqualTo(new Settings(Map.of("shop", "42", "key", "secret")));
    }

    @Test
    void methods_are_switched_ordered_and_seen_by_the_flows_at_once() {
        ProviderAccount account = providers.open(merchant, "acme", "Mine", Map.of("shop", "42", "key", "secret"));
        assertThat(profile().methods()).isEmpty();

        methods.enableAll(merchant, store.id(), account.id());
        methods.move(merchant, store.id(), "qr", account.id(), true);
        assertThat(profile().methods()).extracting(StoreProfile.Offer::method).containsExactly("qr", "card");

        methods.enable(merchant, store.id(), "qr", account.id(), false);
        assertThat(profile().methods()).extracting(StoreProfile.Offer::method).containsExactly("card");
        assertThat(methods.of(merchant, store.id()))
                .containsExactly(
                        new StoreMethod("qr", account.id(), false, 1), new StoreMethod("card", account.id(), true, 2));

        providers.enable(merchant, account.id(), false);
        assertThat(profile().methods()).isEmpty();
        assertThat(directory.account(account.id())).as("old charges live on").isPresent();
    }

    @Test
    void a_rule_of_routing_is_seen_by_the_flows_at_once() {
        ProviderAccount account = providers.open(merchant, "acme", "Mine", Map.of("shop", "42", "key", "secret"));
        methods.enableAll(merchant, store.id(), account.id());
        assertThat(profile().methods()).extracting(StoreProfile.Offer::rule).containsOnly(RouteRule.NONE);
        RouteRule rule = new RouteRule(
                Money.ofMinor(100, "EUR"), null, Set.of("EUR"), Set.of("DE", "FR"), new Cost(150, null), 3);

        new StoredRoutes(sessions, directory::forget).change(merchant, store.id(), "qr", Map.of(account.id(), rule));

        assertThat(profile().offers("qr")).extracting(StoreProfile.Offer::rule).containsExactly(rule);
        assertThat(profile().offers("card"))
                .extracting(StoreProfile.Offer::rule)
                .containsExactly(RouteRule.NONE);
    }

    @Test
    void a_secret_is_shown_once_and_only_its_digest_is_stored() {
        ApiClients.Issued issued = create();

        assertThat(issued.secret().value()).startsWith(ApiSecret.PREFIX).hasSize(ApiSecret.PREFIX.length() + 43);
        assertThat(database.number("SELECT COUNT(*) FROM api_secret WHERE digest = SHA2('"
                        + issued.secret().value() + "', 256)"))
                .isEqualTo(1);
        ApiClient read = clients.client(issued.client().id()).orElseThrow();
        assertThat(read).isEqualTo(issued.client());
        assertThat(read.accepts(issued.secret(), NOW)).isTrue();
        assertThat(read.accepts(new SecretText(ApiSecret.PREFIX + "other"), NOW))
                .isFalse();
    }

    @Test
    void two_secrets_live_side_by_side_and_no_third() {
        ApiClients api = new ApiClients(clients, CLOCK);
        ApiClients.Issued first = create();
        ApiClients.Issued second = api.addSecret(merchant, first.client().id());
        assertThatThrownBy(() -> api.addSecret(merchant, first.client().id())).isInstanceOf(NotAccepted.class);
        ApiClient both = clients.client(first.client().id()).orElseThrow();
        assertThat(both.accepts(first.secret(), NOW)).isTrue();
        assertThat(both.accepts(second.secret(), NOW)).isTrue();

        api.revokeSecret(merchant, both.id(), both.secrets().getFirst().id());

        ApiClient rotated = clients.client(both.id()).orElseThrow();
        assertThat(rotated.accepts(first.secret(), NOW)).isFalse();
        assertThat(rotated.accepts(second.secret(), NOW)).isTrue();
        api.enable(merchant, both.id(), false);
        assertThat(clients.client(both.id()).orElseThrow().accepts(second.secret(), NOW))
                .isFalse();
    }

    @Test
    void eight_who_ask_for_a_second_secret_at_once_get_one() throws Exception {
        ApiClients api = new ApiClients(clients, CLOCK);
        ApiClient client = create().client();
        try (ExecutorService eight = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> eight.submit(() -> tryAdd(api, client)))
                    .toList();
            int made = 0;
            for (Future<Boolean> answer : answers) {
                made += answer.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(database.number("SELECT COUNT(*) FROM api_secret")).isEqualTo(2);
    }

    @Test
    void the_setup_link_makes_one_owner_once_and_within_a_day() {
        StoredUsers users = new StoredUsers(sessions);
        StoredInstallation facts = new StoredInstallation(sessions, CLOCK);
        OwnerSetup setup = new OwnerSetup(users, facts, CLOCK);
        SecretText old = setup.newToken().orElseThrow();
        SecretText token = setup.newToken().orElseThrow();
        OwnerSetup aDayLater = new OwnerSetup(users, facts, Clock.offset(CLOCK, Duration.ofHours(24)));

        assertThat(setup.isOpen(old)).as("a newer one replaces it").isFalse();
        assertThat(aDayLater.isOpen(token)).isFalse();
        assertThat(setup.createOwner(old, merchant, "a@b.example", "hash")).isFalse();
        assertThat(setup.createOwner(token, merchant, "a@b.example", "hash")).isTrue();
        assertThat(setup.createOwner(token, merchant, "c@d.example", "hash")).isFalse();
        assertThat(setup.newToken()).isEmpty();
        assertThat(users.byEmail("a@b.example").orElseThrow().passwordHash()).isEqualTo("hash");
        assertThat(users.byEmail("c@d.example")).isEmpty();
    }

    private ApiClients.Issued create() {
        return new ApiClients(clients, CLOCK).create(merchant, store.id(), "Web shop", EnumSet.allOf(Scope.class));
    }

    private static boolean tryAdd(ApiClients api, ApiClient client) {
        try {
            api.addSecret(client.merchant(), client.id());
            return true;
        } catch (NotAccepted two) {
            return false;
        }
    }

    private StoreProfile profile() {
        StoreId id = store.id();
        return directory.store(merchant, id).orElseThrow();
    }

    /** A provider that is only opened. */
    private static final class Acme implements Provider {
        private final Settings settings;

        Acme(Settings settings, Exchange exchange) {
            this.settings = settings;
        }

        @Override
        public Outcome start(ChargeRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Outcome query(ChargeQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Notification read(InboundRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
