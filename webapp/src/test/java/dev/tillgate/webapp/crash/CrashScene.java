package dev.tillgate.webapp.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.merchant.Scope;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.sql.Database;
import dev.tillgate.webapp.SampleShops.Shop;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/**
 * A gateway, shops that buy at it, and a bank that loses, delays, repeats and garbles answers, behind a line that can be
 * cut. At the end three independent books are compared: the bank's, the gateway's, the shop's.
 */
final class CrashScene implements AutoCloseable {
    private static final Duration ORDER_EVERY = Duration.ofMillis(25);
    static final String FAULTS = "lose_before=3,lose_after=4,arrive_late=2,error_before=2,error_after=3,"
            + "rate_limit=2,truncate=1,garble=1,html=1,empty=1,wrong_signature=1,twice=15";

    private static final int SOME = 10;

    final Line line;
    private final long seed;
    private final Weather weather;
    private final SimulatorServer bankServer = SimulatorServer.bind(0);
    private final HttpExchange sender =
            new HttpExchange(HttpLimits.forCallbacks().withPlainHttp(true));
    private final SandboxBank bank;
    private final Settings account;
    private final CrashShop shop;
    private final MortalGateway gateway;
    private final CrashLoad load;

    private CrashScene(Path folder, Database database, long seed) throws Exception {
        this.seed = seed;
        this.weather = new Weather(seed, FAULTS);
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
        this.gateway = MortalGateway.start(folder, database);
        Shop client = gateway.opening(
                shops -> shops.newShop(shop.callbackUrl(), EnumSet.allOf(Scope.class), account.values()));
        shop.connect(gateway.url(), client.store().value());
        this.load = new CrashLoad(gateway.url(), client);
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
                .until(() -> gateway.number("SELECT COUNT(*) FROM payment WHERE status = 'PAID'") >= SOME);
    }

    /** How often an answer of the bank was lost, as the gateway saw it. */
    long unknowns() throws SQLException {
        return gateway.number("SELECT COUNT(*) FROM event WHERE type = 'attempt.unknown'");
    }

    /** Kills the gateway and starts it again. */
    void crash() throws IOException {
        gateway.crash();
    }

    /** The trouble ends, every buyer finishes, everything settles; then the books must agree. */
    void endWell() throws InterruptedException {
        weather.clear();
        shop.calmDown();
        load.finish();
        gateway.awaitSettled();
        report();
        String bankAccount = Objects.requireNonNull(bank.accountOf(account));
        List<String> findings =
                new ThreeBooks(ThreeBooks.held(bank.books(bankAccount)), gateway.database(), shop.orders()).compare();
        assertThat(findings).as("three books, seed %d", seed).isEmpty();
        assertThat(load.surprises()).as("answers, seed %d", seed).isEmpty();
        gateway.assertLedgerBalances();
    }

    /** Orders begun. */
    int orders() {
        return load.orders();
    }

    /** Requests of shops that were not answered, or not well. */
    int lostAnswers() {
        return load.lostAnswers();
    }

    private void report() {
        try {
            System.out.printf(
                    "crash run: %d orders, %d refunds asked, %d answers lost, %d payments paid, %d attempts, %d"
                            + " callbacks, %d second successes given back, %d repeats and %d late ones seen by the shop%n",
                    load.orders(),
                    load.refunds(),
                    load.lostAnswers(),
                    gateway.number("SELECT COUNT(*) FROM payment WHERE status = 'PAID'"),
                    gateway.number("SELECT COUNT(*) FROM attempt"),
                    gateway.number("SELECT COUNT(*) FROM callback"),
                    gateway.number("SELECT COUNT(*) FROM operation WHERE cause = 'SECOND_SUCCESS'"),
                    shop.repeats(),
                    shop.outOfOrder());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
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
    }
}
