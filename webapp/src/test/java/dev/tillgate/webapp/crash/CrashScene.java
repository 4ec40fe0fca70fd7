package dev.tillgate.webapp.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.merchant.Scope;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.NoticeFault;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.sql.Database;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.Migrations;
import dev.tillgate.store.LedgerCheck;
import dev.tillgate.store.Sessions;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.SampleShops;
import dev.tillgate.webapp.SampleShops.Shop;
import dev.tillgate.webapp.boot.TillgateProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/**
 * A gateway, shops that buy at it, and a bank that loses, delays, repeats and garbles answers, behind a line that can be
 * cut. At the end three independent books are compared: the bank's, the gateway's, the shop's.
 */
final class CrashScene implements AutoCloseable {
    private static final Duration ORDER_EVERY = Duration.ofMillis(25);
    private static final byte[] MASTER_KEY = "a test's master key, 32 bytes ..".getBytes(StandardCharsets.US_ASCII);
    private static final String FAULTS = "lose_before=3,lose_after=4,arrive_late=2,error_before=2,error_after=3,"
            + "rate_limit=2,truncate=1,garble=1,html=1,empty=1,wrong_signature=1,twice=15";

    private static final int SOME = 10;

    final Line line;
    private final long seed;
    private final Path folder;
    private final Weather weather;
    private final HikariDataSource database;
    private final SimulatorServer bankServer = SimulatorServer.bind(0);
    private final HttpExchange sender =
            new HttpExchange(HttpLimits.forCallbacks().withPlainHttp(true));
    private final SandboxBank bank;
    private final Settings account;
    private final CrashShop shop;
    private final Map<String, String> environment;
    private final CrashLoad load;
    private TillgateProcess gateway;

    /** Trouble can be switched off at the end, as it ends in life. */
    private static final class Weather implements FaultPlan {
        private volatile FaultPlan now;

        Weather(long seed) {
            now = FaultPlan.Chance.parse(seed, FAULTS);
        }

        @Override
        public Fault onCall(InboundRequest request) {
            return now.onCall(request);
        }

        @Override
        public NoticeFault onNotice() {
            return now.onNotice();
        }

        void clear() {
            now = FaultPlan.none();
        }
    }

    private CrashScene(Path folder, Database database, long seed) throws Exception {
        this.folder = folder;
        this.seed = seed;
        this.weather = new Weather(seed);
        this.line = Line.to(bankServer.port());
        this.bank = new SandboxBank(
                BankOptions.inFolder(line.url(), "crash", folder.resolve("bank"))
                        .withMostCharges(1_000_000)
                        .withFaults(weather),
                sender,
                InstantSource.system());
        bankServer.serve(bank::handle);
        this.account = bank.newAccount();
        this.shop = new CrashShop(seed);
        this.environment = environment(database);
        Migrations.apply(database);
        this.database = database.pool(4);
        this.gateway = TillgateProcess.start(folder.resolve("data"), environment);
        String url = Objects.requireNonNull(environment.get("TILLGATE_PUBLIC_URL"));
        Shop client = newShop();
        shop.connect(url, client.store().value());
        this.load = new CrashLoad(url, client);
    }

    /** Everything runs and nobody buys yet. */
    static CrashScene open(Path folder, Database database, long seed) throws Exception {
        return new CrashScene(folder, database, seed);
    }

    void startBuying() {
        load.start(ORDER_EVERY, seed);
    }

    /** Buyers buy until some have paid: what comes now meets a gateway at work. */
    void awaitBusiness() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> number("SELECT COUNT(*) FROM payment WHERE status = 'PAID'") >= SOME);
    }

    /** How often an answer of the bank was lost, as the gateway saw it. */
    long unknowns() throws SQLException {
        return number("SELECT COUNT(*) FROM event WHERE type = 'attempt.unknown'");
    }

    /** Kills the gateway and starts it again. */
    void crash() throws IOException {
        gateway.kill();
        gateway = TillgateProcess.start(folder.resolve("data"), environment);
    }

    /** The trouble ends, every buyer finishes, everything settles; then the books must agree. */
    void endWell() throws InterruptedException {
        weather.clear();
        shop.calmDown();
        load.finish();
        awaitSettled();
        report();
        String bankAccount = Objects.requireNonNull(bank.accountOf(account));
        List<String> findings = new ThreeBooks(bank.books(bankAccount), database, shop.orders()).compare();
        assertThat(findings).as("three books, seed %d", seed).isEmpty();
        assertThat(load.surprises()).as("answers, seed %d", seed).isEmpty();
        try (Sessions sessions = new Sessions(database, DatabaseProduct.MARIADB)) {
            assertThat(new LedgerCheck(sessions).run(100)).as("ledger").isEmpty();
        }
    }

    /** Orders begun. */
    int orders() {
        return load.orders();
    }

    /** Requests of shops that were not answered, or not well. */
    int lostAnswers() {
        return load.lostAnswers();
    }

    /** No attempt unknown for ever, no operation under way, no callback waiting. */
    private void awaitSettled() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> {
                    assertThat(number("SELECT COUNT(*) FROM attempt WHERE status IN ('STARTED', 'PENDING')"))
                            .as("attempts in doubt")
                            .isZero();
                    assertThat(number("SELECT COUNT(*) FROM operation WHERE status IN ('STARTED', 'PENDING')"))
                            .as("operations under way")
                            .isZero();
                    assertThat(number("SELECT COUNT(*) FROM notification WHERE status = 'RECEIVED'"))
                            .as("notifications to apply")
                            .isZero();
                    assertThat(number("SELECT COUNT(*) FROM callback WHERE status = 'PENDING'"))
                            .as("callbacks to deliver")
                            .isZero();
                });
        try {
            assertThat(number("SELECT COUNT(*) FROM callback WHERE status <> 'DELIVERED'"))
                    .as("callbacks given up")
                    .isZero();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void report() {
        try {
            System.out.printf(
                    "crash run: %d orders, %d refunds asked, %d answers lost, %d payments paid, %d attempts, %d"
                            + " callbacks, %d second successes given back, %d repeats and %d late ones seen by the shop%n",
                    load.orders(),
                    load.refunds(),
                    load.lostAnswers(),
                    number("SELECT COUNT(*) FROM payment WHERE status = 'PAID'"),
                    number("SELECT COUNT(*) FROM attempt"),
                    number("SELECT COUNT(*) FROM callback"),
                    number("SELECT COUNT(*) FROM operation WHERE cause = 'SECOND_SUCCESS'"),
                    shop.repeats(),
                    shop.outOfOrder());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            long number = row.getLong(1);
            connection.rollback();
            return number;
        }
    }

    private Shop newShop() {
        try (Sessions sessions = new Sessions(database, DatabaseProduct.MARIADB)) {
            return new SampleShops(sessions, new Vault(MASTER_KEY))
                    .newShop(shop.callbackUrl(), EnumSet.allOf(Scope.class), account.values());
        }
    }

    private static Map<String, String> environment(Database database) throws IOException {
        int port = freePort();
        Map<String, String> environment = new HashMap<>();
        environment.put("TILLGATE_PORT", Integer.toString(port));
        environment.put("TILLGATE_PUBLIC_URL", "http://localhost:" + port);
        environment.put("TILLGATE_DB_URL", database.url());
        environment.put("TILLGATE_DB_USER", database.user());
        environment.put("TILLGATE_DB_PASSWORD", database.password());
        environment.put("TILLGATE_MASTER_KEY", Base64.getEncoder().encodeToString(MASTER_KEY));
        environment.put("TILLGATE_CALLBACK_ALLOW_PRIVATE", "true");
        environment.put("TILLGATE_API_RATE", "0");
        environment.put("TILLGATE_UNKNOWN_GRACE", "5");
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The moment of what follows is the point of the tests: time passes, nothing is waited for. */
    @SuppressWarnings("ThreadSleep")
    static void buyFor(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    @Override
    public void close() {
        gateway.close();
        shop.close();
        line.close();
        bankServer.close();
        bank.close();
        sender.close();
        database.close();
    }
}
