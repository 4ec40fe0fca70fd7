package dev.tillgate.platform.shopify;

import static dev.tillgate.platform.shopify.OpenedShopify.AMOUNT;
import static dev.tillgate.platform.shopify.OpenedShopify.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.platform.EmbeddedShop.Checkout;
import dev.tillgate.platform.EmbeddedShop.Place;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.Platform.Changes;
import dev.tillgate.platform.Platform.Tending;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.platform.ShopEvent.Kind;
import dev.tillgate.provider.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to Shopify, besides booking. */
class ShopifyTest {
    private final OpenedShopify opened = new OpenedShopify();
    private final ShopifyFixture fixture = opened.fixture;
    private final FakeShopify shop = opened.shop;
    private final ShopifyPlatform platform = opened.platform;

    @AfterEach
    void close() {
        opened.close();
    }

    // Tokens and limits.

    @Test
    void one_token_serves_all_until_it_ends_and_is_then_renewed_once() throws Exception {
        String order = fixture.order(AMOUNT);
        platform.load(order);
        platform.load(order);
        assertThat(shop.grants).containsExactly("client_credentials");

        opened.now = opened.now.plus(Duration.ofHours(24));
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                pool.submit(() -> platform.load(order));
            }
        }
        assertThat(shop.grants).containsExactly("client_credentials", "client_credentials");
    }

    @Test
    void a_visit_of_the_merchant_brings_a_token_that_is_refreshed_before_it_ends() {
        shop.credentialsGood = false;
        shop.tokenSeconds = 3600;
        String visit =
                ShopifyJudgeTest.token(FakeShopify.SECRET, FakeShopify.CLIENT_ID, opened.now.getEpochSecond(), "HS256");

        assertThat(platform.welcome("a.b.c")).isEqualTo("platform.shopify.revoked");
        assertThat(platform.welcome(visit)).isEmpty();
        assertThat(platform.load("1")).isInstanceOf(dev.tillgate.platform.OrderReading.Missing.class);
        opened.now = opened.now.plusSeconds(3550);
        assertThat(platform.load("1")).isInstanceOf(dev.tillgate.platform.OrderReading.Missing.class);

        assertThat(shop.grants)
                .containsExactly(
                        "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange", "refresh_token");
    }

    @Test
    void a_token_that_shopify_forgot_is_replaced_at_once() {
        String order = fixture.order(AMOUNT);
        platform.load(order);
        synchronized (shop) {
            shop.tokens.clear();
        }

        assertThat(platform.load(order)).isInstanceOf(dev.tillgate.platform.OrderReading.Found.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"THROTTLED", "INTERNAL_SERVER_ERROR", "TIMEOUT", "WHAT_IS_THIS"})
    void errors_with_status_200_are_never_taken_for_an_answer(String code) {
        String order = fixture.order(AMOUNT);
        shop.errorCode = code;

        assertThat(platform.reconcile(opened.paid(order))).isInstanceOf(Reconciled.Later.class);
    }

    @Test
    void a_bucket_that_is_nearly_empty_is_left_to_fill() {
        String order = fixture.order(AMOUNT);
        shop.pointsLeft = 10;
        platform.load(order);
        int asked = shop.asked.size();

        assertThat(platform.load(order)).isInstanceOf(dev.tillgate.platform.OrderReading.Later.class);
        assertThat(shop.asked).hasSize(asked);
        opened.now = opened.now.plusSeconds(3);
        assertThat(platform.load(order)).isInstanceOf(dev.tillgate.platform.OrderReading.Found.class);
    }

    @Test
    void what_is_dearest_is_less_than_what_is_waited_for() {
        // By Shopify's rule: one point an object, lists by what could be asked for.
        int order = 1 + 3 * 2 + 1 + 30 * 4 + 30 * 3 + 20 * 3;

        assertThat(Documents.READ_ORDER).contains("transactions(first: 30)", "refunds(first: 30)", "(first: 20)");
        assertThat(order).isLessThan(300);
    }

    @Test
    void a_token_that_is_being_renewed_early_still_serves() {
        platform.load(fixture.order(AMOUNT));
        opened.now = opened.now.plusSeconds(86_399 - 60);
        assertThat(opened.drawer.claim(ShopifyTokens.NAME, Duration.ofMinutes(1)))
                .isTrue();

        assertThat(platform.load(fixture.order(AMOUNT))).isInstanceOf(dev.tillgate.platform.OrderReading.Found.class);
    }

    @Test
    void scopes_that_are_missing_are_named() {
        shop.errorCode = "ACCESS_DENIED";

        assertThat(reason(platform.reconcile(opened.paid(fixture.order(AMOUNT)))))
                .isEqualTo("platform.shopify.scopes");
    }

    // Webhooks, tending, polling.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders/create | {\"id\":820982911946154508} | ORDER_CHANGED | 820982911946154508",
                "orders/edited | {\"order_edit\":{\"order_id\":9007199254740993}} | ORDER_CHANGED | 9007199254740993",
                "orders/delete | {\"id\":7} | ORDER_DELETED | 7",
                "refunds/create | {\"id\":5,\"order_id\":7,\"note\":\"wrong size\"} | REFUNDED_BY_HAND | 7",
                "refunds/create | {\"id\":5,\"order_id\":7,\"note\":\"Tillgate op_1\"} | ORDER_CHANGED | 7",
                "app/uninstalled | {\"id\":1} | DISCONNECTED |",
                "customers/data_request | {\"orders_requested\":[7]} | PERSONAL_DATA_ASKED | 7",
                "customers/redact | {\"orders_to_redact\":[7]} | PERSONAL_DATA_ERASED | 7",
                "shop/redact | {\"shop_id\":1} | SHOP_DATA_ERASED |"
            })
    void a_webhook_says_where_to_look(String topic, String body, Kind kind, String reference) {
        Inbound read =
                platform.read(ShopifyFixture.webhook(topic, body.getBytes(StandardCharsets.UTF_8), "X-Shopify-"));

        assertThat(read).isInstanceOfSatisfying(Inbound.Verified.class, verified -> assertThat(verified.events())
                .extracting(ShopEvent::kind, ShopEvent::reference)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(kind, reference)));
    }

    @Test
    void a_webhook_of_another_shop_or_about_other_methods_changes_nothing() {
        byte[] card = "{\"id\":7,\"payment_gateway_names\":[\"shopify_payments\"]}".getBytes(StandardCharsets.UTF_8);
        assertThat(platform.read(ShopifyFixture.webhook("orders/create", card, "shopify-")))
                .isInstanceOf(Inbound.Ignored.class);
        var request = ShopifyFixture.webhook("orders/create", card, "X-Shopify-");
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put("X-Shopify-Shop-Domain", "other.myshopify.com");
        assertThat(platform.read(new dev.tillgate.provider.InboundRequest(
                        "POST", request.path(), null, headers, card, opened.now)))
                .isInstanceOf(Inbound.Rejected.class);
    }

    @Test
    void webhooks_that_shopify_has_deleted_are_made_again_without_personal_fields() {
        assertThat(platform.tend()).isEqualTo(new Tending(List.of("platform.shopify.repaired.webhooks"), List.of()));
        assertThat(platform.tend()).isEqualTo(Tending.FINE);
        shop.book.subscriptions.removeFirst();
        assertThat(platform.tend().mended()).containsExactly("platform.shopify.repaired.webhooks");
        assertThat(shop.book.subscriptions).hasSize(Webhooks.SUBSCRIPTIONS.size());

        shop.scopes = java.util.Set.of("read_orders");
        assertThat(platform.tend().broken()).containsExactly("platform.shopify.scopes");
        assertThat(opened.open("http://127.0.0.1/hooks").tend().broken()).contains("platform.shopify.no_https");
    }

    @Test
    void changed_orders_are_listed_oldest_first_and_only_ours() {
        Instant since = opened.now.minusSeconds(600);
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            mine.add(fixture.order(AMOUNT));
            opened.row(mine.getLast()).updatedAt = since.plusSeconds(i);
        }
        fixture.orderNotOffered(AMOUNT);

        Changes all = platform.changedSince(since, 200);
        assertThat(all.references()).containsExactlyElementsOf(mine);
        assertThat(all.until()).isBefore(opened.now);
        Changes some = platform.changedSince(since, 50);
        assertThat(some.references()).hasSize(50);
        assertThat(some.until()).isEqualTo(since.plusSeconds(49));
    }

    // The pages of the shop.

    @Test
    void the_order_of_a_checkout_is_found_by_its_token_and_by_nothing_else() {
        String order = fixture.order(AMOUNT);

        assertThat(platform.order(opened.row(order).checkoutToken)).isEqualTo(new Checkout.Order(order));
        for (String other : List.of("chk00000000", "' OR id:1", "x", "chk" + order + "'")) {
            assertThat(platform.order(other)).as(other).isInstanceOf(Checkout.NotYet.class);
        }
    }

    @Test
    void a_buyers_token_opens_the_checkout_and_never_the_administration() {
        var claims = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("dest", FakeShopify.SHOP)
                .put("aud", FakeShopify.CLIENT_ID)
                .put("exp", opened.now.getEpochSecond() + 300)
                .put("nbf", opened.now.getEpochSecond());
        String token = ShopifyJudgeTest.token(FakeShopify.SECRET, claims, "HS256");

        assertThat(platform.isGenuine(Place.CHECKOUT, token)).isTrue();
        assertThat(platform.isGenuine(Place.ADMINISTRATION, token)).isFalse();
        assertThat(platform.frameAncestors()).isEqualTo("https://" + FakeShopify.SHOP + " https://admin.shopify.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example.com",
                "myshopify.com",
                "a.myshopify.com.evil.test",
                "https://a.myshopify.com",
                "a.myshopify.com/x",
                "-a.myshopify.com",
                "a b.myshopify.com",
                "a.b.myshopify.com",
                ""
            })
    void what_is_no_name_of_a_shop_at_shopify_is_refused(String name) {
        assertThat(ShopDomain.isValid(name)).isFalse();
    }

    @Test
    void settings_are_checked_when_they_are_saved() {
        Map<String, String> good = ShopifyFixture.settings("2026-10").values();
        assertThat(Shopify.TYPE.settings())
                .allSatisfy(field -> assertThat(field.check().apply(good.getOrDefault(field.name(), "Tillgate")))
                        .isEmpty());
        assertThat(Shopify.TYPE.check().apply(new Settings(good))).isEmpty();
    }
}
