package dev.tillgate.webapp.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.merchant.Scope;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.sql.Database;
import dev.tillgate.webapp.SampleShops.Shop;
import dev.tillgate.webapp.crash.ThreeBooks.Held;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/**
 * A gateway and five providers: the sandbox with a shop of its own, and the other four with one more. The providers live
 * outside of the gateway, misbehave by chance, and keep the books against which the gateway's and the shops' are held.
 */
final class ChaosScene implements AutoCloseable {
    private static final Duration SANDBOX_ORDER_EVERY = Duration.ofMillis(400);
    private static final Duration ORDER_EVERY = Duration.ofMillis(100);

    private final long seed;
    private final Weather weather;
    private final BadPost post;
    private final SimulatorServer bankServer = SimulatorServer.bind(0);
    private final SandboxBank bank;
    private final Settings bankAccount;
    private final OtherParties parties;
    private final CrashShop sandboxShop;
    private final CrashShop shop;
    private final MortalGateway gateway;
    private final CrashLoad sandboxLoad;
    private final ChaosLoad load;

    ChaosScene(Path folder, Database database, long seed) throws Exception {
        this.seed = seed;
        this.weather = new Weather(seed, CrashScene.FAULTS);
        this.post = new BadPost(seed);
        this.bank = new SandboxBank(
                BankOptions.inFolder(bankServer.url(), "chaos", folder.resolve("bank"))
                        .withMostCharges(1_000_000)
                        .withFaults(weather),
                post,
                InstantSource.system());
        bankServer.serve(bank::handle);
        this.bankAccount = bank.newAccount();
        this.parties = new OtherParties(folder, weather, post);
        this.sandboxShop = new CrashShop(seed);
        this.shop = new CrashShop(seed + 1);
        this.gateway = MortalGateway.start(folder, database);
        Shop first = gateway.opening(
                shops -> shops.newShop(sandboxShop.callbackUrl(), EnumSet.allOf(Scope.class), bankAccount.values()));
        Shop second = gateway.opening(shops -> {
            Shop empty = shops.emptyShop(shop.callbackUrl(), EnumSet.allOf(Scope.class));
            parties.accounts((type, settings) ->
                    shops.offer(empty, type, settings.values(), ChaosLoad.OFFERED.getOrDefault(type, List.of())));
            return empty;
        });
        sandboxShop.connect(gateway.url(), first.store().value());
        shop.connect(gateway.url(), second.store().value());
        this.sandboxLoad = new CrashLoad(gateway.url(), first);
        this.load = new ChaosLoad(gateway.url(), second, parties);
    }

    void startBuying() {
        sandboxLoad.start(SANDBOX_ORDER_EVERY, seed);
        load.start(ORDER_EVERY, seed);
    }

    /** The line to one provider. */
    Line line(String provider) {
        return parties.line(provider);
    }

    void crash() throws IOException {
        gateway.crash();
    }

    int lostAnswers() {
        return load.lostAnswers();
    }

    int orders() {
        return load.orders();
    }

    /** All trouble ends, everything settles; then the books must agree. */
    void endWell() throws Exception {
        weather.clear();
        post.calmDown();
        sandboxShop.calmDown();
        shop.calmDown();
        sandboxLoad.finish();
        load.finish();
        long calm = System.nanoTime();
        // What was paid without the gateway being told is found by asking: give it the time to ask.
        Awaitility.await()
                .atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofSeconds(5))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> {
                    if (gateway.number(WAITING) > 0) {
                        assertThat(compare()).as("three books, seed %d", seed).isEmpty();
                    }
                });
        System.out.printf("books agree after %d s%n", (System.nanoTime() - calm) / 1_000_000_000);
        gateway.awaitSettled();
        System.out.printf("settled after %d s%n", (System.nanoTime() - calm) / 1_000_000_000);
        report();
        assertThat(compare()).as("three books, seed %d", seed).isEmpty();
        assertThat(sandboxLoad.surprises()).as("answers, seed %d", seed).isEmpty();
        assertThat(load.surprises()).as("answers, seed %d", seed).isEmpty();
        assertThat(post.forgedAndTaken()).as("forged notifications taken").isZero();
        gateway.assertLedgerBalances();
    }

    private static final String WAITING = "SELECT COUNT(*) FROM attempt WHERE due_at IS NOT NULL";

    private List<String> compare() throws SQLException {
        Map<String, Held> held = ThreeBooks.held(bank.books(Objects.requireNonNull(bank.accountOf(bankAccount))));
        try (Connection connection = gateway.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT a.id, a.provider, o.reference
                        FROM attempt a JOIN shop_order o ON o.merchant_id = a.merchant_id AND o.id = a.order_id
                        WHERE a.provider <> 'sandbox'""")) {
            while (row.next()) {
                held.merge(row.getString(3), parties.held(row.getString(2), row.getString(1)), Held::and);
            }
            connection.rollback();
        }
        Map<String, CrashShop.Belief> beliefs = new HashMap<>(shop.orders());
        beliefs.putAll(sandboxShop.orders());
        return new ThreeBooks(held, gateway.database(), beliefs).compare();
    }

    private void report() throws SQLException {
        System.out.println("chaos run: sandbox " + sandboxLoad.orders() + " orders; others " + load + "; " + post);
        try (Connection connection = gateway.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT provider, COUNT(*), SUM(status = 'SUCCEEDED'), SUM(status = 'DECLINED'),
                               SUM(status = 'ABANDONED'), SUM(status = 'NOT_SENT')
                        FROM attempt GROUP BY provider""")) {
            while (row.next()) {
                System.out.printf(
                        "  %-10s %5d attempts: %d succeeded, %d declined, %d abandoned, %d not sent%n",
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6));
            }
            connection.rollback();
        }
        System.out.printf(
                "  %d unknown for a while, %d paid late, %d second successes, %d refunds came back, %d contradictions%n",
                events("attempt.unknown"),
                events("payment.paid_late"),
                events("payment.second_success"),
                events("refund.failed"),
                events("payment.contradiction"));
    }

    private long events(String type) throws SQLException {
        return gateway.number("SELECT COUNT(*) FROM event WHERE type = '" + type + "'");
    }

    @Override
    public void close() {
        gateway.close();
        shop.close();
        sandboxShop.close();
        bankServer.close();
        bank.close();
        parties.close();
        post.close();
    }
}
