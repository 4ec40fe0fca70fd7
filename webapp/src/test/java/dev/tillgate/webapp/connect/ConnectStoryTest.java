package dev.tillgate.webapp.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.webapp.GatewayUnderTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop's plugin and a merchant connect the shop with the whole gateway, and what an attacker can do about it. */
class ConnectStoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static GatewayUnderTest gateway;
    private static Merchant merchant;
    private FakePlugin plugin;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        merchant = Merchant.owning(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void install() throws Exception {
        plugin = new FakePlugin();
    }

    @AfterEach
    void remove() {
        plugin.close();
    }

    @Test
    void a_shop_is_connected_takes_a_payment_and_hears_of_it() throws Exception {
        String back = merchant.approve(merchant.opened(plugin.connectUrl(gateway.url())), "Ada’s teas");

        assertThat(back).startsWith(plugin.back() + "&code=").contains("&state=" + plugin.state());
        JsonNode connection = redeemed(code(back));
        assertThat(connection.path("gateway").asText()).isEqualTo(gateway.url().toString());
        assertThat(connection.path("store_name").asText()).isEqualTo("Ada’s teas");
        assertThat(connection.path("test_mode").asBoolean())
                .as("the sample has the sandbox only")
                .isTrue();
        assertThat(connection.path("callback_secret").asText()).startsWith("whsec_");
        assertThat(connection.path("inbound_url").asText())
                .isEqualTo(gateway.url() + "/hooks/shops/"
                        + connection.path("store_id").asText());

        JsonNode status = JSON.readTree(plugin.status(gateway.url()).body());
        assertThat(status.path("methods").toString()).contains("card");
        assertThat(status.path("currencies").toString()).contains("\"EUR\"", "\"JPY\"", "\"KWD\"");
        JsonNode test = JSON.readTree(plugin.ask(gateway.url(), "test").body());
        assertThat(test.path("reachable").asBoolean()).as(test.toString()).isTrue();
        assertThat(test.path("via").asText()).isEqualTo("rest");
        assertThat(Math.abs(test.path("clock_skew_ms").asLong())).isLessThan(5_000);

        String order = plugin.order("12.30");
        HttpResponse<String> paid = plugin.pay(order, ",\"pay\":{\"method\":\"card\",\"instrument\":\"tok_visa\"}");
        assertThat(paid.statusCode()).as(paid.body()).isEqualTo(201);
        String payment = JSON.readTree(paid.body()).path("id").asText();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(plugin.events())
                .anyMatch(event -> event.path("type").asText().equals("payment.paid")
                        && event.path("payment_id").asText().equals(payment)));
    }

    @Test
    void an_order_that_the_shop_cancels_is_canceled_here_too() throws Exception {
        connected();
        String order = plugin.order("12.30");
        String payment = JSON.readTree(plugin.pay(order, "").body()).path("id").asText();
        plugin.cancel(order);

        assertThat(plugin.say("order.changed", order).statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(plugin.events())
                .anyMatch(event -> event.path("type").asText().equals("payment.canceled")
                        && event.path("payment_id").asText().equals(payment)));
    }

    @Test
    void a_code_works_once_also_for_two_at_the_same_time() throws Exception {
        String code = code(approved());
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            Callable<Integer> redeem =
                    () -> plugin.redeem(gateway.url(), plugin.redeeming(code)).statusCode();
            for (int i = 0; i < 4; i++) {
                answers.add(pool.submit(redeem));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 422, 422, 422);
    }

    @Test
    void a_stolen_code_is_worth_nothing_without_the_verifier_and_is_used_up_by_the_try() throws Exception {
        String code = code(approved());
        ObjectNode stolen = plugin.redeeming(code).put("verifier", "x".repeat(43));

        HttpResponse<String> thief = plugin.redeem(gateway.url(), stolen);

        assertThat(thief.statusCode()).isEqualTo(422);
        assertThat(thief.headers().firstValue("content-type").orElse("")).isEqualTo("application/problem+json");
        assertThat(thief.body()).contains("/verifier");
        assertThat(plugin.redeem(gateway.url(), plugin.redeeming(code)).body()).contains("/code");
    }

    @Test
    void a_code_is_for_its_shop_and_callbacks_stay_at_the_shop() throws Exception {
        ObjectNode elsewhere = plugin.redeeming(code(approved())).put("notify_url", "https://evil.example/notify");
        ObjectNode other = plugin.redeeming(code(approved())).put("shop", "https://evil.example");
        other.put("notify_url", "https://evil.example/notify").remove("notify_url_fallback");

        assertThat(plugin.redeem(gateway.url(), elsewhere).body()).contains("/notify_url");
        assertThat(plugin.redeem(gateway.url(), other).body()).contains("/shop");
    }

    @Test
    void garbage_is_answered_with_problems_that_name_the_field() throws Exception {
        for (String body :
                List.of("{}", "[]", "{\"code\":1}", "nonsense", "{\"code\":\"" + "x".repeat(70_000) + "\"}")) {
            HttpResponse<String> answer = raw("/api/connect/token", body);
            assertThat(answer.statusCode()).as(body.substring(0, 2)).isBetween(400, 422);
            assertThat(answer.headers().firstValue("content-type").orElse("")).isEqualTo("application/problem+json");
        }
        ObjectNode unknown =
                plugin.redeeming("tg_co_unknown").put("surprise", true).put("decimals", 99);
        assertThat(plugin.redeem(gateway.url(), unknown).body()).contains("/surprise", "/decimals");
    }

    @Test
    void whoever_is_not_logged_in_logs_in_on_the_same_page() throws Exception {
        Merchant stranger = new Merchant();
        String page = stranger.opened(plugin.connectUrl(gateway.url()));
        String form = stranger.get(page).body();
        assertThat(form).contains("type=\"password\"").doesNotContain("value=\"approve\"");
        Map<String, String> wrong =
                Map.of("email", Merchant.EMAIL, "password", "not it at all", "form", Merchant.code(form));
        assertThat(stranger.post(page + "/login", wrong).statusCode()).isEqualTo(403);

        HttpResponse<String> in = stranger.post(
                page + "/login",
                Map.of("email", Merchant.EMAIL, "password", Merchant.PASSWORD, "form", Merchant.code(form)));

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(page).endsWith(in.headers().firstValue("location").orElseThrow());
        assertThat(stranger.get(page).body()).contains("value=\"approve\"");
    }

    @Test
    void nothing_is_approved_without_the_merchants_own_page() throws Exception {
        String page = merchant.opened(plugin.connectUrl(gateway.url()));

        HttpResponse<String> forged =
                merchant.post(page, Map.of("store", "new", "name", "x", "do", "approve", "form", "forged"));

        assertThat(forged.statusCode()).isEqualTo(303);
        assertThat(forged.headers().firstValue("location").orElse("")).contains("said=stale");
        assertThat(new Merchant().post(page, Map.of("do", "approve")).body()).doesNotContain("tg_co_");
    }

    @Test
    void the_browser_never_goes_anywhere_but_to_the_shop() throws Exception {
        String honest = plugin.connectUrl(gateway.url());
        String encoded = FakePlugin.encoded(plugin.back());
        for (String evil : List.of(
                "https://evil.example/",
                "javascript:alert(1)",
                "//evil.example/",
                plugin.shop() + "@evil.example/",
                plugin.shop().replace("127.0.0.1", "127.0.0.1.evil.example"),
                "/relative",
                plugin.shop() + "/a\r\nSet-Cookie: x=1",
                plugin.shop() + "/#fragment")) {
            HttpResponse<String> answer = merchant.get(honest.replace(encoded, FakePlugin.encoded(evil)));
            assertThat(answer.statusCode()).as(evil).isEqualTo(400);
            assertThat(answer.body()).contains("return").doesNotContain("evil.example");
        }
        assertThat(merchant.get(gateway.url() + "/connect").statusCode()).isEqualTo(400);
        assertThat(merchant.get(gateway.url() + "/console/connect/v1.forged.AAAAAAAAAAAAAAAAAAAAAAAA")
                        .statusCode())
                .isEqualTo(410);
    }

    @Test
    void denying_leads_back_with_the_state_untouched() throws Exception {
        String page = merchant.opened(plugin.connectUrl(gateway.url()));

        assertThat(merchant.approve(page, Map.of("do", "deny")))
                .isEqualTo(plugin.back() + "&error=denied&state=" + plugin.state());
    }

    @Test
    void secrets_are_changed_without_a_gap_and_the_old_ones_are_good_for_a_day() throws Exception {
        connected();
        JsonNode before = plugin.connection().deepCopy();
        JsonNode lost = JSON.readTree(plugin.ask(gateway.url(), "rotate").body());
        JsonNode taken = JSON.readTree(plugin.ask(gateway.url(), "rotate").body());

        assertThat(lost.path("client_secret")).isNotEqualTo(taken.path("client_secret"));
        String id = before.path("client_id").asText();
        assertThat(plugin.token(id, before.path("client_secret").asText())).isNotEmpty();
        assertThat(plugin.token(id, taken.path("client_secret").asText())).isNotEmpty();
        plugin.rotated(taken);
        assertThat(JSON.readTree(plugin.ask(gateway.url(), "test").body())
                        .path("reachable")
                        .asBoolean())
                .isTrue();
        for (int i = 0; i < 10; i++) {
            plugin.ask(gateway.url(), "rotate");
        }
        assertThat(plugin.ask(gateway.url(), "rotate").statusCode()).isEqualTo(409);
    }

    @Test
    void a_disconnected_shop_is_let_in_no_more_and_told_nothing_more() throws Exception {
        connected();

        assertThat(plugin.ask(gateway.url(), "disconnect").statusCode()).isEqualTo(204);

        assertThat(plugin.token()).isEmpty();
        assertThat(plugin.say("order.changed", plugin.order("1.00")).statusCode())
                .isIn(401, 404);
        String store = plugin.connection().path("store_id").asText();
        assertThat(merchant.get(gateway.url() + "/console/stores/" + store).body())
                .doesNotContain(plugin.shop());
    }

    @Test
    void the_merchant_ends_the_connection_in_the_console_too() throws Exception {
        connected();
        String page = gateway.url() + "/console/stores/"
                + plugin.connection().path("store_id").asText();

        HttpResponse<String> ended = merchant.post(
                page + "/disconnect",
                Map.of("form", Merchant.code(merchant.get(page).body())));

        assertThat(ended.headers().firstValue("location").orElse("")).endsWith("said=disconnected");
        assertThat(plugin.token()).isEmpty();
        assertThat(merchant.get(page).body())
                .doesNotContain(plugin.shop() + "/wp-json")
                .doesNotContain("/disconnect\"");
    }

    @Test
    void connecting_again_keeps_the_store_and_ends_the_client_before() throws Exception {
        connected();
        JsonNode before = plugin.connection().deepCopy();
        String store = before.path("store_id").asText();
        String page = merchant.opened(plugin.connectUrl(gateway.url()));
        assertThat(merchant.get(page).body()).contains("value=\"" + store + "\" required checked");

        redeemed(code(merchant.approve(page, Map.of("store", store, "do", "approve"))));

        assertThat(plugin.connection().path("store_id").asText()).isEqualTo(store);
        assertThat(plugin.token(
                        before.path("client_id").asText(),
                        before.path("client_secret").asText()))
                .isEmpty();
    }

    @Test
    void when_rest_is_blocked_the_other_address_is_found_and_called_from_then_on() throws Exception {
        connected();
        plugin.blockRest();

        JsonNode test = JSON.readTree(plugin.ask(gateway.url(), "test").body());

        assertThat(test.path("reachable").asBoolean()).as(test.toString()).isTrue();
        assertThat(test.path("via").asText()).isEqualTo("wc-api");
        assertThat(test.path("problem").asText()).isEqualTo("blocked");
        String store = plugin.connection().path("store_id").asText();
        assertThat(merchant.get(gateway.url() + "/console/stores/" + store).body())
                .contains("/wc-api/tillgate/");
    }

    @Test
    void a_wrong_clock_and_another_secret_are_told_apart() throws Exception {
        connected();
        plugin.clockAhead(Duration.ofMinutes(10));
        JsonNode clock = JSON.readTree(plugin.ask(gateway.url(), "test").body());
        plugin.clockAhead(Duration.ZERO);
        ((ObjectNode) plugin.connection()).put("callback_secret", "whsec_AAAA");
        JsonNode secret = JSON.readTree(plugin.ask(gateway.url(), "test").body());

        assertThat(clock.path("clock_skew_ms").asLong()).isBetween(590_000L, 610_000L);
        assertThat(secret.path("reachable").asBoolean()).isFalse();
        assertThat(secret.path("problem").asText()).isEqualTo("blocked");
    }

    private static HttpResponse<String> raw(String path, String body) throws Exception {
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(java.net.URI.create(gateway.url() + path))
                                .header("Content-Type", "application/json")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private String approved() throws Exception {
        return merchant.approve(merchant.opened(plugin.connectUrl(gateway.url())), "Shop");
    }

    private void connected() throws Exception {
        redeemed(code(approved()));
    }

    private JsonNode redeemed(String code) throws Exception {
        HttpResponse<String> answer = plugin.redeem(gateway.url(), plugin.redeeming(code));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return plugin.connection();
    }

    private static String code(String back) {
        return Merchant.found("[?&]code=([^&]+)", back);
    }
}
