package dev.tillgate.webapp.api;

import static dev.tillgate.webapp.api.RepeatsApiTest.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tillgate.webapp.GatewayUnderTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many at once, each wanting something of the same order: one of them gets it, and the sums hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RacesApiTest {
    private static final String PAY = "\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}";
    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void eight_different_refunds_at_once_never_exceed_what_was_paid() throws Exception {
        String id = shop.newPayment(PAY);
        List<Response> answers = refundsAtOnce(id, "5.00");
        assertThat(answers.stream().filter(a -> a.statusCode() == 201)).hasSize(2);
        assertThat(answers.stream().filter(a -> a.statusCode() == 422)).hasSize(6);
        shop.get("/api/v1/payments/" + id).then().body("refunded", equalTo("10.00"));
    }

    @Test
    void eight_different_captures_at_once_never_exceed_what_was_reserved() throws Exception {
        String id = shop.newPayment("\"capture\": \"manual\", " + PAY);
        String part = "{\"amount\": \"5.00\", \"currency\": \"EUR\"}";
        List<Response> answers = atOnce(i -> shop.post("/api/v1/payments/" + id + "/capture", part));
        assertThat(answers.stream().filter(a -> a.statusCode() == 200)).hasSize(2);
        shop.get("/api/v1/payments/" + id).then().body("captured", equalTo("10.00"));
    }

    @Test
    void capture_and_cancel_at_once_end_in_one_of_both() throws Exception {
        for (int round = 0; round < 5; round++) {
            String id = shop.newPayment("\"capture\": \"manual\", " + PAY);
            String path = "/api/v1/payments/" + id;
            IntFunction<Response> either = i -> shop.post(path + (i % 2 == 0 ? "/capture" : "/cancel"), "{}");
            List<Response> answers = atOnce(either);
            assertThat(answers).allSatisfy(a -> assertThat(a.statusCode()).isIn(200, 409, 422));
            Response end = shop.get(path);
            String captured = end.path("captured");
            String status = end.path("status");
            assertThat(status + " " + captured).isIn("paid 12.34", "canceled 0.00");
        }
    }

    @Test
    void eight_tabs_that_pay_one_order_charge_it_once() throws Exception {
        String id = shop.newPayment("");
        String pay = "{\"method\": \"card\", \"instrument\": \"tok_visa\"}";
        List<Response> answers = atOnce(i -> shop.post("/api/v1/payments/" + id + "/attempts", pay));
        assertThat(answers.stream().filter(a -> a.statusCode() < 300)).hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() >= 300))
                .allSatisfy(a -> assertThat(a.<String>path("code")).isIn("in-doubt", "already-paid"));
        shop.get("/api/v1/payments/" + id)
                .then()
                .body("status", equalTo("paid"))
                .body("captured", equalTo("12.34"));
    }

    /** The answer is lost, so that the notification and the question about it both bring the news, in any order. */
    @Test
    void reply_notification_and_query_together_book_the_money_once() {
        String lost = PAY.replace("tok_visa", "tok_error_after_charging");
        List<String> payments =
                IntStream.range(0, 8).mapToObj(i -> shop.newPayment(lost)).toList();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (String id : payments) {
                shop.get("/api/v1/payments/" + id)
                        .then()
                        .body("status", equalTo("paid"))
                        .body("captured", equalTo("12.34"));
            }
        });
        assertThat(gateway.database()
                        .number("SELECT COUNT(*) FROM event WHERE type = 'payment.paid' AND payment_id IN ('"
                                + String.join("', '", payments) + "')"))
                .isEqualTo(payments.size());
    }

    private List<Response> refundsAtOnce(String payment, String amount) throws Exception {
        String body = "{\"amount\": \"" + amount + "\", \"currency\": \"EUR\"}";
        return atOnce(i -> shop.post("/api/v1/payments/" + payment + "/refunds", body));
    }
}
