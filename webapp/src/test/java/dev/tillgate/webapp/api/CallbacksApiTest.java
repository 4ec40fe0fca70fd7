package dev.tillgate.webapp.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.sun.net.httpserver.HttpServer;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the store was told can be looked up and told again; what providers tell is received. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbacksApiTest {
    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final HttpServer store;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Shop credentials;
    private final ApiCaller shop;

    CallbacksApiTest() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            told.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        store.start();
        credentials = gateway.newShop(
                "http://127.0.0.1:" + store.getAddress().getPort() + "/callbacks", EnumSet.allOf(Scope.class));
        shop = ApiCaller.of(gateway, credentials);
    }

    @AfterAll
    void stop() {
        gateway.close();
        store.stop(0);
    }

    @Test
    void a_delivery_is_listed_with_its_tries_and_told_again_on_request() {
        String payment = shop.newPayment("\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> shop.get("/api/v1/callbacks?status=delivered")
                .then()
                .statusCode(200)
                .body("data.type", hasItem("payment.paid"))
                .body("data.payment_id", hasItem(payment)));
        String event = shop.get("/api/v1/callbacks?status=delivered&limit=1").path("data[0].event_id");
        assertThat(told).contains(event);
        shop.get("/api/v1/callbacks/" + event)
                .then()
                .statusCode(200)
                .body("status", equalTo("delivered"))
                .body("log", hasSize(1))
                .body("log[0].status", equalTo(204));
        shop.post("/api/v1/callbacks/" + event + "/replay", "")
                .then()
                .statusCode(202)
                .body("event_id", equalTo(event));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> shop.get("/api/v1/callbacks/" + event)
                .then()
                .body("status", equalTo("delivered"))
                .body("log.size()", greaterThanOrEqualTo(2)));
        assertThat(told.stream().filter(event::equals).count()).isEqualTo(2);
    }

    @Test
    void an_old_callback_is_not_told_again() {
        shop.newPayment("\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}");
        String event = shop.get("/api/v1/callbacks?limit=1").path("data[0].event_id");
        gateway.database()
                .execute("UPDATE event SET created_at = created_at - INTERVAL 31 DAY WHERE id = '" + event + "'");
        gateway.database()
                .execute("UPDATE callback SET created_at = created_at - INTERVAL 31 DAY WHERE event_id = '" + event
                        + "'");
        shop.post("/api/v1/callbacks/" + event + "/replay", "")
                .then()
                .statusCode(409)
                .body("code", equalTo("wrong-state"));
    }

    @Test
    void a_notification_that_is_not_signed_is_rejected() throws Exception {
        String hook = gateway.url() + "/hooks/" + credentials.account().value();
        given().body("{}").post(hook).then().statusCode(400);
        given().get(hook).then().statusCode(400);
        given().body("{}")
                .post(gateway.url() + "/hooks/acc_00000000000000000000000000")
                .then()
                .statusCode(404);
        given().body("{}").post(gateway.url() + "/hooks/nobody").then().statusCode(404);
        assertThat(RawHttp.post(URI.create(hook), "none", 256 * 1024 + 1, true)).contains(" 413 ");
        assertThat(gateway.database().number("SELECT COUNT(*) FROM notification WHERE dedupe_key = ''"))
                .isZero();
    }
}
