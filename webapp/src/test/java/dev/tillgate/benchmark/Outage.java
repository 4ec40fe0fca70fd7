package dev.tillgate.benchmark;

import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.NoticeFault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All providers stop answering while buyers are paying, for some minutes, and then answer again: how long after that is
 * it known what became of each attempt? The payments have become charges, the answers were lost; nobody is notified.
 */
final class Outage {
    private static final Duration TARGET = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int LOOK_MS = 250;

    private final Bench bench;
    private final Report report;
    private final int each;
    private final Duration lasts;
    private final Down down = new Down();

    Outage(Bench bench, Report report, boolean brief) {
        this.bench = bench;
        this.report = report;
        this.each = brief ? 20 : 200;
        this.lasts = Duration.ofSeconds(brief ? 40 : 180);
    }

    /** What is asked is done, and no answer comes. */
    private static final class Down implements FaultPlan {
        private volatile Fault now = Fault.NONE;
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Fault onCall(InboundRequest request) {
            calls.incrementAndGet();
            return now;
        }

        @Override
        public NoticeFault onNotice() {
            return NoticeFault.NONE;
        }
    }

    void run() throws Exception {
        List<Party> parties = Party.all(down, provider -> null);
        try {
            Map<Party, String> tokens = new HashMap<>();
            Map<Party, Shop> shops = new HashMap<>();
            parties.forEach(party -> shops.put(party, bench.shopAt(party)));
            try (GatewayProcess gateway = bench.gateway(Map.of())) {
                for (Party party : parties) {
                    String token = shops.get(party).token(gateway.url());
                    tokens.put(party, token);
                    start(gateway, party, token); // Keys and tokens of the provider are there before.
                }
                down.now = Fault.of(Fault.Kind.HANG);
                long began = System.nanoTime();
                CountDownLatch asked = new CountDownLatch(each * parties.size());
                for (Party party : parties) {
                    buyers(gateway, party, tokens.get(party), asked);
                }
                if (!asked.await(3, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("buyers are not answered while providers are down");
                }
                down.calls.set(0);
                long rest = lasts.toNanos() - (System.nanoTime() - began);
                Thread.sleep(Math.max(0, rest / 1_000_000));
                report.note(
                        "Questions to five providers while they were down",
                        Report.number(down.calls.get() * 60e9 / Math.max(1, rest)) + "/min",
                        "");
                measure(parties);
            }
        } finally {
            for (Party party : parties) {
                party.close();
            }
        }
    }

    private void buyers(GatewayProcess gateway, Party party, String token, CountDownLatch asked) {
        for (int i = 0; i < each; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    start(gateway, party, token);
                } catch (Exception lost) {
                    System.out.println("a buyer's request ended: " + lost.getMessage());
                } finally {
                    asked.countDown();
                }
            });
        }
    }

    private static void start(GatewayProcess gateway, Party party, String token) throws Exception {
        try (ApiWork work = new ApiWork(gateway.url(), () -> Purchase.start(token, party), 201, "")) {
            work.once();
        }
    }

    private void measure(List<Party> parties) throws Exception {
        Map<String, Set<String>> unknown = unknown();
        Map<String, Integer> before = new HashMap<>();
        Map<String, double[]> seconds = new HashMap<>();
        unknown.forEach((provider, ids) -> {
            before.put(provider, ids.size());
            seconds.put(provider, new double[ids.size()]);
        });
        long recovered = System.nanoTime();
        down.now = Fault.NONE;
        boolean left = true;
        while (left && System.nanoTime() - recovered < LIMIT.toNanos()) {
            Thread.sleep(LOOK_MS);
            Map<String, Set<String>> still = unknown();
            double after = (System.nanoTime() - recovered) / 1e9;
            unknown.forEach((provider, ids) -> {
                int count = ids.size();
                ids.retainAll(still.getOrDefault(provider, Set.of()));
                double[] times = seconds.get(provider);
                int done = times.length - count;
                Arrays.fill(times, done, times.length - ids.size(), after);
            });
            left = unknown.values().stream().anyMatch(ids -> !ids.isEmpty());
        }
        for (Party party : parties) {
            double[] times = seconds.getOrDefault(party.provider(), new double[0]);
            if (times.length > 0) {
                Arrays.fill(
                        times, times.length - unknown.get(party.provider()).size(), times.length, LIMIT.toSeconds());
                tell(party.provider(), times);
            }
        }
    }

    private void tell(String provider, double[] sorted) {
        report.atMost(
                "Unknown attempts resolved after " + provider + " recovered, p95",
                sorted[(int) (0.95 * (sorted.length - 1))],
                TARGET.toSeconds(),
                " s",
                sorted.length + " attempts, out for " + lasts.toSeconds() + " s, p50 "
                        + Report.number(sorted[sorted.length / 2]) + ", max " + Report.number(sorted[sorted.length - 1])
                        + " s");
    }

    private Map<String, Set<String>> unknown() throws SQLException {
        Map<String, Set<String>> found = new HashMap<>();
        try (Connection connection = bench.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT provider, id FROM attempt WHERE status = 'STARTED'")) {
            while (row.next()) {
                found.computeIfAbsent(row.getString(1), any -> new HashSet<>()).add(row.getString(2));
            }
            connection.rollback();
        }
        return found;
    }
}
