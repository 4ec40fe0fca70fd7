package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One key, one effect, one answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatsApiTest {
    private static final String PAY = "\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}";
    private static final int AT_ONCE = 8;

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final SampleShops.Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void a_repeat_gets_the_same_bytes_and_says_so() {
        String order = ApiCaller.order(PAY);
        Response first = shop.post("/api/v1/payments", order, "key-1");
        Response second = shop.post("/api/v1/payments", order, "key-1");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
    }

    @Test
    void another_spelling_of_the_same_body_is_the_same_request() {
        String id = UUID.randomUUID().toString();
        Response first = shop.post("/api/v1/payments", """
                {"order": "%s", "revision": 1, "amount": "1.00", "currency": "EUR"}""".formatted(id), "key-2");
        Response second = shop.post("/api/v1/payments", """
                { "currency":"EUR",
                  "order":"%s", "amount":"\\u0031.00", "revision": 1 }""".formatted(id), "key-2");
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    @Test
    void a_key_belongs_to_one_request() {
        String order = ApiCaller.order("");
        String id = shop.post("/api/v1/payments", order, "key-3").path("id");
        shop.post("/api/v1/payments", ApiCaller.order(""), "key-3")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
        shop.post("/api/v1/payments/" + id + "/cancel", "", "key-3")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void a_key_is_the_callers_own() {
        ApiCaller other =
                ApiCaller.of(gateway, gateway.newShop(credentials.merchant(), null, EnumSet.allOf(Scope.class)));
        String order = ApiCaller.order("");
        String id = shop.post("/api/v1/payments", order, "key-4").path("id");
        String others = other.post("/api/v1/payments", order, "key-4").path("id");
        assertThat(others).isNotEqualTo(id);
    }

    @Test
    void every_post_needs_a_usable_key() {
        shop.request()
                .contentType("application/json")
                .body(ApiCaller.order(""))
                .post("/api/v1/payments")
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency-key-missing"));
        for (String key : List.of("", " ", "with blank", "x".repeat(256), "é")) {
            shop.post("/api/v1/payments", ApiCaller.order(""), key).then().statusCode(400);
        }
        shop.post("/api/v1/payments", ApiCaller.order(""), "x".repeat(255))
                .then()
                .statusCode(201);
    }

    @Test
    void a_refund_that_took_all_is_repeated_although_nothing_is_left() {
        String id = shop.newPayment(PAY);
        Response first = shop.post("/api/v1/payments/" + id + "/refunds", "", "key-5");
        Response second = shop.post("/api/v1/payments/" + id + "/refunds", "", "key-5");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        shop.post("/api/v1/payments/" + id + "/refunds", "").then().statusCode(422);
    }

    @Test
    void a_refused_request_leaves_its_key_free() {
        String id = shop.newPayment("");
        shop.post("/api/v1/payments/" + id + "/refunds", "", "key-6").then().statusCode(409);
        shop.post("/api/v1/payments", ApiCaller.order(""), "key-6").then().statusCode(201);
    }

    @Test
    void one_key_sent_eight_at_once_has_one_effect() throws Exception {
        String order = ApiCaller.order(PAY);
        List<Response> answers = atOnce(i -> shop.post("/api/v1/payments", order, "key-7"));
        List<Response> done =
                answers.stream().filter(a -> a.statusCode() == 201).toList();
        assertThat(done).isNotEmpty();
        assertThat(done.stream().map(Response::asString).distinct()).hasSize(1);
        assertThat(answers.stream().filter(a -> a.statusCode() != 201))
                .allSatisfy(a ->
                        assertThat(a.statusCode() + a.header("Retry-After")).isEqualTo("4091"));
        String id = done.get(0).path("id");
        shop.get("/api/v1/payments/" + id).then().body("attempts", hasSize(1)).body("captured", equalTo("12.34"));
    }

    @Test
    void one_key_with_eight_bodies_at_once_has_one_effect() throws Exception {
        List<Response> answers = atOnce(i -> shop.post("/api/v1/payments", ApiCaller.order(""), "key-8"));
        assertThat(answers.stream().map(Response::statusCode).sorted().toList())
                .containsExactly(201, 422, 422, 422, 422, 422, 422, 422);
    }

    @Test
    void one_refund_sent_eight_at_once_is_given_once() throws Exception {
        String id = shop.newPayment(PAY);
        List<Response> answers = atOnce(i -> shop.post(
                "/api/v1/payments/" + id + "/refunds", "{\"amount\": \"5.00\", \"currency\": \"EUR\"}", "key-9"));
        assertThat(answers).allSatisfy(a -> assertThat(a.statusCode()).isIn(201, 409));
        shop.get("/api/v1/payments/" + id).then().body("refunds", hasSize(1)).body("refunded", equalTo("5.00"));
    }

    @Test
    void eight_payments_at_once_for_one_order_are_one() throws Exception {
        String order = ApiCaller.order("");
        List<Response> answers = atOnce(i -> shop.post("/api/v1/payments", order));
        assertThat(answers).allSatisfy(a -> assertThat(a.statusCode()).isEqualTo(201));
        assertThat(answers.stream().map(a -> a.<String>path("id")).distinct()).hasSize(1);
    }

    @Test
    void a_request_whose_owner_crashed_is_answered_from_how_things_stand() {
        String order = ApiCaller.order(PAY);
        String id = shop.post("/api/v1/payments", order, "key-10").path("id");
        gateway.database().execute("""
                UPDATE idempotency SET status = NULL, body = NULL WHERE idem_key = 'key-10'""");
        shop.post("/api/v1/payments", order, "key-10")
                .then()
                .statusCode(409)
                .body("code", equalTo("idempotency-key-in-use"))
                .header("Retry-After", "1");
        gateway.database().execute("""
                UPDATE idempotency SET created_at = created_at - INTERVAL 3 MINUTE WHERE idem_key = 'key-10'""");
        shop.post("/api/v1/payments", order, "key-10")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(id))
                .body("status", equalTo("paid"));
    }

    @Test
    void a_refund_whose_owner_crashed_is_answered_from_how_it_stands() {
        String id = shop.newPayment(PAY);
        String refunds = "/api/v1/payments/" + id + "/refunds";
        String refund = shop.post(refunds, "", "key-11").path("id");
        gateway.database().execute("""
                UPDATE idempotency SET status = NULL, body = NULL, created_at = created_at - INTERVAL 3 MINUTE
                WHERE idem_key = 'key-11'""");
        shop.post(refunds, "", "key-11")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(refund))
                .body("status", equalTo("succeeded"));
    }

    static List<Response> atOnce(IntFunction<Response> call) throws Exception {
        CountDownLatch ready = new CountDownLatch(AT_ONCE);
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Response>> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return call.apply(number);
                }));
            }
            List<Response> answers = new ArrayList<>();
            for (Future<Response> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}
