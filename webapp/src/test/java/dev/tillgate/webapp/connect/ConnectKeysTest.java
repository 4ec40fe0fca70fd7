package dev.tillgate.webapp.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.platform.woocommerce.FakeWooShop;
import dev.tillgate.webapp.GatewayUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A shop without the plugin hands over keys, and is kept in agreement by them, with a gateway that stands on https. */
class ConnectKeysTest {
    private static final String PUBLIC = "https://pay.example";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient SHOPS_SERVER = HttpClient.newHttpClient();
    private static GatewayUnderTest gateway;
    private static Merchant merchant;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayUnderTest.start(Map.of(
                "TILLGATE_SAMPLE", "true", "TILLGATE_PUBLIC_URL", PUBLIC, "TILLGATE_SANDBOX_IN_PROCESS", "true"));
        merchant = Merchant.owning(gateway, PUBLIC);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_shop_is_connected_by_keys_and_its_orders_are_kept_in_agreement() throws Exception {
        try (FakeWooShop shop = new FakeWooShop(false)) {
            String store = newStore();
            String code = begin(store, shop, "/wc-auth/v1/authorize?");

            assertThat(hand(code, FakeWooShop.SECRET, "read_write")).isEqualTo(200);

            assertThat(done(store, "1")).contains("said=keys_kept");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(shop.webhooks()).hasSize(4));
            assertThat(shop.webhooks().get(1L).path("delivery_url").asText())
                    .isEqualTo(PUBLIC + "/hooks/shops/" + store);

            String order = shop.order("12.30", "EUR", "bacs");
            assertThat(tell(shop, store, order)).isEqualTo(200);
            String token = token(store);
            String payment = payment(token, order);
            pay(token, payment);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(shop.stateOf(order)).isEqualTo("processing " + payment + " 0"));

            refund(token, payment);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(shop.stateOf(order)).isEqualTo("processing " + payment + " 2.30"));
            assertThat(shop.moneyMoved()).isZero();
        }
    }

    @Test
    void a_shop_with_plain_permalinks_is_found_too() throws Exception {
        try (FakeWooShop shop = new FakeWooShop(true)) {
            String store = newStore();
            String code = begin(store, shop, "/?wc-auth-version=1&wc-auth-route=authorize&");

            assertThat(hand(code, FakeWooShop.SECRET, "read_write")).isEqualTo(200);
        }
    }

    @Test
    void keys_that_do_not_open_the_shop_are_not_kept_and_a_code_works_once() throws Exception {
        try (FakeWooShop shop = new FakeWooShop(false)) {
            String store = newStore();
            String wrong = begin(store, shop, "");
            assertThat(hand(wrong, "cs_" + "0".repeat(40), "read_write")).isEqualTo(403);
            assertThat(hand(wrong, FakeWooShop.SECRET, "read_write"))
                    .as("used up")
                    .isEqualTo(403);
            assertThat(hand(begin(store, shop, ""), FakeWooShop.SECRET, "read")).isEqualTo(403);
            assertThat(hand("merchant-42:state-abc", FakeWooShop.SECRET, "read_write"))
                    .isEqualTo(403);
            assertThat(done(store, "1")).contains("said=keys_not");

            String right = begin(store, shop, "");
            assertThat(hand(right, FakeWooShop.SECRET, "read_write")).isEqualTo(200);
            assertThat(hand(right, FakeWooShop.SECRET, "read_write")).isEqualTo(403);
        }
    }

    @Test
    void what_is_no_shop_is_said_so() throws Exception {
        String page = gateway.url() + "/console/stores/" + newStore() + "/keys";
        for (String shop : new String[] {"nonsense", "https://shop.example/?a=b", "http://127.0.0.1:1"}) {
            HttpResponse<String> answer = merchant.post(
                    page,
                    Map.of(
                            "shop",
                            shop,
                            "offered",
                            "bacs",
                            "form",
                            Merchant.code(merchant.get(page).body())));
            assertThat(answer.statusCode()).as(shop).isEqualTo(400);
            assertThat(answer.body()).contains("role=\"alert\"");
        }
    }

    private static String newStore() throws Exception {
        String stores = gateway.url() + "/console/stores";
        HttpResponse<String> made = merchant.post(
                stores,
                Map.of(
                        "name",
                        "Tea shop",
                        "form",
                        Merchant.code(merchant.get(stores).body())));
        return Merchant.found(
                "(sto_[0-9a-z]+)", made.headers().firstValue("location").orElseThrow());
    }

    /** Answers the code with which the shop is sent to approve. */
    private static String begin(String store, FakeWooShop shop, String expected) throws Exception {
        String page = gateway.url() + "/console/stores/" + store + "/keys";
        HttpResponse<String> answer = merchant.post(
                page,
                Map.of(
                        "shop",
                        shop.home(),
                        "offered",
                        "bacs",
                        "form",
                        Merchant.code(merchant.get(page).body())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String address =
                Merchant.found("content=\"0;url=([^\"]+)\"", answer.body()).replace("&amp;", "&");
        assertThat(address)
                .startsWith(shop.home() + expected)
                .contains("scope=read_write")
                .contains("callback_url=" + FakePlugin.encoded(PUBLIC + "/hooks/connect/woocommerce"));
        return Merchant.found("user_id=([^&]+)", address);
    }

    /** As the shop's server does it: the body of a real capture, with other values. */
    private static int hand(String code, String secret, String permissions) throws Exception {
        String body =
                "{\"key_id\":2,\"user_id\":\"%s\",\"consumer_key\":\"%s\",\"consumer_secret\":\"%s\",\"key_permissions\":\"%s\"}"
                        .formatted(code, FakeWooShop.KEY, secret, permissions);
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/hooks/connect/woocommerce"))
                .header("Content-Type", "application/json;charset=UTF-8")
                .header("User-Agent", "WordPress/7.1; http://127.0.0.1:18080")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return SHOPS_SERVER
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String done(String store, String success) throws Exception {
        return merchant.get(gateway.url() + "/console/stores/" + store + "/keys/done?success=" + success)
                .headers()
                .firstValue("location")
                .orElse("");
    }

    /** The shop's webhook about an order. */
    private static int tell(FakeWooShop shop, String store, String order) throws Exception {
        byte[] body = shop.webhookBody(order);
        String secret = shop.webhooks().get(1L).path("secret").asText();
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/hooks/shops/" + store))
                .header("Content-Type", "application/json")
                .header("X-WC-Webhook-Topic", "order.created")
                .header("X-WC-Webhook-Signature", FakeWooShop.webhookSignature(body, secret))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return SHOPS_SERVER
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A client of the store, as a merchant makes one. */
    private static String token(String store) throws Exception {
        String page = gateway.url() + "/console/stores/" + store;
        String form = merchant.get(page).body();
        String account = Merchant.found("name=\"account\" value=\"(acc_[0-9a-z]+)\"", form);
        merchant.post(
                page + "/methods",
                Map.of("method", "card", "account", account, "do", "on", "form", Merchant.code(form)));
        String scopes = "payments:read&scope=payments:write&scope=refunds:write";
        String body = merchant.postRaw(page + "/clients", "name=test&form=" + Merchant.code(form) + "&scope=" + scopes)
                .body();
        String pair = Merchant.found("id=\"client-id\">([^<]+)", body)
                + ":"
                + Merchant.found("id=\"client-secret\">([^<]+)", body);
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        return JSON.readTree(SHOPS_SERVER
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("access_token")
                .asText();
    }

    private static String payment(String token, String order) throws Exception {
        String[] found = {""};
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode list = api(token, "GET", "/api/v1/payments?order=" + order, "");
            assertThat(list.at("/data/0/amount").asText()).as(list.toString()).isEqualTo("12.30");
            found[0] = list.at("/data/0/id").asText();
        });
        return found[0];
    }

    private static void pay(String token, String payment) throws Exception {
        JsonNode paid = api(
                token,
                "POST",
                "/api/v1/payments/" + payment + "/attempts",
                "{\"method\":\"card\",\"instrument\":\"tok_visa\"}");
        assertThat(paid.path("status").asText()).as(paid.toString()).isEqualTo("paid");
    }

    private static void refund(String token, String payment) throws Exception {
        JsonNode refund = api(
                token,
                "POST",
                "/api/v1/payments/" + payment + "/refunds",
                "{\"amount\":\"2.30\",\"currency\":\"EUR\"}");
        assertThat(refund.path("amount").asText()).as(refund.toString()).isEqualTo("2.30");
    }

    private static JsonNode api(String token, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", method + path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(
                SHOPS_SERVER.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
