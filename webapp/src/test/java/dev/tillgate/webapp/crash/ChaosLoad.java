package dev.tillgate.webapp.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.webapp.SampleShops.Shop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Buyers with every provider, as buyers are: they pay, pay in two tabs, pay after giving up, change their mind, leave,
 * come back to look; and their shop refunds, captures and cancels.
 */
final class ChaosLoad {
    /** What the shop offers, and by whom. */
    static final Map<String, List<String>> OFFERED = Map.of(
            "stripe", List.of("klarna", "card"),
            "paypal", List.of("paypal"),
            "alipay", List.of("alipay", "alipay_page"),
            "wechatpay", List.of("wechat_pay"));

    private static final List<String> EUR = List.of("klarna", "paypal", "paypal", "card");
    private static final List<String> CNY = List.of("alipay", "alipay_page", "wechat_pay", "wechat_pay");

    private static final List<String> CARDS = List.of(
            "pm_card_visa",
            "pm_card_visa",
            "pm_card_mastercard",
            "pm_card_chargeDeclined",
            "pm_card_threeDSecure2Required",
            "pm_card_pendingRefund",
            "pm_card_refundFail");
    private static final int LOOKS = 60;
    private static final long LOOK_MS = 500;

    private final PatientCaller caller;
    private final OtherParties parties;
    private final Crowd crowd = new Crowd();
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final AtomicInteger tabs = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger refunds = new AtomicInteger();
    private final AtomicInteger bounced = new AtomicInteger();
    private volatile boolean hurry;

    ChaosLoad(String gateway, Shop shop, OtherParties parties) {
        this.caller = new PatientCaller(gateway, shop);
        this.parties = parties;
    }

    void start(Duration interval, long seed) {
        crowd.start(interval, seed, (number, random) -> new Visit("c" + number, random).buy());
    }

    void finish() throws InterruptedException {
        hurry = true;
        crowd.finish();
        caller.close();
        browser.close();
    }

    List<String> surprises() {
        return Stream.concat(caller.surprises().stream(), crowd.broken().stream())
                .toList();
    }

    int lostAnswers() {
        return caller.lostAnswers();
    }

    int orders() {
        return crowd.orders();
    }

    @Override
    public String toString() {
        return crowd.orders() + " orders, " + caller.lostAnswers() + " answers lost, " + tabs + " paid in two tabs, "
                + late + " paid after being closed, " + refunds + " refunds asked, " + bounced + " came back";
    }

    /** One buyer's visit for one order. */
    private final class Visit {
        private final String order;
        private final Random random;
        private final List<String> methods;
        private final long minor;
        private String id = "";
        private String checkout = "";

        Visit(String order, Random random) {
            this.order = order;
            this.random = random;
            this.methods = random.nextBoolean() ? EUR : CNY;
            this.minor = 500 + random.nextInt(50_000);
        }

        void buy() {
            JsonNode payment = create();
            for (int again = 1; again <= 3 && payment.path("status").asText().equals("open"); again++) {
                payment = answered();
                String page = page(payment);
                if (page != null) {
                    visit(page, attempt(payment));
                    break;
                }
                if (payment.path("in_doubt").asBoolean()) {
                    return;
                }
                payment = post("/attempts", pay(method()), "again" + again);
            }
            afterwards();
        }

        private JsonNode create() {
            boolean manual = methods == EUR && random.nextInt(6) == 0;
            String body =
                    """
                    {"order":"%s","amount":"%s","currency":"%s","capture":"%s","pay":%s}""".formatted(order, decimal(minor), currency(), manual ? "manual" : "automatic", pay(method()));
            JsonNode payment = caller.post("/api/v1/payments", body, order);
            id = payment.path("id").asText();
            checkout = payment.path("checkout_url").asText();
            return payment;
        }

        /** Waits, as a buyer whose page says that it is being looked into, for a while. */
        private JsonNode answered() {
            JsonNode payment = read();
            for (int look = 0;
                    look < LOOKS && !hurry && payment.path("in_doubt").asBoolean();
                    look++) {
                PatientCaller.pause(LOOK_MS);
                payment = read();
            }
            return payment;
        }

        private void visit(String page, JsonNode attempt) {
            send(HttpRequest.newBuilder(URI.create(page)).GET());
            switch (random.nextInt(10)) {
                case 0 -> twoTabs(page);
                case 1 -> choose(page, "DECLINE");
                case 2 -> choose(page, "PAY_LATER");
                case 3 -> giveUp(page, attempt);
                case 4 -> {} // Leaves, and never comes back.
                default -> choose(page, "PAY");
            }
            if (random.nextBoolean()) {
                look();
            }
        }

        private void twoTabs(String page) {
            String other = page(post("/attempts", pay(method()), "tab"));
            if (other != null && !other.equals(page)) {
                tabs.incrementAndGet();
                Thread second = Thread.ofVirtual().start(() -> choose(other, "PAY"));
                choose(page, "PAY");
                join(second);
            } else {
                choose(page, "PAY");
            }
        }

        /** The shop gives the payment up while the payer pays, or before the money that is on its way is there. */
        private void giveUp(String page, JsonNode attempt) {
            Thread shop = Thread.ofVirtual().start(() -> post("/cancel", "{}", "cancel"));
            if (random.nextBoolean()) {
                choose(page, "PAY");
            }
            join(shop);
            if (random.nextBoolean()) {
                PatientCaller.pause(random.nextInt(3_000));
                late.incrementAndGet();
                parties.paysLate(
                        attempt.path("provider").asText(), attempt.path("id").asText());
            }
        }

        private void afterwards() {
            if (random.nextInt(3) == 0) {
                return;
            }
            String status = settled();
            if (status.equals("authorized")) {
                boolean all = random.nextBoolean();
                boolean keep = random.nextInt(4) != 0;
                String part = all ? "{}" : amount(minor / 2);
                post(keep ? "/capture" : "/cancel", keep ? part : "{}", "decide");
                status = settled();
            }
            if (status.equals("paid") && random.nextInt(2) == 0) {
                refund();
            }
        }

        private void refund() {
            boolean whole = random.nextBoolean();
            refunds.incrementAndGet();
            JsonNode refund = post("/refunds", whole ? "{}" : amount(minor / 3), "refund");
            if (!whole && random.nextBoolean()) {
                post("/refunds", amount(minor / 4), "second-refund");
            }
            if (refund.path("status").asText().equals("succeeded") && random.nextInt(3) == 0) {
                JsonNode attempt = attempt(read());
                bounced.incrementAndGet();
                parties.refundComesBack(
                        attempt.path("provider").asText(), attempt.path("id").asText());
            }
        }

        private String settled() {
            String status = read().path("status").asText();
            for (int look = 0; look < LOOKS && !hurry && status.equals("open"); look++) {
                PatientCaller.pause(LOOK_MS);
                status = read().path("status").asText();
            }
            return status;
        }

        private JsonNode read() {
            return caller.get("/api/v1/payments/" + id);
        }

        private JsonNode post(String move, String body, String key) {
            return caller.post("/api/v1/payments/" + id + move, body, key + "-" + order);
        }

        private JsonNode attempt(JsonNode payment) {
            JsonNode attempts = payment.path("attempts");
            return attempts.path(attempts.size() - 1);
        }

        private String method() {
            return methods.get(random.nextInt(methods.size()));
        }

        private String currency() {
            return methods == EUR ? "EUR" : "CNY";
        }

        private String amount(long wanted) {
            return "{\"amount\":\"" + decimal(wanted) + "\",\"currency\":\"" + currency() + "\"}";
        }

        private String pay(String method) {
            String instrument = CARDS.get(random.nextInt(CARDS.size()));
            // Some type their card at the provider, some have it saved there.
            boolean direct = method.equals("card") && random.nextBoolean();
            return "{\"method\":\"" + method + "\"" + (direct ? ",\"instrument\":\"" + instrument + "\"}" : "}");
        }

        private void look() {
            send(HttpRequest.newBuilder(URI.create(checkout)).GET());
        }

        private void choose(String page, String choice) {
            send(HttpRequest.newBuilder(URI.create(page))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("choice=" + choice)));
        }
    }

    /** Where the payer pays, or null when there is nothing to do. */
    private static @Nullable String page(JsonNode payment) {
        JsonNode action = payment.path("next_action");
        String page = action.path(action.path("type").asText().equals("scan") ? "content" : "url")
                .asText("");
        return page.startsWith("http") ? page : null;
    }

    private void send(HttpRequest.Builder request) {
        try {
            browser.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException gatewayDown) {
            // A buyer closes the window.
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static String decimal(long minor) {
        return "%d.%02d".formatted(minor / 100, minor % 100);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
