package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.tillgate.webapp.GatewayUnderTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a shop does with payments, against the whole gateway. Every answer is also judged by the OpenAPI document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentsApiTest {
    private static final String PAY = "\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}";

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void an_order_becomes_a_payment() {
        String id = shop.newPayment("""
                "revision": 3, "description": "Tea and a cup", "expires_in": 600, "capture": "manual",
                "lines": [{"name": "Tea", "quantity": 2, "total": "10.00"}, {"name": "Cup", "total": "3.34"},
                          {"name": "Discount", "total": "-1.00"}],
                "buyer": {"return_url": "https://shop.example/thanks", "cancel_url": "https://shop.example/cart",
                          "locale": "zh-CN", "country": "DE"}
                """);
        shop.get("/api/v1/payments/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("revision", equalTo(3))
                .body("status", equalTo("open"))
                .body("in_doubt", equalTo(false))
                .body("amount", equalTo("12.34"))
                .body("amount_minor", equalTo(1234))
                .body("currency", equalTo("EUR"))
                .body("captured", equalTo("0.00"))
                .body("capture", equalTo("manual"))
                .body("attempts", hasSize(0))
                .body("checkout_url", startsWith(gateway.url() + "/pay/"));
    }

    @Test
    void amounts_have_the_decimals_of_their_currency() {
        String order = """
                {"order": "%s", "amount": "%s", "currency": "%s"}""";
        shop.post("/api/v1/payments", order.formatted("yen", "1500", "JPY"))
                .then()
                .statusCode(201)
                .body("amount", equalTo("1500"))
                .body("amount_minor", equalTo(1500));
        shop.post("/api/v1/payments", order.formatted("dinar", "1.5", "KWD"))
                .then()
                .statusCode(201)
                .body("amount", equalTo("1.500"))
                .body("amount_minor", equalTo(1500));
    }

    @Test
    void one_call_pays_an_order() {
        shop.post("/api/v1/payments", ApiCaller.order(PAY))
                .then()
                .statusCode(201)
                .body("status", equalTo("paid"))
                .body("captured", equalTo("12.34"))
                .body("attempts", hasSize(1))
                .body("attempts[0].status", equalTo("succeeded"))
                .body("attempts[0].method", equalTo("card"));
    }

    @Test
    void a_decline_is_a_result_and_the_next_try_may_succeed() {
        String id = shop.newPayment("");
        shop.post("/api/v1/payments/" + id + "/attempts", """
                        {"method": "card", "instrument": "tok_declined_insufficient_funds"}""")
                .then()
                .statusCode(201)
                .body("status", equalTo("open"))
                .body("attempts[0].status", equalTo("declined"))
                .body("attempts[0].decline_reason", equalTo("insufficient_funds"));
        shop.get("/api/v1/payments/" + id + "/methods")
                .then()
                .statusCode(200)
                .body("data[0].method", not(equalTo("card")))
                .body("data[0].recommended", equalTo(true))
                .body("data[0].reason", equalTo("recommend.after_decline"));
        shop.post("/api/v1/payments/" + id + "/attempts", """
                        {"method": "card", "instrument": "tok_visa"}""")
                .then()
                .statusCode(201)
                .body("status", equalTo("paid"))
                .body("attempts", hasSize(2));
        shop.get("/api/v1/payments/" + id + "/events")
                .then()
                .statusCode(200)
                .body("data.type", hasItems("payment.created", "attempt.declined", "payment.paid"))
                .body(
                        "data.sequence",
                        equalTo(List.of(1, 2, 3, 4, 5)
                                .subList(
                                        0,
                                        shop.get("/api/v1/payments/" + id + "/events")
                                                .jsonPath()
                                                .getList("data")
                                                .size())));
    }

    @Test
    void the_payer_is_sent_on_and_the_next_action_says_where() {
        String id = shop.newPayment("");
        shop.post("/api/v1/payments/" + id + "/attempts", "{\"method\": \"wallet\"}")
                .then()
                .statusCode(201)
                .body("status", equalTo("open"))
                .body("next_action.type", equalTo("redirect"))
                .body("next_action.url", startsWith(gateway.url() + "/sandbox/"));
    }

    @Test
    void reserved_money_is_captured_in_parts_or_released() {
        String id = shop.post("/api/v1/payments", ApiCaller.order("\"capture\": \"manual\", " + PAY))
                .then()
                .statusCode(201)
                .body("status", equalTo("authorized"))
                .body("authorized", equalTo("12.34"))
                .body("captured", equalTo("0.00"))
                .extract()
                .path("id");
        shop.post("/api/v1/payments/" + id + "/capture", "{\"amount\": \"2.34\", \"currency\": \"EUR\"}")
                .then()
                .statusCode(200)
                .body("captured", equalTo("2.34"));
        shop.post("/api/v1/payments/" + id + "/capture", "{\"amount\": \"10.01\", \"currency\": \"EUR\"}")
                .then()
                .statusCode(422)
                .body("code", equalTo("exceeds"))
                .body("errors[0].pointer", equalTo("/amount"));
        String other = shop.post("/api/v1/payments", ApiCaller.order("\"capture\": \"manual\", " + PAY))
                .path("id");
        shop.post("/api/v1/payments/" + other + "/cancel", "{}")
                .then()
                .statusCode(200)
                .body("status", equalTo("canceled"));
        shop.post("/api/v1/payments/" + other + "/capture", "")
                .then()
                .statusCode(409)
                .body("code", equalTo("wrong-state"));
    }

    @Test
    void money_is_given_back_in_parts_until_nothing_is_left() {
        String id = shop.newPayment(PAY);
        String refunds = "/api/v1/payments/" + id + "/refunds";
        shop.post(refunds, "{\"amount\": \"2.00\", \"currency\": \"EUR\", \"reason\": \"cup broken\"}")
                .then()
                .statusCode(201)
                .body("status", equalTo("succeeded"))
                .body("payment_id", equalTo(id))
                .body("amount_minor", equalTo(200))
                .body("reason", equalTo("cup broken"));
        shop.post(refunds, "{\"amount\": \"10.35\", \"currency\": \"EUR\"}")
                .then()
                .statusCode(422)
                .body("code", equalTo("exceeds"));
        shop.post(refunds, "{\"amount\": \"1.00\", \"currency\": \"USD\"}")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", notNullValue());
        shop.post(refunds, "").then().statusCode(201).body("amount", equalTo("10.34"));
        shop.get(refunds).then().statusCode(200).body("data.amount", contains("2.00", "10.34"));
        shop.get("/api/v1/payments/" + id)
                .then()
                .body("status", equalTo("paid"))
                .body("refunded", equalTo("12.34"))
                .body("refunds", hasSize(2));
    }

    @Test
    void lists_are_read_page_by_page() {
        ApiCaller own = ApiCaller.of(gateway, gateway.newShop());
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, own.newPayment(""));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = own.get("/api/v1/payments?limit=2" + cursor)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("data.id"));
            cursor = page.get("next_cursor") == null ? "" : "&cursor=" + page.get("next_cursor");
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactlyElementsOf(made);
        String order = own.get("/api/v1/payments/" + made.get(2)).path("order");
        own.get("/api/v1/payments?order=" + order + "&status=open")
                .then()
                .statusCode(200)
                .body("data.id", contains(made.get(2)))
                .body("next_cursor", nullValue());
        own.get("/api/v1/payments?status=paid").then().statusCode(200).body("data", hasSize(0));
    }

    @Test
    void one_order_revision_has_one_payment() {
        String order = ApiCaller.order("");
        String id = shop.post("/api/v1/payments", order).path("id");
        shop.post("/api/v1/payments", order).then().statusCode(201).body("id", equalTo(id));
        shop.post("/api/v1/payments", order.replace("12.34", "12.35"))
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/amount"));
    }

    @Test
    void a_method_that_is_not_offered_is_refused_by_name() {
        String id = shop.newPayment("");
        shop.post("/api/v1/payments/" + id + "/attempts", "{\"method\": \"cash\"}")
                .then()
                .statusCode(422)
                .body("code", equalTo("method-unavailable"))
                .body("errors[0].pointer", equalTo("/method"));
    }
}
