package dev.tillgate.webapp.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Transfers at the sandbox bank that bring too little, too much or come too late, against the whole gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoliciesApiTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void without_a_policy_another_amount_is_never_paid() {
        ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());
        String id = shop.newPayment("");
        pressAtBank(startTransfer(shop, id), "less");

        await().atMost(SOON).until(() -> events(shop, id).contains("payment.amount_mismatch"));
        shop.get("/api/v1/payments/" + id)
                .then()
                .body("status", equalTo("open"))
                .body("captured_minor", equalTo(0))
                .body("in_doubt", equalTo(true));
    }

    @Test
    void too_little_is_kept_and_the_same_link_asks_for_exactly_the_rest() {
        ApiCaller shop = shop("ACCEPT", "TOP_UP", "REFUND");
        String id = shop.newPayment("");
        String link = shop.get("/api/v1/payments/" + id).path("checkout_url");
        pressAtBank(startTransfer(shop, id), "less");
        await().atMost(SOON).until(() -> events(shop, id).contains("payment.underpaid"));
        shop.get("/api/v1/payments/" + id)
                .then()
                .body("status", equalTo("open"))
                .body("captured", equalTo("11.11"))
                .body("missing", equalTo("1.23"))
                .body("in_doubt", equalTo(false));
        given().header("Accept-Language", "en")
                .get(link)
                .then()
                .statusCode(200)
                .body(containsString("Received €11.11. €1.23 is missing."))
                .body(containsString("Pay by card"));

        shop.post("/api/v1/payments/" + id + "/attempts", """
                        {"method": "card", "instrument": "tok_visa"}""")
                .then()
                .statusCode(201)
                .body("status", equalTo("paid"))
                .body("captured", equalTo("12.34"))
                .body("missing", equalTo("0.00"))
                .body("attempts[1].amount", equalTo("1.23"));
        given().get(link).then().body(not(containsString("is missing")));
        booksAgree();
    }

    @Test
    void too_much_goes_back_by_itself() {
        ApiCaller shop = shop("ACCEPT", "TOP_UP", "REFUND");
        String id = shop.newPayment("");
        pressAtBank(startTransfer(shop, id), "more");

        await().atMost(SOON)
                .until(() -> "1.23".equals(shop.get("/api/v1/payments/" + id).path("refunded")));
        shop.get("/api/v1/payments/" + id)
                .then()
                .body("status", equalTo("paid"))
                .body("captured", equalTo("13.57"))
                .body("refunds[0].cause", equalTo("overpaid"))
                .body("refunds[0].status", equalTo("succeeded"));
        assertThat(events(shop, id)).contains("payment.paid", "payment.overpaid", "refund.succeeded");
        booksAgree();
    }

    @Test
    void too_little_goes_back_when_the_store_does_not_want_parts() {
        ApiCaller shop = shop("ACCEPT", "REFUND", "KEEP");
        String id = shop.newPayment("");
        String link = shop.get("/api/v1/payments/" + id).path("checkout_url");
        pressAtBank(startTransfer(shop, id), "less");

        await().atMost(SOON)
                .until(() -> "11.11".equals(shop.get("/api/v1/payments/" + id).path("refunded")));
        shop.get("/api/v1/payments/" + id)
                .then()
                .body("status", equalTo("open"))
                .body("missing", equalTo("12.34"))
                .body("refunds[0].cause", equalTo("underpaid"));
        given().header("Accept-Language", "zh-CN")
                .get(link)
                .then()
                .body(containsString("您的转账金额不足"))
                .body(containsString("€11.11"));
        booksAgree();
    }

    @Test
    void money_and_a_cancellation_that_cross_each_other_never_leave_money_on_an_unpaid_order() {
        ApiCaller shop = shop("REFUND", "HOLD", "HOLD");
        for (int i = 0; i < 5; i++) {
            String id = shop.newPayment("");
            pressAtBankWhileCanceling(shop, id, startTransfer(shop, id));

            await().atMost(SOON).until(() -> settled(shop, id));
            JsonPath payment = shop.get("/api/v1/payments/" + id).jsonPath();
            long kept = payment.getLong("captured_minor") - payment.getLong("refunded_minor");
            assertThat(kept).isEqualTo(payment.getString("status").equals("paid") ? 1234 : 0);
            if (payment.getLong("refunded_minor") > 0) {
                assertThat(payment.getString("refunds[0].cause")).isEqualTo("late");
                assertThat(events(shop, id)).contains("payment.late_refunded");
            }
        }
        booksAgree();
    }

    @Test
    void a_tolerated_shortfall_is_paid() {
        Shop owner = gateway.newShop();
        policy(owner, "ACCEPT", "HOLD", "HOLD", 0, 1000);
        ApiCaller shop = ApiCaller.of(gateway, owner);
        String id = shop.newPayment("");
        pressAtBank(startTransfer(shop, id), "less");

        await().atMost(SOON)
                .until(() -> "paid".equals(shop.get("/api/v1/payments/" + id).path("status")));
        shop.get("/api/v1/payments/" + id)
                .then()
                .body("captured", equalTo("11.11"))
                .body("missing", equalTo("0.00"));
        booksAgree();
    }

    @Test
    void many_who_pay_the_rest_at_once_and_a_whole_transfer_that_crosses_them_charge_the_order_once() throws Exception {
        ApiCaller shop = shop("ACCEPT", "TOP_UP", "REFUND");
        String id = shop.newPayment("");
        String whole = startTransfer(shop, id);
        String part = startTransfer(shop, id, "qr");
        assertThat(part).isNotEmpty();
        String transfer = startTransfer(shop, id);
        pressAtBank(transfer, "less");
        await().atMost(SOON).until(() -> events(shop, id).contains("payment.underpaid"));
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<Object>> all = new ArrayList<>();
            all.add(() -> {
                pressAtBank(whole, "exact");
                return true;
            });
            for (int i = 0; i < 5; i++) {
                all.add(() ->
                        shop.post("/api/v1/payments/" + id + "/attempts", """
                        {"method": "card", "instrument": "tok_visa"}""").statusCode());
            }
            for (Future<Object> done : pool.invokeAll(all)) {
                done.get();
            }
        }

        await().atMost(SOON).until(() -> settled(shop, id));
        JsonPath payment = shop.get("/api/v1/payments/" + id).jsonPath();
        assertThat(payment.getString("status")).isEqualTo("paid");
        assertThat(payment.getLong("captured_minor") - payment.getLong("refunded_minor"))
                .isEqualTo(1234);
        assertThat(payment.getList("attempts.findAll {it.method == 'card' && it.status == 'succeeded'}"))
                .hasSizeLessThanOrEqualTo(1);
        booksAgree();
    }

    @Test
    void an_order_paid_in_two_parts_is_refunded_whole() {
        ApiCaller shop = shop("ACCEPT", "TOP_UP", "REFUND");
        String id = shop.newPayment("");
        pressAtBank(startTransfer(shop, id), "less");
        await().atMost(SOON).until(() -> events(shop, id).contains("payment.underpaid"));
        shop.post("/api/v1/payments/" + id + "/attempts", """
                {"method": "card", "instrument": "tok_visa"}""");

        shop.post("/api/v1/payments/" + id + "/refunds", "{}").then().statusCode(201);

        await().atMost(SOON)
                .until(() -> "12.34".equals(shop.get("/api/v1/payments/" + id).path("refunded")));
        shop.get("/api/v1/payments/" + id + "/refunds").then().body("data", hasSize(2));
        booksAgree();
    }

    @Test
    void a_canceled_payment_is_offered_again_as_the_orders_next_revision() {
        ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());
        String id = shop.newPayment("\"revision\": 4");
        shop.post("/api/v1/payments/" + id + "/reopen", "{}")
                .then()
                .statusCode(409)
                .body("type", containsString("wrong"));
        shop.post("/api/v1/payments/" + id + "/cancel", "{}").then().statusCode(200);

        String key = "reopen-once";
        String again = shop.post("/api/v1/payments/" + id + "/reopen", "{}", key)
                .then()
                .statusCode(201)
                .body("status", equalTo("open"))
                .body("revision", equalTo(5))
                .body("amount", equalTo("12.34"))
                .body("id", not(equalTo(id)))
                .extract()
                .path("id");
        shop.post("/api/v1/payments/" + id + "/reopen", "{}", key).then().body("id", equalTo(again));
        shop.post("/api/v1/payments/" + id + "/reopen", "{}").then().statusCode(409);
        shop.post("/api/v1/payments/" + again + "/attempts", """
                        {"method": "card", "instrument": "tok_visa"}""").then().body("status", equalTo("paid"));
    }

    @Test
    void a_decline_says_what_helps_and_offers_it_first() {
        ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());
        String wrongDigits = shop.newPayment("");
        shop.post("/api/v1/payments/" + wrongDigits + "/attempts", """
                        {"method": "card", "instrument": "tok_declined_incorrect_cvc"}""")
                .then()
                .body("attempts[0].advice", equalTo("correct_details"));
        shop.get("/api/v1/payments/" + wrongDigits + "/methods")
                .then()
                .body("data[0].method", equalTo("card"))
                .body("data[0].reason", equalTo("recommend.correct_details"));
        String busy = shop.newPayment("");
        shop.post("/api/v1/payments/" + busy + "/attempts", """
                        {"method": "card", "instrument": "tok_declined_processing_error"}""")
                .then()
                .body("attempts[0].advice", equalTo("try_later"));
        shop.get("/api/v1/payments/" + busy + "/methods")
                .then()
                .body("data[0].method", not(equalTo("card")))
                .body("data[0].reason", equalTo("recommend.works_now"));
    }

    private ApiCaller shop(String late, String under, String over) {
        Shop owner = gateway.newShop();
        policy(owner, late, under, over, 0, 0);
        return ApiCaller.of(gateway, owner);
    }

    private void policy(Shop owner, String late, String under, String over, int minor, int points) {
        gateway.database().execute("""
                INSERT INTO payment_policy VALUES ('%s', '%s', '*', '%s', '%s', '%s', %d, %d, '2026-11-01')
                """.formatted(owner.merchant(), owner.store(), late, under, over, minor, points));
    }

    private static String startTransfer(ApiCaller shop, String id) {
        return startTransfer(shop, id, "bank_transfer");
    }

    /** Answers the page at the bank. */
    private static String startTransfer(ApiCaller shop, String id, String method) {
        String body = shop.post("/api/v1/payments/" + id + "/attempts", "{\"method\": \"" + method + "\"}")
                .then()
                .statusCode(201)
                .extract()
                .body()
                .asString();
        Matcher page =
                Pattern.compile("https?://[^\"\\\\]+/sandbox/pay/[^\"\\\\]+").matcher(body);
        String last = "";
        while (page.find()) {
            last = page.group();
        }
        return last;
    }

    private static void pressAtBank(String page, String button) {
        given().redirects()
                .follow(false)
                .formParam("action", button)
                .post(page)
                .then()
                .statusCode(303);
    }

    private static void pressAtBankWhileCanceling(ApiCaller shop, String id, String page) {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            pool.submit(() -> shop.post("/api/v1/payments/" + id + "/cancel", "{}"));
            pool.submit(() -> pressAtBank(page, "exact"));
        }
    }

    private static boolean settled(ApiCaller shop, String id) {
        JsonPath payment = shop.get("/api/v1/payments/" + id).jsonPath();
        boolean open = payment.getList("attempts.status", String.class).stream()
                .anyMatch(status ->
                        List.of("started", "pending", "awaiting_payer").contains(status));
        boolean refunding = payment.getList("refunds.status", String.class).stream()
                .anyMatch(status -> List.of("started", "pending").contains(status));
        return !open && !refunding && !payment.getString("status").equals("open");
    }

    private static List<String> events(ApiCaller shop, String id) {
        return shop.get("/api/v1/payments/" + id + "/events?limit=100")
                .jsonPath()
                .getList("data.type", String.class);
    }

    private void booksAgree() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(gateway.disagreements()).isEmpty());
    }
}
