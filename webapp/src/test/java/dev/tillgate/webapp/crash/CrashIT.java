package dev.tillgate.webapp.crash;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.tillgate.sql.TestDatabase;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the gateway at random while shops buy and a bank loses, delays, repeats and garbles answers, and then compares
 * three independent books: the bank's, the gateway's, the shop's. {@code -Dcrash.kills=200} makes a long run of it;
 * {@code -Dcrash.seed} repeats one.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 20);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime() & 0xffffff);
    private static final Duration ORDER_EVERY = Duration.ofMillis(25);
    private static final byte[] MASTER_KEY = "a test's master key, 32 bytes ..".getBytes(StandardCharsets.US_ASCII);
    private static final String FAULTS = "lose_before=3,lose_after=4,arrive_late=2,error_before=2,error_after=3,"
            + "rate_limit=2,truncate=1,garble=1,html=1,empty=1,wrong_signature=1,twice=15";

    /** Trouble can be switched off at the end, as it ends in life. */
    private static final class Weather implements FaultPlan {
        private final FaultPlan storm = FaultPlan.Chance.parse(SEED, FAULTS);
        private volatile FaultPlan now = storm;

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

    @Test
    @Timeout(value = 8, unit = TimeUnit.HOURS)
    void nothingIsLostOrDoubledHoweverOftenTheGatewayIsKilled(@TempDir Path folder) throws Exception {
        System.out.println("crash run: seed " + SEED + ", " + KILLS + " kills");
        Weather weather = new Weather();
        try (TestDatabase database = TestDatabase.open();
                SimulatorServer bankServer = SimulatorServer.bind(0);
                HttpExchange sender = new HttpExchange(HttpLimits.forCallbacks().withPlainHttp(true));
                SandboxBank bank = new SandboxBank(
                        BankOptions.inFolder(bankServer.url(), "crash", folder.resolve("bank"))
                                .withMostCharges(1_000_000)
                                .withFaults(weather),
                        sender,
                        InstantSource.system());
                CrashShop shop = new CrashShop(SEED)) {
            bankServer.serve(bank::handle);
            run(folder, weather, database, bank, shop);
        }
    }

    private static void run(Path folder, Weather weather, TestDatabase database, SandboxBank bank, CrashShop shop)
            throws Exception {
        Settings account = bank.newAccount();
        Map<String, String> environment = environment(database.database());
        String url = environment.get("TILLGATE_PUBLIC_URL");
        TillgateProcess gateway = TillgateProcess.start(folder.resolve("data"), environment);
        try {
            Shop client = newShop(database, shop, account);
            shop.connect(Objects.requireNonNull(url), client.store().value());
            CrashLoad load = new CrashLoad(url, client);
            load.start(ORDER_EVERY, SEED);
            Random random = new Random(SEED);
            for (int kill = 1; kill <= KILLS; kill++) {
                buyFor(Duration.ofMillis(300 + random.nextInt(2_500)));
                gateway.kill();
                gateway = TillgateProcess.start(folder.resolve("data"), environment);
            }
            weather.clear();
            shop.calmDown();
            load.finish();
            awaitSettled(database);
            report(load, shop, database);
            compare(database, bank, account, shop, load);
        } finally {
            gateway.close();
        }
    }

    private static void compare(
            TestDatabase database, SandboxBank bank, Settings account, CrashShop shop, CrashLoad load) {
        String bankAccount = Objects.requireNonNull(bank.accountOf(account));
        List<String> findings = new ThreeBooks(bank.books(bankAccount), database, shop.orders()).compare();
        assertThat(findings).as("three books, seed %d", SEED).isEmpty();
        assertThat(load.surprises()).as("answers, seed %d", SEED).isEmpty();
        try (Sessions sessions = sessions(database)) {
            assertThat(new LedgerCheck(sessions).run(100)).as("ledger").isEmpty();
        }
        assertThat(load.orders()).as("there was load").isGreaterThan(KILLS * 5);
        assertThat(load.lostAnswers()).as("the kills were felt").isPositive();
    }

    /** No attempt unknown for ever, no operation under way, no callback waiting. */
    private static void awaitSettled(TestDatabase database) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(database.number("SELECT COUNT(*) FROM attempt WHERE status IN ('STARTED', 'PENDING')"))
                            .as("attempts in doubt")
                            .isZero();
                    assertThat(database.number("SELECT COUNT(*) FROM operation WHERE status IN ('STARTED', 'PENDING')"))
                            .as("operations under way")
                            .isZero();
                    assertThat(database.number("SELECT COUNT(*) FROM notification WHERE status = 'RECEIVED'"))
                            .as("notifications to apply")
                            .isZero();
                    assertThat(database.number("SELECT COUNT(*) FROM callback WHERE status = 'PENDING'"))
                            .as("callbacks to deliver")
                            .isZero();
                });
        assertThat(database.number("SELECT COUNT(*) FROM callback WHERE status <> 'DELIVERED'"))
                .as("callbacks given up")
                .isZero();
    }

    private static void report(CrashLoad load, CrashShop shop, TestDatabase database) {
        System.out.printf(
                "crash run: %d orders, %d refunds asked, %d answers lost, %d payments paid, %d attempts, %d callbacks,"
                        + " %d second successes given back, %d repeats and %d late ones seen by the shop%n",
                load.orders(),
                load.refunds(),
                load.lostAnswers(),
                database.number("SELECT COUNT(*) FROM payment WHERE status = 'PAID'"),
                database.number("SELECT COUNT(*) FROM attempt"),
                database.number("SELECT COUNT(*) FROM callback"),
                database.number("SELECT COUNT(*) FROM operation WHERE cause = 'SECOND_SUCCESS'"),
                shop.repeats(),
                shop.outOfOrder());
    }

    private static Shop newShop(TestDatabase database, CrashShop shop, Settings account) {
        try (Sessions sessions = sessions(database)) {
            return new SampleShops(sessions, new Vault(MASTER_KEY))
                    .newShop(shop.callbackUrl(), EnumSet.allOf(Scope.class), account.values());
        }
    }

    private static Sessions sessions(TestDatabase database) {
        return new Sessions(database.dataSource(), DatabaseProduct.MARIADB);
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

    /** The moment of the kill is the point of the test: time passes, nothing is waited for. */
    @SuppressWarnings("ThreadSleep")
    private static void buyFor(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
