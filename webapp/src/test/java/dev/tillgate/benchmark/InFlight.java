package dev.tillgate.benchmark;

import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.NoticeFault;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Five hundred payments at a provider that takes 400 ms: nobody may hold a database connection meanwhile. */
final class InFlight {
    private static final int PAYMENTS = 500;
    private static final Duration SLOW = Duration.ofMillis(400);

    private final Bench bench;
    private final Report report;
    private final Duration time;

    InFlight(Bench bench, Report report, boolean brief) {
        this.bench = bench;
        this.report = report;
        this.time = Duration.ofSeconds(brief ? 3 : 20);
    }

    void run() throws Exception {
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger mostWaiting = new AtomicInteger();
        try (SimulatorServer server = SimulatorServer.bind(0);
                SandboxBank bank = new SandboxBank(
                        BankOptions.inMemory(server.url(), "benchmark").withFaults(new Slow()),
                        null,
                        Clock.systemUTC())) {
            server.serve(request -> {
                mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
                Thread.startVirtualThread(() -> {
                    try {
                        Thread.sleep(SLOW);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    waiting.decrementAndGet();
                });
                return bank.handle(request);
            });
            Shop shop = bench.shopAt(bank.newAccount());
            try (GatewayProcess gateway = bench.gateway(Map.of())) {
                String token = shop.token(gateway.url());
                Load.run(
                        32,
                        time,
                        number ->
                                new ApiWork(gateway.url(), () -> Purchase.create(token, "tok_visa"), 201, "\"paid\""));
                mostWaiting.set(0);
                MostConnections most = new MostConnections(bench);
                Load.Figures figures;
                try (most) {
                    figures = Load.run(
                            PAYMENTS,
                            time,
                            number -> new ApiWork(
                                    gateway.url(), () -> Purchase.create(token, "tok_visa"), 201, "\"paid\""));
                }
                report.atLeast(
                        "Payments at a slow provider at once",
                        mostWaiting.get(),
                        PAYMENTS * 0.8,
                        "",
                        "provider takes 400 ms");
                report.atMost("Database connections meanwhile", most.seen, 20, "", "");
                report.note(
                        "Purchases through the slow provider",
                        Report.number(figures.perSecond()) + "/s",
                        "p50 " + Report.number(figures.p50()) + ", p99 " + Report.number(figures.p99()) + " ms");
            }
        }
    }

    private static final class Slow implements FaultPlan {
        @Override
        public Fault onCall(InboundRequest request) {
            return Fault.delay(SLOW);
        }

        @Override
        public NoticeFault onNotice() {
            return NoticeFault.NONE;
        }
    }

    /** Looks at the server's list of connections ten times a second; this program's own are left out. */
    private static final class MostConnections implements AutoCloseable {
        private volatile int seen;
        private volatile boolean running = true;
        private final Thread thread;

        MostConnections(Bench bench) {
            thread = Thread.ofPlatform().start(() -> look(bench));
        }

        private void look(Bench bench) {
            try (Connection connection = bench.pool().getConnection();
                    Statement statement = connection.createStatement()) {
                while (running) {
                    try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM information_schema.processlist"
                            + " WHERE db = 'tillgate' AND command <> 'Daemon'")) {
                        row.next();
                        int own = bench.pool().getHikariPoolMXBean().getTotalConnections();
                        seen = Math.max(seen, row.getInt(1) - own);
                    }
                    Thread.sleep(100);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            running = false;
            thread.join();
        }
    }
}
