package dev.tillgate.webapp.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.webapp.SampleShops.Shop;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Shops that keep buying whatever happens: every request has an idempotency key and is repeated with it until there is
 * a final answer, exactly as a careful shop does.
 */
final class CrashLoad {
    private static final int MOST_AT_ONCE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> INSTRUMENTS = List.of(
            "tok_visa",
            "tok_visa",
            "tok_visa",
            "tok_visa",
            "tok_declined_insufficient_funds",
            "tok_pending_then_approved",
            "tok_pending_then_declined",
            "tok_out_of_order",
            "tok_answers_twice",
            "tok_silent",
            "tok_answers_late",
            "tok_error_after_charging",
            "tok_refunds_later",
            "tok_refunds_fail");

    private final String gateway;
    private final Shop shop;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final List<Thread> buyers = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final AtomicInteger orders = new AtomicInteger();
    private final AtomicInteger refunds = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final List<String> surprises = new CopyOnWriteArrayList<>();
    private volatile @Nullable String token;

    CrashLoad(String gateway, Shop shop) {
        this.gateway = gateway;
        this.shop = shop;
    }

    /** Begins an order at this interval, whether or not earlier ones have an answer yet, up to a limit. */
    void start(Duration interval, long seed) {
        Random seeds = new Random(seed);
        clock.scheduleAtFixedRate(
                () -> {
                    if (!places.tryAcquire()) {
                        return;
                    }
                    Random random = new Random(seeds.nextLong());
                    int number = orders.incrementAndGet();
                    buyers.add(Thread.ofVirtual().start(() -> buy("o" + number, random)));
                },
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Lets every buyer finish what it began: no order is left half asked. */
    void finish() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the clock does not stop");
        }
        for (Thread buyer : buyers) {
            buyer.join();
        }
        client.close();
    }

    int orders() {
        return orders.get();
    }

    int refunds() {
        return refunds.get();
    }

    /** Requests whose answer never came or was a failure of the machine, so that they were repeated. */
    int lostAnswers() {
        return lostAnswers.get();
    }

    /** Answers that a careful shop does not expect. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    private void buy(String order, Random random) {
        try {
            buyOnce(order, random);
        } finally {
            places.release();
        }
    }

    private void buyOnce(String order, Random random) {
        String instrument = INSTRUMENTS.get(random.nextInt(INSTRUMENTS.size()));
        long minor = 100 + random.nextInt(100_000);
        String body = """
                {"order":"%s","amount":"%d.%02d","currency":"EUR","pay":{"method":"card","instrument":"%s"}}""".formatted(order, minor / 100, minor % 100, instrument);
        JsonNode payment = post("/api/v1/payments", body, "order-" + order);
        String id = payment.path("id").asText();
        if (payment.path("status").asText().equals("open") && random.nextInt(3) == 0) {
            tryAgain(id, order);
        } else if (payment.path("status").asText().equals("paid") && random.nextInt(3) == 0) {
            refund(id, order, minor, random);
        }
    }

    /** Pays the same order once more, which is refused while the first attempt is in doubt. */
    private void tryAgain(String payment, String order) {
        post("/api/v1/payments/" + payment + "/attempts", """
                {"method":"card","instrument":"tok_visa"}""", "again-" + order);
    }

    private void refund(String payment, String order, long minor, Random random) {
        long part = random.nextBoolean() ? minor : minor / 2;
        String amount = """
                {"amount":"%d.%02d","currency":"EUR"}""".formatted(part / 100, part % 100);
        post("/api/v1/payments/" + payment + "/refunds", amount, "refund-" + order);
        refunds.incrementAndGet();
    }

    /** Sends until the answer is final; the same key must always get the same answer. */
    private JsonNode post(String path, String body, String key) {
        while (true) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                JsonNode answer = JSON.readTree(response.body());
                if (isFinal(response.statusCode(), answer)) {
                    return remembered(key, response.statusCode(), response.body(), answer);
                }
                if (response.statusCode() == 401) {
                    token = null;
                }
                notAnswered(response.statusCode());
                pause(500);
            } catch (IOException gatewayDown) {
                lostAnswers.incrementAndGet();
                pause(250);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    private void notAnswered(int status) {
        if (status >= 500) {
            lostAnswers.incrementAndGet();
        }
    }

    private JsonNode remembered(String key, int status, String text, JsonNode answer) {
        if (status >= 400 && status != 409 && status != 422) {
            surprises.add(key + ": " + status + " " + text);
        }
        if (status < 300) {
            String before = answers.putIfAbsent(key, text);
            if (before != null && !before.equals(text)) {
                surprises.add(key + " was answered in two ways: " + before + " and " + text);
            }
        }
        return answer;
    }

    private static boolean isFinal(int status, JsonNode answer) {
        boolean stillRunning = status == 409 && answer.path("code").asText().equals("idempotency-key-in-use");
        return status < 500 && status != 401 && status != 429 && !stillRunning;
    }

    private String token() throws IOException, InterruptedException {
        String known = token;
        if (known != null) {
            return known;
        }
        String basic = Base64.getEncoder()
                .encodeToString((shop.clientId() + ":" + shop.secret()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + "/api/oauth/token"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=" + URLEncoder.encode("client_credentials", StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("no token now: " + response.statusCode());
        }
        String fresh = JSON.readTree(response.body()).path("access_token").asText();
        token = fresh;
        return fresh;
    }

    @SuppressWarnings("ThreadSleep")
    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
