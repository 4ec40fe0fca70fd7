package dev.tillgate.benchmark;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.simulator.FaultPlan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How soon notifications are acknowledged: genuine, signed ones of all providers about payments that are there, sent at a
 * fixed rate to each account's own address while the gateway applies them. Counted from when each was to be sent.
 */
final class NoticeAcks {
    private static final double TARGET_MS = 100;
    private static final Pattern PAGE =
            Pattern.compile("\"(?:url|content)\"\\s*:\\s*\"(http://127\\.0\\.0\\.1[^\"]+)\"");

    private final Bench bench;
    private final Report report;
    private final boolean brief;
    private final Map<String, BlockingQueue<Exchange.Ask>> written = new ConcurrentHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    NoticeAcks(Bench bench, Report report, boolean brief) {
        this.bench = bench;
        this.report = report;
        this.brief = brief;
    }

    void run() throws Exception {
        // What providers send is kept here, and answered as if it had been taken.
        List<Party> parties = Party.all(FaultPlan.none(), provider -> ask -> keep(provider, ask));
        try {
            Map<Party, Shop> shops = new HashMap<>();
            parties.forEach(party -> shops.put(party, bench.shopAt(party)));
            try (GatewayProcess gateway = bench.gateway(Map.of())) {
                rate(gateway, parties, shops, 20, Duration.ofSeconds(5), false);
                rate(gateway, parties, shops, 50, Duration.ofSeconds(brief ? 3 : 20), true);
                rate(gateway, parties, shops, 200, Duration.ofSeconds(brief ? 3 : 15), true);
            }
        } finally {
            client.close();
            for (Party party : parties) {
                party.close();
            }
        }
    }

    private Exchange.Answer keep(String provider, Exchange.Ask ask) {
        written(provider).add(ask);
        return new Exchange.Answer(200, Map.of(), "success".getBytes(StandardCharsets.US_ASCII));
    }

    private BlockingQueue<Exchange.Ask> written(String provider) {
        return written.computeIfAbsent(provider, any -> new LinkedBlockingQueue<>());
    }

    private void rate(
            GatewayProcess gateway,
            List<Party> parties,
            Map<Party, Shop> shops,
            int perSecond,
            Duration time,
            boolean counts)
            throws Exception {
        int each = (int) (perSecond * time.toSeconds() / parties.size());
        List<Sent> all = new ArrayList<>();
        List<List<Exchange.Ask>> notices = new ArrayList<>();
        for (Party party : parties) {
            notices.add(notices(gateway, party, shops.get(party), each));
        }
        for (int i = 0; i < each; i++) {
            for (int p = 0; p < parties.size(); p++) {
                all.add(new Sent(parties.get(p).provider(), notices.get(p).get(i)));
            }
        }
        Map<String, ConcurrentLinkedQueue<Double>> millis = new ConcurrentHashMap<>();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(all.size());
        long start = System.nanoTime();
        for (int i = 0; i < all.size(); i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            Sent sent = all.get(i);
            client.sendAsync(request(sent.ask), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((answer, lost) -> {
                        if (lost != null || answer.statusCode() != 200) {
                            refused.incrementAndGet();
                        }
                        millis.computeIfAbsent(sent.provider, any -> new ConcurrentLinkedQueue<>())
                                .add((System.nanoTime() - due) / 1e6);
                        done.countDown();
                    });
        }
        if (!done.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("notifications are not answered");
        }
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " notifications were not taken");
        }
        if (counts) {
            parties.forEach(party -> tell(party.provider(), perSecond, sorted(millis.get(party.provider()))));
            List<Double> together = new ArrayList<>();
            millis.values().forEach(together::addAll);
            tell("all providers", perSecond, sorted(together));
        }
    }

    private record Sent(String provider, Exchange.Ask ask) {}

    private void tell(String provider, int perSecond, double[] millis) {
        report.atMost(
                "Notification acknowledged, " + provider + ", at " + perSecond + "/s in all, p99",
                at(millis, 0.99),
                TARGET_MS,
                " ms",
                "p50 " + Report.number(at(millis, 0.5)) + ", p95 " + Report.number(at(millis, 0.95)) + " ms of "
                        + millis.length);
    }

    /** Payers pay until so many notifications are written; the signatures must be fresh. */
    private List<Exchange.Ask> notices(GatewayProcess gateway, Party party, Shop shop, int count) throws Exception {
        written(party.provider()).clear();
        String token = shop.token(gateway.url());
        List<Exchange.Ask> found = new ArrayList<>();
        try (ApiWork work = new ApiWork(gateway.url(), () -> Purchase.start(token, party), 201, "")) {
            while (found.size() < count) {
                work.once();
                if (party.instrument().isEmpty()) {
                    Matcher page = PAGE.matcher(work.body());
                    if (!page.find()) {
                        throw new IllegalStateException("no page in " + work.body());
                    }
                    party.pay(page.group(1));
                }
                written(party.provider()).drainTo(found);
            }
        }
        return found;
    }

    private static HttpRequest request(Exchange.Ask ask) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(ask.url()))
                .timeout(Duration.ofSeconds(30))
                .method(ask.method(), HttpRequest.BodyPublishers.ofByteArray(ask.body()));
        ask.headers().forEach(builder::header);
        return builder.build();
    }

    private static double[] sorted(Iterable<Double> values) {
        List<Double> all = new ArrayList<>();
        values.forEach(all::add);
        double[] sorted = all.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
