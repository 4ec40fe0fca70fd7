package dev.tillgate.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measures the gateway on this machine: a database with durable commits, the gateway and the load share it. The figures
 * are medians of several rounds, each round with the gateway and its ceiling (plain JDBC) one after the other, because
 * a shared machine changes its speed from minute to minute.
 *
 * <p>System properties: {@code benchmark.short} (a look whether everything still works), {@code benchmark.only} (words
 * from {@link #PARTS}, comma between), {@code benchmark.rounds}, {@code benchmark.seconds}, {@code benchmark.jvm} (more
 * options for the gateway's JVM). Arguments: the WAR, the folder to work and report in, the database engine's jar.
 */
public final class Benchmark {
    private static final List<String> PARTS = List.of(
            "start",
            "statements",
            "create",
            "purchase",
            "read",
            "memory",
            "million",
            "settlement",
            "flight",
            "notices",
            "resolve",
            "wishes",
            "streams");

    private static final Set<String> OF_ONE_GATEWAY =
            Set.of("statements", "create", "purchase", "read", "memory", "million", "settlement");

    private final boolean brief = Boolean.getBoolean("benchmark.short");
    private final int rounds = Integer.getInteger("benchmark.rounds", brief ? 1 : 5);
    private final Duration round = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", brief ? 2 : 10));
    private final Duration warmUp = Duration.ofSeconds(Integer.getInteger("benchmark.warm", brief ? 4 : 40));
    private final Set<String> only = parts(System.getProperty("benchmark.only", ""));
    private final Path war;
    private final Path folder;
    private final Path engine;
    private final Report report;

    private Benchmark(Path war, Path folder, Path engine) throws IOException {
        this.war = war;
        this.folder = folder;
        this.engine = engine;
        this.report = new Report(machine());
    }

    private long million() {
        return brief ? 20_000 : 1_000_000;
    }

    private static Set<String> parts(String wanted) {
        Set<String> parts = wanted.isBlank() ? Set.copyOf(PARTS) : Set.of(wanted.split(","));
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException("benchmark.only knows " + PARTS);
        }
        return parts;
    }

    /** Measures, prints and writes the report; fails when something does not work, not when it is slow. */
    public static void main(String[] arguments) throws Exception {
        new Benchmark(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])).run();
    }

    private void run() throws Exception {
        Path work = folder.resolve("work");
        delete(work);
        Files.createDirectories(work);
        if (only.contains("start")) {
            starts(work.resolve("start"));
        }
        try (Bench bench = Bench.open(war, work.resolve("bench"))) {
            if (!Collections.disjoint(only, OF_ONE_GATEWAY)) {
                warm(bench);
            }
            if (only.contains("flight")) {
                new InFlight(bench, report, brief).run();
            }
            if (only.contains("notices")) {
                new NoticeAcks(bench, report, brief).run();
            }
            if (only.contains("resolve")) {
                new Outage(bench, report, brief).run();
            }
            ChatLoad chat = new ChatLoad(bench, report, brief);
            if (only.contains("wishes")) {
                chat.asked();
            }
            if (only.contains("streams")) {
                chat.watched();
            }
        }
        report.write(folder);
        delete(work);
        System.out.println("\nWritten to " + folder.resolve("report.md"));
    }

    /** What is measured at one warm gateway, with few payments stored and then with many. */
    private void warm(Bench bench) throws Exception {
        try (GatewayProcess gateway = bench.gateway()) {
            Template open = prepared(bench, gateway);
            measure(bench, gateway, open, "");
            if (only.contains("million")) {
                long payments = million();
                stock(bench, gateway, 1_001, payments);
                measure(bench, gateway, open, String.format(Locale.ROOT, ", %,d stored", payments));
            }
            if (only.contains("settlement")) {
                SettlementFile file = new SettlementFile(bench, report, brief ? 20_000 : 1_000_000);
                if (!only.contains("million")) {
                    stock(bench, gateway, 1_001, file.rows());
                }
                file.run(gateway);
            }
        }
    }

    /** From starting the process to the first answer that it is ready: a new installation, then one that exists. */
    private void starts(Path data) throws Exception {
        try (GatewayProcess first = GatewayProcess.embedded(war, data, engine)) {
            report.atMost("Ready, very first start", first.readySeconds(), 25, " s", "unpacks, makes a database");
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < (brief ? 1 : 5); i++) {
            try (GatewayProcess again = GatewayProcess.embedded(war, data, engine)) {
                seconds.add(again.readySeconds());
            }
        }
        report.atMost("Ready, existing database", median(seconds), 8, " s", "median of " + seconds.size());
    }

    /** Warm, with 1,000 payments stored. Answers the rows of one open payment. */
    private Template prepared(Bench bench, GatewayProcess gateway) throws Exception {
        String token = bench.shop().token(gateway.url());
        Load.run(8, warmUp, number -> creates(gateway.url(), token));
        Load.run(8, warmUp.dividedBy(2), number -> purchases(gateway.url(), token));
        stock(bench, gateway, 1, 1_000);
        return template(bench, one(gateway.url(), Purchase.create(token, "")));
    }

    private void stock(Bench bench, GatewayProcess gateway, long from, long to) throws Exception {
        long start = System.nanoTime();
        String token = bench.shop().token(gateway.url());
        String id = one(gateway.url(), Purchase.create(token, "tok_visa"));
        try (Connection connection = bench.pool().getConnection()) {
            Template paid = Template.of(connection, id);
            connection.rollback();
            new Stock(bench.pool(), paid).add(from, to);
        }
        report.note(
                String.format(Locale.ROOT, "Loading %,d payments", to - from + 1),
                Report.number((System.nanoTime() - start) / 1e9) + " s",
                "");
    }

    private void measure(Bench bench, GatewayProcess gateway, Template open, String suffix) throws Exception {
        if (only.contains("statements") && suffix.isEmpty()) {
            statements(bench, gateway);
        }
        if (only.contains("create")) {
            for (int connections : new int[] {8, 32}) {
                create(bench, gateway, open, connections, suffix);
            }
        }
        if (only.contains("purchase")) {
            purchase(bench, gateway, suffix);
        }
        if (only.contains("read")) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                String token = bench.shop().token(gateway.url());
                long stored = suffix.isEmpty() ? 1_000 : million();
                samples.add(sample(bench, gateway, 32, number -> reads(gateway.url(), token, stored)));
            }
            told("Read payment, 32 connections" + suffix, samples, 9000);
        }
        if (only.contains("memory")) {
            double megabytes = Cpu.residentBytes(gateway.pid()) / (1024.0 * 1024);
            report.atMost("Resident memory after load" + suffix, megabytes, 512, " MiB", "");
        }
    }

    private void statements(Bench bench, GatewayProcess gateway) throws Exception {
        int times = 500;
        String token = bench.shop().token(gateway.url());
        for (String instrument : List.of("", "tok_visa")) {
            boolean create = instrument.isEmpty();
            String what = create ? "create" : "purchase";
            Map<String, Long> quiet = bench.counted(() -> Thread.sleep(2000));
            long begin = System.nanoTime();
            Map<String, Long> counted = bench.counted(() -> {
                try (ApiWork work = new ApiWork(gateway.url(), () -> Purchase.create(token, instrument), 201, "")) {
                    for (int i = 0; i < times; i++) {
                        work.once();
                    }
                }
                // What is done because of it afterwards counts too.
                Thread.sleep(1000);
            });
            double idle = (System.nanoTime() - begin) / 2e9;
            report.atMost(
                    "SQL statements per " + what,
                    per(counted, quiet, idle, times, "Questions"),
                    create ? 6 : 14,
                    "",
                    "with everything done afterwards");
            report.atMost(
                    "Commits per " + what, per(counted, quiet, idle, times, "Com_commit"), create ? 1 : 2, "", "");
        }
    }

    /** Less what the server does by itself meanwhile; {@code idle} is how many times two seconds it took. */
    private static double per(Map<String, Long> counted, Map<String, Long> quiet, double idle, int times, String name) {
        double own = quiet.getOrDefault(name, 0L) * idle;
        // To a tenth: what the server does by itself is known to a few statements in all.
        return Math.max(0, Math.rint((counted.getOrDefault(name, 0L) - own) * 10 / times) / 10);
    }

    private void create(Bench bench, GatewayProcess gateway, Template open, int connections, String suffix)
            throws Exception {
        Load.run(connections, round.dividedBy(2), number -> new BareWriter(bench.pool(), open));
        List<Sample> samples = new ArrayList<>();
        List<Sample> ceilings = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            String token = bench.shop().token(gateway.url());
            Sample ours = sample(bench, gateway, connections, number -> creates(gateway.url(), token));
            Sample bare = sample(bench, gateway, connections, number -> new BareWriter(bench.pool(), open));
            samples.add(ours);
            ceilings.add(bare);
            ratios.add(100 * ours.figures.perSecond() / bare.figures.perSecond());
        }
        String name = "Create payment, " + connections + " connections" + suffix;
        told(name, samples, 0);
        told("Bare JDBC, same rows, " + connections + " connections" + suffix, ceilings, 0);
        report.atLeast(name + ", share of bare JDBC", median(ratios), 65, " %", "rounds " + all(ratios));
    }

    /** Beside it, what plain JDBC needs to write the finished rows once, in one commit: less than a purchase does. */
    private void purchase(Bench bench, GatewayProcess gateway, String suffix) throws Exception {
        Template paid =
                template(bench, one(gateway.url(), Purchase.create(bench.shop().token(gateway.url()), "tok_visa")));
        List<Sample> samples = new ArrayList<>();
        List<Sample> ceilings = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            String token = bench.shop().token(gateway.url());
            samples.add(sample(bench, gateway, 32, number -> purchases(gateway.url(), token)));
            ceilings.add(sample(bench, gateway, 32, number -> new BareWriter(bench.pool(), paid)));
        }
        String name = "One-call purchase, 32 connections";
        told(name + suffix, samples, 1800);
        double p99 = median(samples, sample -> sample.figures.p99());
        report.atMost(name + ", p99" + suffix, p99, 60, " ms", "");
        told("Bare JDBC, a purchase's rows in one commit, 32 connections" + suffix, ceilings, 0);
    }

    private static Template template(Bench bench, String payment) throws Exception {
        try (Connection connection = bench.pool().getConnection()) {
            Template template = Template.of(connection, payment);
            connection.rollback();
            return template;
        }
    }

    private record Sample(
            Load.Figures figures, double gatewayMicros, double databaseMicros, double loadMicros, double others) {}

    private Sample sample(Bench bench, GatewayProcess gateway, int connections, Load.Workers workers) throws Exception {
        Cpu cpu = bench.cpu(gateway);
        Load.Figures figures = Load.run(connections, round, workers);
        double others = cpu.others();
        List<Long> used = cpu.used();
        double per = 1000.0 / figures.done();
        return new Sample(figures, used.get(0) * per, used.get(1) * per, used.get(2) * per, others);
    }

    private void told(String what, List<Sample> samples, double target) {
        double rate = median(samples, s -> s.figures.perSecond());
        String more = String.format(
                Locale.ROOT,
                "p50 %.1f, p95 %.1f, p99 %.1f ms; CPU µs gateway %.0f, database %.0f, load %.0f; others took %.0f %%; rounds %s",
                median(samples, s -> s.figures.p50()),
                median(samples, s -> s.figures.p95()),
                median(samples, s -> s.figures.p99()),
                median(samples, s -> s.gatewayMicros),
                median(samples, s -> s.databaseMicros),
                median(samples, s -> s.loadMicros),
                100 * median(samples, s -> s.others),
                all(samples.stream().map(s -> s.figures.perSecond()).toList()));
        if (target == 0) {
            report.note(what, Report.number(rate) + "/s", more);
        } else {
            report.atLeast(what, rate, target, "/s", more);
        }
    }

    private static ApiWork creates(URI gateway, String token) throws IOException {
        return new ApiWork(gateway, () -> Purchase.create(token, ""), 201, "");
    }

    private static ApiWork purchases(URI gateway, String token) throws IOException {
        return new ApiWork(gateway, () -> Purchase.create(token, "tok_visa"), 201, "\"paid\"");
    }

    private static ApiWork reads(URI gateway, String token, long stored) throws IOException {
        Supplier<byte[]> requests = () -> Purchase.read(
                token, Stock.payment(1 + ThreadLocalRandom.current().nextLong(stored)));
        return new ApiWork(gateway, requests, 200, "");
    }

    private static String one(URI gateway, byte[] request) throws IOException {
        try (ApiWork work = new ApiWork(gateway, () -> request, 201, "")) {
            work.once();
            return work.body().replaceAll("(?s)^.*?\"id\"\\s*:\\s*\"(pay_[^\"]+)\".*$", "$1");
        }
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return median(samples.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String all(List<Double> values) {
        return String.join(" ", values.stream().map(Report::number).toList());
    }

    private Map<String, String> machine() throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D", "");
        machine.put("Processor", Runtime.getRuntime().availableProcessors() + " cores, " + model);
        machine.put("Memory", Long.parseLong(memory) / 1024 + " MiB");
        machine.put("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("Database", "MariaDB, innodb_flush_log_at_trx_commit=1, buffer pool 1 GiB, on the same cores");
        machine.put("Load before", Files.readString(Path.of("/proc/loadavg")).strip());
        machine.put("Rounds", rounds + " of " + round.toSeconds() + " s each; figures are medians");
        return machine;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
