package dev.tillgate.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conversations under load: ten thousand buyers who watch their pay cards at once while every one of their orders is
 * paid, and two hundred conversations that ask for payments at once.
 */
final class ChatLoad {
    /** Ten thousand streams hold nearly 300 MiB; the run command's 320 MiB are for a few thousand. */
    private static final String HEAP = "-Xmx512m";

    private static final int WORKERS = 8;
    private static final int PAID_PER_SECOND = 50;
    private static final int AT_ONCE = 200;
    private static final int COUNTED = 200;
    private static final Duration BETWEEN_WISHES = Duration.ofSeconds(2);
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"(chs_[^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern GRANT = Pattern.compile("\"grant\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern PAYMENT = Pattern.compile("\"payment\"\\s*:\\s*\"(pay_[^\"]+)\"");

    private final Bench bench;
    private final Report report;
    private final int streams;
    private final int warmUp;
    private final int rounds;

    ChatLoad(Bench bench, Report report, boolean brief) {
        this.bench = bench;
        this.report = report;
        this.streams = Integer.getInteger("benchmark.streams", brief ? 500 : 10_000);
        this.warmUp = brief ? 2 : 20;
        this.rounds = brief ? 3 : 30;
    }

    /** A conversation that may pay one order. */
    private record Talk(String id, String token, String order) {}

    /** Buyers who watch. */
    void watched() throws Exception {
        try (GatewayProcess gateway = bench.gateway(HEAP)) {
            watched(gateway);
        }
    }

    private void watched(GatewayProcess gateway) throws Exception {
        String[] payments = new String[streams];
        long[] sentAt = new long[streams];
        long[] answeredAt = new long[streams];
        try (Listeners listeners = new Listeners(streams, "\"status\":\"paid\"")) {
            shared(
                    streams,
                    (connection, number, access) -> {
                        Talk talk = open(connection, access);
                        payments[number] = ask(connection, talk);
                        listeners.listen(
                                number,
                                gateway.url(),
                                "GET /api/v1/chat/sessions/" + talk.id()
                                        + "/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + talk.token()
                                        + "\r\nAccept: text/event-stream\r\n\r\n");
                    },
                    gateway.url());
            report.atLeast("Chat streams open at once", listeners.open(), streams, "", "gateway with " + HEAP);
            long start = System.nanoTime();
            shared(
                    streams,
                    (connection, number, access) -> {
                        long due = start + number * 1_000_000_000L / PAID_PER_SECOND;
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        sentAt[number] = System.nanoTime();
                        expect(
                                201,
                                connection.send(post(
                                        "/api/v1/payments/" + payments[number] + "/attempts",
                                        access,
                                        "{\"method\":\"card\",\"instrument\":\"tok_visa\"}")),
                                connection);
                        answeredAt[number] = System.nanoTime();
                    },
                    gateway.url());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (listeners.heard() < streams && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            tell(gateway, listeners, sentAt, answeredAt);
        }
    }

    private void tell(GatewayProcess gateway, Listeners listeners, long[] sentAt, long[] answeredAt)
            throws IOException {
        List<Double> sinceCommit = new ArrayList<>();
        List<Double> sinceSent = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            long heard = listeners.heardAt(i);
            if (heard != 0) {
                sinceCommit.add(Math.max(0, heard - answeredAt[i]) / 1e6);
                sinceSent.add((heard - sentAt[i]) / 1e6);
            }
        }
        report.atMost(
                "Final states that " + streams + " streams missed",
                streams - listeners.heard(),
                0,
                "",
                "paid at " + PAID_PER_SECOND + "/s");
        told("Status on the buyer's stream, since the payment was answered, p95", sinceCommit, 300);
        told("The same since the payment was asked for, p95", sinceSent, 300);
        report.note(
                "Resident memory with open chat streams",
                Report.number(Cpu.residentBytes(gateway.pid()) / (1024.0 * 1024)) + " MiB",
                listeners.open() + " still open");
    }

    /** Conversations that ask, in the usual configuration. */
    void asked() throws Exception {
        try (GatewayProcess gateway = bench.gateway()) {
            asked(gateway);
        }
    }

    private void asked(GatewayProcess gateway) throws Exception {
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        String access = bench.shop().token(gateway.url());
        try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int buyer = 0; buyer < AT_ONCE; buyer++) {
                int number = buyer;
                all.add(buyers.submit(asking(gateway.url(), access, number, millis)));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        }
        told("Payment asked for in a chat, " + AT_ONCE + " conversations at once, p95", List.copyOf(millis), 100);
        sameInstant(gateway.url(), access);
        try (KeptConnection connection = new KeptConnection(gateway.url())) {
            counted(connection, access);
        }
    }

    /** The worst that as many can do. */
    private void sameInstant(URI gateway, String access) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds / 3; round++) {
                CyclicBarrier instant = new CyclicBarrier(AT_ONCE);
                List<Future<Double>> all = new ArrayList<>();
                for (int buyer = 0; buyer < AT_ONCE; buyer++) {
                    all.add(buyers.submit(() -> {
                        try (KeptConnection connection = new KeptConnection(gateway)) {
                            Talk talk = open(connection, access);
                            instant.await();
                            long begin = System.nanoTime();
                            ask(connection, talk);
                            return (System.nanoTime() - begin) / 1e6;
                        }
                    }));
                }
                for (Future<Double> one : all) {
                    millis.add(one.get());
                }
            }
        }
        double[] sorted = sorted(millis);
        report.note(
                "All " + AT_ONCE + " in the same instant, p95",
                Report.number(at(sorted, 0.95)) + " ms",
                "p50 " + Report.number(at(sorted, 0.5)) + " ms of " + sorted.length);
    }

    /** With the little that the server does by itself meanwhile. */
    private void counted(KeptConnection connection, String access) throws Exception {
        List<Talk> talks = new ArrayList<>();
        Map<String, Long> opening = bench.counted(() -> {
            for (int i = 0; i < COUNTED; i++) {
                talks.add(open(connection, access));
            }
        });
        Map<String, Long> asking = bench.counted(() -> {
            for (Talk talk : talks) {
                ask(connection, talk);
            }
        });
        report.note("Statements to open a conversation with a grant", per(opening, "Questions"), "");
        report.note(
                "Statements to ask for a payment in it",
                per(asking, "Questions"),
                per(asking, "Com_commit") + " commits");
    }

    private static String per(Map<String, Long> counters, String name) {
        return Report.number((double) counters.getOrDefault(name, 0L) / COUNTED);
    }

    /** One conversation after the other, each with an order of its own. */
    private Callable<Void> asking(URI gateway, String access, int number, ConcurrentLinkedQueue<Double> millis) {
        return () -> {
            try (KeptConnection connection = new KeptConnection(gateway)) {
                TimeUnit.NANOSECONDS.sleep(number * BETWEEN_WISHES.toNanos() / AT_ONCE);
                for (int round = 0; round < warmUp + rounds; round++) {
                    long next = System.nanoTime() + BETWEEN_WISHES.toNanos();
                    Talk talk = open(connection, access);
                    long begin = System.nanoTime();
                    ask(connection, talk);
                    if (round >= warmUp) {
                        millis.add((System.nanoTime() - begin) / 1e6);
                    }
                    TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                }
            }
            return null;
        };
    }

    private void told(String what, List<Double> values, double target) {
        double[] sorted = sorted(values);
        report.atMost(
                what,
                at(sorted, 0.95),
                target,
                " ms",
                "p50 " + Report.number(at(sorted, 0.5)) + ", p99 " + Report.number(at(sorted, 0.99)) + " ms of "
                        + sorted.length);
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private Talk open(KeptConnection connection, String access) throws IOException {
        String order = "C-" + UUID.randomUUID();
        expect(
                201,
                connection.send(post(
                        "/api/v1/chat/grants",
                        access,
                        "{\"order\":\"" + order + "\",\"amount\":\"48.30\",\"currency\":\"EUR\",\"quoted\":true}")),
                connection);
        String grant = found(GRANT, connection.body());
        expect(201, connection.send(post("/api/v1/chat/sessions", grant, "{}")), connection);
        return new Talk(found(ID, connection.body()), found(TOKEN, connection.body()), order);
    }

    private static String ask(KeptConnection connection, Talk talk) throws IOException {
        expect(
                200,
                connection.send(post(
                        "/api/v1/chat/sessions/" + talk.id() + "/payments",
                        talk.token(),
                        "{\"order\":\"" + talk.order() + "\"}")),
                connection);
        return found(PAYMENT, connection.body());
    }

    private static byte[] post(String path, String bearer, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + bearer
                        + "\r\nIdempotency-Key: " + UUID.randomUUID()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String found(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        if (!matcher.find()) {
            throw new IllegalStateException("not in the answer: " + pattern + " " + body);
        }
        return matcher.group(1);
    }

    private static void expect(int wanted, int status, KeptConnection connection) {
        if (status != wanted) {
            throw new IllegalStateException(status + " " + connection.body());
        }
    }

    /** What is done for each number, by a few workers with a connection each. */
    private interface Work {
        void run(KeptConnection connection, int number, String access) throws Exception;
    }

    private void shared(int count, Work work, URI gateway) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                all.add(workers.submit(() -> {
                    String access = bench.shop().token(gateway);
                    try (KeptConnection connection = new KeptConnection(gateway)) {
                        for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                            work.run(connection, number, access);
                        }
                    }
                    return null;
                }));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        }
    }
}
