package dev.tillgate.webapp.shops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.merchant.Scope;
import dev.tillgate.platform.signed.FakeSignedShop;
import dev.tillgate.platform.signed.WebhookKey;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shop sends is stored or has a clear answer, and what cannot be applied yet is tried again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopMessagesTest {
    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final FakeSignedShop server = new FakeSignedShop();
    private final Shop shop = gateway.newShop(server.url(), EnumSet.allOf(Scope.class));

    ShopMessagesTest() {
        server.key(new WebhookKey(gateway.callbackSecret(shop)));
        gateway.connectShop(shop.merchant(), shop.store(), "custom", Map.of("reading", "yes"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        server.close();
    }

    private int post(InboundRequest message) {
        return post(message.headers(), message.body());
    }

    private int post(Map<String, String> headers, byte[] body) {
        return given().headers(headers)
                .body(body)
                .post(gateway.url() + "/hooks/shops/" + shop.store())
                .statusCode();
    }

    private long stored(String order) {
        return gateway.database().number("SELECT COUNT(*) FROM shop_message WHERE reference = '" + order + "'");
    }

    private long payments(String order) {
        return gateway.database()
                .number("SELECT COUNT(*) FROM payment p JOIN shop_order o ON o.id = p.order_id WHERE o.reference = '"
                        + order + "'");
    }

    @Test
    void anOrderThatABuyerWantsToPayHereGetsItsPaymentOnceHoweverOftenItIsTold() {
        server.put("m-1", "12.30", "EUR");
        InboundRequest message = server.message("order.changed", "m-1");
        assertThat(post(message)).isEqualTo(200);
        assertThat(post(message)).isEqualTo(200);
        assertThat(post(server.message("order.changed", "m-1"))).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(payments("m-1")).isEqualTo(1));
        assertThat(stored("m-1")).as("a repeat is not stored again").isEqualTo(2);
    }

    @Test
    void anOrderThatIsNotThereYetIsStoredAndTriedAgain() {
        assertThat(post(server.message("order.changed", "m-2"))).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        gateway.database().number("SELECT MAX(tries) FROM shop_message WHERE reference = 'm-2'"))
                .isPositive());

        server.put("m-2", "5.00", "EUR");
        gateway.database().execute("UPDATE shop_message SET due_at = UTC_TIMESTAMP(3) WHERE reference = 'm-2'");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(payments("m-2")).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({"m-3, amount, 12.345", "m-4, currency, EUX", "m-5, amount, 1e9"})
    void anAmountThatIsNotExactMakesNoPaymentAndIsNotDropped(String order, String field, String value) {
        server.put(order, "12.30", "EUR");
        server.twist(said -> said.path("order").asText().equals(order) ? said.put(field, value) : said);
        assertThat(post(server.message("order.changed", order))).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        gateway.database().text("SELECT detail FROM shop_message WHERE reference = '" + order + "'"))
                .isEqualTo("platform.custom.refused.unreadable"));
        assertThat(payments(order)).isZero();
        assertThat(gateway.database()
                        .number("SELECT COUNT(*) FROM shop_message WHERE due_at IS NOT NULL AND reference = '" + order
                                + "'"))
                .isEqualTo(1);
        server.twist(said -> said);
    }

    @Test
    void aBodyOverOneMebibyteIsRefused() {
        byte[] long1 = ("{\"type\":\"order.changed\",\"order\":\"m-9\",\"x\":\"" + "x".repeat(1 << 20) + "\"}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(post(server.message(long1))).isEqualTo(413);
    }

    @Test
    void brokenUtf8AndWhatIsNoMessageIsNotUnderstood() {
        byte[] broken = "{\"type\":\"order.changed\",\"order\":\"m-x\"}".getBytes(StandardCharsets.UTF_8);
        broken[broken.length - 3] = (byte) 0xff;
        assertThat(post(server.message(broken))).isEqualTo(400);
        assertThat(post(server.message("[]".getBytes(StandardCharsets.UTF_8)))).isEqualTo(400);
    }

    @Test
    void anOrderNumberBeyondTwoToThe53StaysItself() {
        server.put("9007199254740993", "3.00", "EUR");
        byte[] body = "{\"type\":\"order.changed\",\"order\":9007199254740993}".getBytes(StandardCharsets.UTF_8);
        assertThat(post(server.message(body))).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(payments("9007199254740993")).isEqualTo(1));
    }

    @Test
    void aSignatureOverOtherBytesAnotherKeyOrAnotherTimeIsRefused() {
        InboundRequest spaced =
                server.message("{ \"type\": \"order.changed\", \"order\": \"m-8\" }".getBytes(StandardCharsets.UTF_8));
        assertThat(post(
                        spaced.headers(),
                        "{\"type\":\"order.changed\",\"order\":\"m-8\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(401);

        byte[] body = spaced.body();
        Instant now = Instant.now();
        assertThat(post(WebhookKey.fresh().headers("evt-1", now, body), body)).isEqualTo(401);
        assertThat(post(server.key().headers("evt-2", now.minusSeconds(400), body), body))
                .isEqualTo(401);
        assertThat(post(server.key().headers("evt-3", now.plusSeconds(400), body), body))
                .isEqualTo(401);
        assertThat(post(new HashMap<>(), body)).isEqualTo(401);
        assertThat(stored("m-8")).isZero();
    }

    @Test
    void theAddressOfAStoreThatHasNoShopIsUnknown() {
        Shop other = gateway.newShop();

        assertThat(given().body("{}")
                        .post(gateway.url() + "/hooks/shops/" + other.store())
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().body("{}")
                        .post(gateway.url() + "/hooks/shops/../console")
                        .statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void anEventSaysWithoutAnotherCallWhichOrderAndHowMuch() {
        String token = given().auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials")
                .post(gateway.url() + "/api/oauth/token")
                .path("access_token");
        server.put("m-6", "12.30", "EUR");
        given().header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "m-6")
                .contentType("application/json")
                .body(
                        "{\"order\":\"m-6\",\"amount\":\"12.30\",\"currency\":\"EUR\",\"pay\":{\"method\":\"card\",\"instrument\":\"tok_visa\"}}")
                .post(gateway.url() + "/api/v1/payments")
                .then()
                .statusCode(201);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.order("m-6").state()).isEqualTo("paid"));
        assertThat(server.lastEvent().path("data").path("order_reference").asText())
                .isEqualTo("m-6");
        assertThat(server.lastEvent().path("data").path("amount").asText()).isEqualTo("12.30");
        assertThat(server.lastEvent().path("data").path("currency").asText()).isEqualTo("EUR");
        assertThat(server.lastEvent().path("payment_id").asText())
                .isEqualTo(server.order("m-6").transaction());
    }
}
