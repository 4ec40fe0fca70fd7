package dev.tillgate.webapp.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoppingTest {
    /** The common pool has one thread on a small machine, and some of this waits. */
    private static final Executor APART = task -> Thread.ofVirtual().start(task);

    private static final String WAITING = """
            SELECT COUNT(*) FROM information_schema.processlist
            WHERE LOWER(info) LIKE '%for update%' AND info NOT LIKE '%processlist%'""";

    @Test
    void what_is_in_progress_is_finished_before_the_gateway_stops() throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                Connection inTheWay = gateway.database().dataSource().getConnection();
                Statement statement = inTheWay.createStatement()) {
            RequestSpecification api = api(gateway);
            String id = given().spec(api)
                    .header("Idempotency-Key", UUID.randomUUID())
                    .body("{\"order\": \"1001\", \"amount\": \"12.34\", \"currency\": \"EUR\"}")
                    .post("/api/v1/payments")
                    .path("id");
            statement.executeQuery("SELECT id FROM shop_order FOR UPDATE").close();
            CompletableFuture<Response> cancel = CompletableFuture.supplyAsync(
                    () -> given().spec(api)
                            .header("Idempotency-Key", UUID.randomUUID())
                            .post("/api/v1/payments/" + id + "/cancel"),
                    APART);
            await().until(() -> gateway.database().number(WAITING) >= 1);

            CompletableFuture<Void> stop = CompletableFuture.runAsync(gateway::stop, APART);
            await().until(() -> answersNoMore(gateway.url()));
            inTheWay.commit();

            assertThat(cancel.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(cancel.get().<String>path("status")).isEqualTo("canceled");
            stop.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void it_says_that_it_is_not_ready_while_it_still_serves() throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("TILLGATE_STOP_DELAY", "3"))) {
            URI url = gateway.url();
            ready(url).then().statusCode(200);

            CompletableFuture<Void> stop = CompletableFuture.runAsync(gateway::stop, APART);

            await().until(() -> ready(url).statusCode() == 503);
            assertThat(ready(url).<String>path("program")).isEqualTo("stopping");
            assertThat(given().baseUri(url.toString()).get("/health/live").statusCode())
                    .isEqualTo(200);
            stop.get(30, TimeUnit.SECONDS);
        }
    }

    private static Response ready(URI url) {
        return given().baseUri(url.toString()).get("/health/ready");
    }

    private static boolean answersNoMore(URI url) {
        try {
            return ready(url).statusCode() != 200;
        } catch (Exception refused) {
            return true;
        }
    }

    private static RequestSpecification api(GatewayUnderTest gateway) {
        Shop shop = gateway.newShop();
        String url = gateway.url().toString();
        String token = given().baseUri(url)
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials")
                .post("/api/oauth/token")
                .path("access_token");
        return given().baseUri(url).header("Authorization", "Bearer " + token).contentType("application/json");
    }
}
