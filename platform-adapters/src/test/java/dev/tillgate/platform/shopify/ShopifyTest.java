package dev.tillgate.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.EmbeddedShop.Checkout;
import dev.tillgate.platform.EmbeddedShop.Place;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.MemoryDrawer;
import dev.tillgate.platform.Platform.Changes;
import dev.tillgate.platform.Platform.Tending;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.platform.ShopEvent.Kind;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.TestSignature;
import dev.tillgate.platform.shopify.ShopBook.Row;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to Shopify. */
class ShopifyTest {
    private static final Money AMOUNT = Money.ofMinor(1230, "EUR");

    private final ShopifyFixture fixture = new ShopifyFixture("2026-10", null);
    private final FakeShopify shop = fixture.shop;
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final MemoryDrawer drawer = new MemoryDrawer();
    private Instant now = Instant.now();
    private final ShopifyPlatform platform = open("https://pay.example/hooks/shops/sto_1");

    private ShopifyPlatform open(String address) {
        return new ShopifyPlatform(
                fixture.settings(),
                new PlatformType.Tools(shop.way(wire), new TestSignature(() -> now), drawer, address, () -> now));
    }

    @AfterEach
    void close() {
        fixture.close();
        wire.close();
    }

    private ShopFact paid(String order) {
        return new ShopFact(order, PaymentId.next(), Standing.PAID, AMOUNT, List.of(), now);
    }

    private Row row(String order) {
        return Objects.requireNonNull(shop.book.rows.get(order));
    }

    // Booking.

    @Test
    void a_waiting_manual_payment_is_captured_in_the_buyers_currency_and_keeps_the_methods_name() {
        String order = fixture.order(AMOUNT);

        assertThat(platform.reconcile(paid(order)))
                .isEqualTo(new Reconciled.Agreed(List.of("platform.shopify.repaired.paid")));

        assertThat(shop.asked).containsExactly("ReadOrder", "ReadOrder", "ClaimOrder", "Capture", "ReadOrder");
        assertThat(row(order).transactions.getLast().path("gateway").asText()).isEqualTo(ShopBook.METHOD);
    }

    @Test
    void without_a_waiting_one_a_manual_payment_is_made_with_the_time_of_ours() {
        String order = fixture.order(AMOUNT);
        row(order).transactions.forEach(one -> one.put("manuallyCapturable", false));
        now = Instant.now().minusSeconds(3600);
        ShopFact fact = paid(order);
        now = Instant.now();

        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);

        assertThat(shop.asked).contains("ManualPayment").doesNotContain("Capture");
        assertThat(Instant.parse(
                        row(order).transactions.getLast().path("processedAt").asText()))
                .isEqualTo(fact.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    }

    @Test
    void a_lost_answer_is_looked_for_before_anything_is_sent_again() {
        String order = fixture.order(AMOUNT);
        ShopFact fact = paid(order);
        shop.loseNextAnswer = true;

        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Later.class);
        assertThat(row(order).completions).isEqualTo(1);

        assertThat(platform.reconcile(fact)).isEqualTo(new Reconciled.Agreed(List.of()));
        assertThat(Collections.frequency(shop.asked, "Capture")).isEqualTo(1);
    }

    @Test
    void after_a_lost_answer_the_next_try_waits_until_shopify_has_surely_finished() {
        String order = fixture.order(AMOUNT);
        ShopFact fact = paid(order);
        shop.loseNextAnswer = true;
        shop.trouble(dev.tillgate.platform.PlatformFixture.Trouble.FORGETFUL);
        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Later.class);
        int captures =
                Collections.frequency(shop.asked, "ManualPayment") + Collections.frequency(shop.asked, "Capture");
        shop.trouble(dev.tillgate.platform.PlatformFixture.Trouble.NONE);

        assertThat(platform.reconcile(fact))
                .isInstanceOfSatisfying(Reconciled.Later.class, later -> assertThat(later.after())
                        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60)));
        assertThat(Collections.frequency(shop.asked, "ManualPayment") + Collections.frequency(shop.asked, "Capture"))
                .isEqualTo(captures);

        now = now.plusSeconds(61);
        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);
        assertThat(row(order).completions).isEqualTo(1);
    }

    @Test
    void two_payments_for_one_order_are_never_both_booked() throws Exception {
        String order = fixture.order(AMOUNT);
        List<ShopFact> facts = List.of(paid(order), paid(order), paid(order), paid(order));
        List<Reconciled> results = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(4)) {
            // Each with its own drawer, as if nothing but Shopify stood between them.
            for (var future : facts.stream()
                    .map(fact -> pool.submit(() -> new ShopifyPlatform(
                                    fixture.settings(),
                                    new PlatformType.Tools(
                                            shop.way(wire),
                                            new TestSignature(() -> now),
                                            new MemoryDrawer(),
                                            "https://pay.example",
                                            () -> now))
                            .reconcile(fact)))
                    .toList()) {
                results.add(future.get());
            }
        }

        assertThat(results.stream().filter(Reconciled.Agreed.class::isInstance)).hasSizeLessThanOrEqualTo(1);
        assertThat(row(order).completions).isLessThanOrEqualTo(1);
        assertThat(row(order).outstanding).isIn("0.00", "12.30");
    }

    @Test
    void a_canceled_order_a_part_paid_one_and_one_paid_in_cash_are_the_merchants_to_settle() {
        String canceled = fixture.order(AMOUNT);
        fixture.cancel(canceled);
        String part = fixture.order(AMOUNT);
        row(part).outstanding = "2.30";
        String cash = fixture.order(AMOUNT);
        fixture.payOtherwise(cash);

        assertThat(reason(platform.reconcile(paid(canceled)))).isEqualTo("platform.shopify.canceled");
        assertThat(reason(platform.reconcile(paid(part)))).isEqualTo("platform.shopify.amount");
        assertThat(reason(platform.reconcile(paid(cash)))).isEqualTo("platform.shopify.paid_otherwise");
        assertThat(shop.asked).containsOnly("ReadOrder");
    }

    private static String reason(Reconciled result) {
        return result instanceof Reconciled.Refused refused ? refused.reason() : result.toString();
    }

    @Test
    void a_gift_card_paid_a_part_and_the_rest_is_ours() {
        String order = fixture.order(Money.ofMinor(2000, "EUR"));
        row(order).outstanding = "12.30";

        assertThat(platform.load(order))
                .isInstanceOfSatisfying(
                        dev.tillgate.platform.OrderReading.Found.class,
                        found -> assertThat(found.order().total()).isEqualTo(AMOUNT));
        assertThat(platform.reconcile(paid(order))).isInstanceOf(Reconciled.Agreed.class);
    }

    @Test
    void a_refund_carries_its_key_and_its_mark_and_one_made_in_shopify_alone_is_named() {
        String order = fixture.order(AMOUNT);
        ShopFact fact = paid(order);
        platform.reconcile(fact);
        OperationId operation = OperationId.next();
        ShopFact back = new ShopFact(
                order,
                fact.payment(),
                Standing.PAID,
                AMOUNT,
                List.of(new Refunded(operation, Money.ofMinor(200, "EUR"), now)),
                now);
        shop.loseNextAnswer = true;

        assertThat(platform.reconcile(back)).isInstanceOf(Reconciled.Later.class);
        assertThat(platform.reconcile(back)).isEqualTo(new Reconciled.Agreed(List.of()));

        assertThat(row(order).refunds).hasSize(1);
        assertThat(row(order).refunds.getFirst().path("note").asText()).contains(operation.value());
        row(order).refunded = "5.00";
        assertThat(reason(platform.reconcile(back))).isEqualTo("platform.shopify.refunded_there_only");
    }

    // Tokens and limits.

    @Test
    void one_token_serves_all_until_it_ends_and_is_then_renewed_once() throws Exception {
        String order = fixture.order(AMOUNT);
        platform.load(order);
        platform.load(order);
        assertThat(shop.grants).containsExactly("client_credentials");

        now = now.plus(Duration.ofHours(24));
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
        String visit = ShopifyJudgeTest.token(FakeShopify.SECRET, FakeShopify.CLIENT_ID, now.getEpochSecond(), "HS256");

        assertThat(platform.welcome("a.b.c")).isEqualTo("platform.shopify.revoked");
        assertThat(platform.welcome(visit)).isEmpty();
        assertThat(platform.load("1")).isInstanceOf(dev.tillgate.platform.OrderReading.Missing.class);
        now = now.plusSeconds(3550);
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

        assertThat(platform.reconcile(paid(order))).isInstanceOf(Reconciled.Later.class);
    }

    @Test
    void a_bucket_that_is_nearly_empty_is_left_to_fill() {
        String order = fixture.order(AMOUNT);
        shop.pointsLeft = 10;
        platform.load(order);
        int asked = shop.asked.size();

        assertThat(platform.load(order)).isInstanceOf(dev.tillgate.platform.OrderReading.Later.class);
        assertThat(shop.asked).hasSize(asked);
        now = now.plusSeconds(3);
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
        now = now.plusSeconds(86_399 - 60);
        assertThat(drawer.claim(ShopifyTokens.NAME, Duration.ofMinutes(1))).isTrue();

        assertThat(platform.load(fixture.order(AMOUNT))).isInstanceOf(dev.tillgate.platform.OrderReading.Found.class);
    }

    @Test
    void scopes_that_are_missing_are_named() {
        shop.errorCode = "ACCESS_DENIED";

        assertThat(reason(platform.reconcile(paid(fixture.order(AMOUNT))))).isEqualTo("platform.shopify.scopes");
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
                "shop/redact | {\"shop_id\":1} | PERSONAL_DATA_ERASED |"
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
        assertThat(platform.read(
                        new dev.tillgate.provider.InboundRequest("POST", request.path(), null, headers, card, now)))
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
        assertThat(open("http://127.0.0.1/hooks").tend().broken()).contains("platform.shopify.no_https");
    }

    @Test
    void changed_orders_are_listed_oldest_first_and_only_ours() {
        Instant since = now.minusSeconds(600);
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            mine.add(fixture.order(AMOUNT));
            row(mine.getLast()).updatedAt = since.plusSeconds(i);
        }
        fixture.orderNotOffered(AMOUNT);

        Changes all = platform.changedSince(since, 200);
        assertThat(all.references()).containsExactlyElementsOf(mine);
        assertThat(all.until()).isBefore(now);
        Changes some = platform.changedSince(since, 50);
        assertThat(some.references()).hasSize(50);
        assertThat(some.until()).isEqualTo(since.plusSeconds(49));
    }

    // The pages of the shop.

    @Test
    void the_order_of_a_checkout_is_found_by_its_token_and_by_nothing_else() {
        String order = fixture.order(AMOUNT);

        assertThat(platform.order(row(order).checkoutToken)).isEqualTo(new Checkout.Order(order));
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
                .put("exp", now.getEpochSecond() + 300)
                .put("nbf", now.getEpochSecond());
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
