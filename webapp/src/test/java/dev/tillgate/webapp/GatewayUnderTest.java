package dev.tillgate.webapp;

import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.store.LedgerCheck;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredChannels;
import dev.tillgate.store.StoredChats;
import dev.tillgate.store.StoredConnections;
import dev.tillgate.store.StoredEndpoints;
import dev.tillgate.store.StoredGuards;
import dev.tillgate.store.StoredShopSessions;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.SampleShops.Shop;
import dev.tillgate.webapp.boot.TestWebServer;
import dev.tillgate.webapp.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole gateway on a port and schema of its own: real web server, real MariaDB, real sandbox bank over HTTP.
 *
 * <pre>{@code
 * try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
 *     SampleShops.Shop shop = gateway.newShop();
 *     ... gateway.url(), shop.clientId(), shop.secret(), gateway.database() ...
 * }
 * }</pre>
 */
public final class GatewayUnderTest implements AutoCloseable {
    private static final byte[] MASTER_KEY = "a test's master key, 32 bytes ..".getBytes(StandardCharsets.US_ASCII);

    private final TestDatabase database;
    private final TestWebServer server;
    private final Sessions sessions;
    private final Vault vault = new Vault(MASTER_KEY);
    private final SampleShops shops;
    private final Clock clock = Clock.systemUTC();

    private GatewayUnderTest(TestDatabase database, TestWebServer server) throws Exception {
        this.database = database;
        this.server = server;
        try (var connection = database.dataSource().getConnection()) {
            this.sessions = new Sessions(database.dataSource(), DatabaseProduct.of(connection));
            this.shops = new SampleShops(sessions, vault);
        }
    }

    /** A gateway with the usual settings, no rate limit, and callbacks to this machine allowed. */
    public static GatewayUnderTest start() {
        return start(Map.of());
    }

    /** @param settings environment variables that differ from the usual ones, such as {@code TILLGATE_WORKERS} */
    public static GatewayUnderTest start(Map<String, String> settings) {
        try {
            Map<String, String> environment = new HashMap<>();
            environment.put("TILLGATE_PORT", Integer.toString(freePort()));
            environment.put("TILLGATE_DATA", newFolder().toString());
            environment.put("TILLGATE_MASTER_KEY", Base64.getEncoder().encodeToString(MASTER_KEY));
            environment.put("TILLGATE_API_RATE", "0");
            environment.put("TILLGATE_CALLBACK_ALLOW_PRIVATE", "true");
            environment.put("TILLGATE_SAMPLE", "false");
            environment.putAll(settings);
            TestDatabase database = TestDatabase.open();
            TestWebServer server = TestWebServer.start(Settings.load(environment, null), database.database());
            return new GatewayUnderTest(database, server);
        } catch (Exception e) {
            throw new IllegalStateException("the gateway under test does not start", e);
        }
    }

    /** Where it is reached, without a slash at the end. */
    public URI url() {
        return server.url();
    }

    /** What the start screen says. */
    public List<String> banner() {
        return server.banner();
    }

    /** Its schema, for looking behind its back. */
    public TestDatabase database() {
        return database;
    }

    /** Where ledger and books disagree just now. */
    public List<LedgerCheck.Disagreement> disagreements() {
        return new LedgerCheck(sessions).run(20);
    }

    /** A merchant with a store that offers all methods of the sandbox, and a client with every scope. */
    public Shop newShop() {
        return newShop(null, EnumSet.allOf(Scope.class));
    }

    /**
     * A merchant with a store that offers all methods of the sandbox.
     *
     * @param callbackUrl where its store is told of events, or null
     */
    public Shop newShop(@Nullable String callbackUrl, Set<Scope> scopes) {
        return shops.newShop(callbackUrl, scopes, sandboxSettings());
    }

    /** One more store of a merchant. */
    public Shop newShop(MerchantId merchant, @Nullable String callbackUrl, Collection<Scope> scopes) {
        return shops.newShop(merchant, callbackUrl, scopes, sandboxSettings());
    }

    /** A store's callback secret, made when it has none yet, as the merchant copies it into the shop. */
    public String callbackSecret(Shop shop) {
        return new CallbackEndpoints(new StoredEndpoints(sessions, vault, clock), clock)
                .withSecret(shop.merchant(), shop.store())
                .orElseThrow()
                .secrets()
                .getLast()
                .text();
    }

    /** Connects a store with its shop, as a platform's connect page does. */
    public void connectShop(MerchantId merchant, StoreId store, String platform, Map<String, String> settings) {
        new StoredConnections(sessions, vault, clock, () -> {})
                .connect(
                        ShopConnection.opened(
                                merchant,
                                store,
                                platform,
                                new dev.tillgate.provider.Settings(settings),
                                clock.instant()),
                        clock.instant());
    }

    /** Connects a store with a chat channel, as its page does; channels that are pulled are pulled at once. */
    public ChannelId connectChannel(Shop shop, String kind, Map<String, String> settings) {
        StoredChannels channels = new StoredChannels(sessions, vault);
        ChatChannel channel = new ChatChannel(
                shop.merchant(),
                ChannelId.next(),
                shop.store(),
                kind,
                new dev.tillgate.provider.Settings(settings),
                null,
                clock.instant());
        channels.save(channel);
        channels.pullAt(shop.merchant(), channel.id(), clock.instant());
        return channel.id();
    }

    /** Conversations, as another node of the installation reads and writes them. */
    public StoredChats chats() {
        return new StoredChats(sessions, vault);
    }

    /** What shops' platforms have handed over. */
    public StoredShopSessions handedOver() {
        return new StoredShopSessions(sessions);
    }

    /** The orders that are watched in shops, and what is noted about them. */
    public StoredGuards guards() {
        return new StoredGuards(sessions);
    }

    /** Stops the program as an operator does; its database stays for looking at it. */
    public void stop() {
        server.close();
    }

    @Override
    public void close() {
        server.close();
        sessions.close();
        database.close();
    }

    /** The bank's keys follow from the master key, so an account is opened without asking the bank. */
    private Map<String, String> sandboxSettings() {
        String root = HexFormat.of().formatHex(vault.derive("sandbox-bank"));
        try (SandboxBank bank = new SandboxBank(BankOptions.inMemory(url() + "/sandbox", root), null, clock)) {
            return bank.newAccount().values();
        }
    }

    /** The application has to know its port before the server has one. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("tillgate-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
