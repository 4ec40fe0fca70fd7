package dev.tillgate.webapp.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
    private static final String TOKEN = "a-token-for-prometheus";

    private final GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("TILLGATE_METRICS_TOKEN", TOKEN));
    private final Shop shop = gateway.newShop();
    private final String access = given().baseUri(gateway.url().toString())
            .auth()
            .preemptive()
            .basic(shop.clientId(), shop.secret())
            .formParam("grant_type", "client_credentials")
            .post("/api/oauth/token")
            .path("access_token");

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void payments_are_counted_by_what_became_of_them_and_by_method() {
        buy("tok_visa", 201);
        buy("tok_declined_insufficient_funds", 201);

        assertThat(metrics())
                .contains("tillgate_payments_total{method=\"card\",status=\"paid\"}")
                .contains("tillgate_payments_total{method=\"none\",status=\"created\"}")
                .contains("tillgate_attempts_total{method=\"card\",status=\"declined\"}");
    }

    @Test
    void providers_are_timed_by_verb_and_outcome() {
        buy("tok_visa", 201);

        assertThat(metrics())
                .contains("tillgate_provider_calls_seconds_count{outcome=\"done\",provider=\"sandbox\",verb=\"start\"}")
                .contains("tillgate_provider_calls_seconds_bucket{outcome=\"done\",provider=\"sandbox\","
                        + "verb=\"start\",le=\"0.25\"}");
    }

    @Test
    void a_lost_answer_is_counted() {
        buy("tok_silent", 201);

        assertThat(metrics())
                .contains("tillgate_attempts_total{method=\"card\",status=\"unknown\"}")
                .contains("tillgate_attempts_total{method=\"card\",status=\"started\"}");
    }

    @Test
    void requests_are_timed_by_the_template_of_their_address() {
        String id = buy("tok_visa", 201).path("id");
        api().get("/api/v1/payments/" + id).then().statusCode(200);
        api().get("/api/v1/nothing/" + UUID.randomUUID()).then().statusCode(404);

        assertThat(metrics())
                .contains("tillgate_http_requests_seconds_count{method=\"GET\",route=\"/api/v1/payments/{id}\","
                        + "status=\"200\"}")
                .contains("tillgate_http_requests_seconds_count{method=\"POST\",route=\"/api/v1/payments\","
                        + "status=\"201\"}")
                .contains("tillgate_http_unmatched_total{status=\"404\"}");
    }

    @Test
    void the_pool_the_jvm_and_the_process_are_there() {
        assertThat(metrics())
                .contains("hikaricp_connections_active{pool=\"tillgate\"}")
                .contains("jvm_memory_used_bytes")
                .contains("process_uptime_seconds")
                .contains("process_files_open_files");
    }

    @Test
    void nothing_that_names_a_payment_an_order_or_a_person_is_told() {
        String order = "order-" + UUID.randomUUID();
        String id = buy(order, "tok_visa", 201).path("id");

        assertThat(metrics())
                .doesNotContain(id)
                .doesNotContain(order)
                .doesNotContain(shop.merchant().value())
                .doesNotContain(shop.clientId());
    }

    @Test
    void others_need_the_token() {
        given().baseUri(gateway.url().toString())
                .header("X-Forwarded-For", "203.0.113.7")
                .get("/metrics")
                .then()
                .statusCode(403);
        given().baseUri(gateway.url().toString())
                .header("X-Forwarded-For", "203.0.113.7")
                .header("Authorization", "Bearer " + TOKEN + "x")
                .get("/metrics")
                .then()
                .statusCode(403);
        given().baseUri(gateway.url().toString())
                .header("X-Forwarded-For", "203.0.113.7")
                .header("Authorization", "Bearer " + TOKEN)
                .get("/metrics")
                .then()
                .statusCode(200);
    }

    private String metrics() {
        return given().baseUri(gateway.url().toString())
                .get("/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private Response buy(String instrument, int status) {
        return buy(UUID.randomUUID().toString(), instrument, status);
    }

    private Response buy(String order, String instrument, int status) {
        Response answer = api().contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID())
                .body("""
                        {"order": "%s", "amount": "12.34", "currency": "EUR",
                         "pay": {"method": "card", "instrument": "%s"}}""".formatted(order, instrument))
                .post("/api/v1/payments");
        answer.then().statusCode(status);
        return answer;
    }

    private io.restassured.specification.RequestSpecification api() {
        return given().baseUri(gateway.url().toString()).header("Authorization", "Bearer " + access);
    }
}
