package dev.tillgate.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.MemoryDrawer;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform.Changes;
import dev.tillgate.platform.Platform.Tending;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.TestSignature;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular about WooCommerce's REST interface. */
class WooRestTest {
    private static final String ADDRESS = "https://pay.example/hooks/shops/sto_test";
    private final FakeWooShop shop = new FakeWooShop(false);
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final List<String> sent = new ArrayList<>();
    private final RestDoor platform = opened(Map.of());

    @AfterEach
    void close() {
        shop.close();
        wire.close();
    }

    /** The shop behind something that speaks TLS: we see https, PHP sees that it was. */
    private Exchange.Answer throughTls(Exchange.Ask ask) throws java.io.IOException {
        sent.add(ask.url() + " " + ask.headers().getOrDefault("Authorization", "-"));
        Map<String, String> headers = new LinkedHashMap<>(ask.headers());
        if (ask.url().startsWith("https:")) {
            headers.put("X-Forwarded-Proto", "https");
        }
        String url = ask.url().replace("https://shop.example", shop.home());
        return wire.send(new Exchange.Ask(ask.method(), url, headers, ask.body()));
    }

    private RestDoor opened(Map<String, String> others) {
        Map<String, String> settings =
                new HashMap<>(new WooRestFixture(shop).settings().values());
        settings.putAll(others);
        return new RestDoor(
                new Settings(settings),
                new PlatformType.Tools(
                        this::throughTls,
                        new TestSignature(InstantSource.system()),
                        new MemoryDrawer(),
                        ADDRESS,
                        InstantSource.system()));
    }

    private RestDoor secure() {
        return opened(Map.of(WooCommerce.ROOT, "https://shop.example/wp-json"));
    }

    @Test
    void over_tls_the_keys_are_in_the_header_and_over_http_they_never_travel() {
        String order = order("12.30", "EUR");

        assertThat(secure().load(order)).isInstanceOf(OrderReading.Found.class);
        assertThat(platform.load(order)).isInstanceOf(OrderReading.Found.class);

        assertThat(sent.get(0)).contains("Basic ").doesNotContain("consumer_secret");
        assertThat(sent.get(1)).contains("oauth_signature=").endsWith(" -").doesNotContain(FakeWooShop.SECRET);
    }

    @Test
    void a_host_that_drops_the_header_gets_the_keys_in_the_query_and_is_remembered() {
        shop.dropAuthorization();
        String order = order("12.30", "EUR");
        RestDoor platform = secure();

        assertThat(platform.load(order)).isInstanceOf(OrderReading.Found.class);
        assertThat(platform.load(order)).isInstanceOf(OrderReading.Found.class);

        assertThat(sent).hasSize(3);
    }

    /** The base string of RFC 5849, section 3.4.1.1, less what only forms have. */
    @Test
    void what_is_signed_is_what_the_standard_says() {
        String text = OAuth1.text(
                "GET",
                "http://example.com/request",
                Map.of("b5", "=%3D", "a3", "a", "c@", "", "a2", "r b", "oauth_nonce", "7d8f3e4a"));

        assertThat(text)
                .isEqualTo("GET&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3Da%26b5%3D%253D%25253D"
                        + "%26c%2540%3D%26oauth_nonce%3D7d8f3e4a");
    }

    @Test
    void an_amount_is_read_as_the_order_has_it_whatever_the_shop_shows() {
        shop.book.decimals(0);
        assertThat(total(order("64.753", "KWD"))).isEqualTo(Money.ofMinor(64_753, "KWD"));
        shop.book.decimals(4);
        assertThat(total(order("64.75", "EUR"))).isEqualTo(Money.ofMinor(6_475, "EUR"));
        assertThat(platform.load(order("64.7528", "EUR")))
                .isInstanceOfSatisfying(OrderReading.Refused.class, no -> assertThat(no.reason())
                        .isEqualTo("platform.woocommerce.refused.decimals"));
        assertThat(platform.load(order("64.75", "JPY"))).isInstanceOf(OrderReading.Refused.class);
        assertThat(platform.load(order("1", "BTC")))
                .isInstanceOfSatisfying(OrderReading.Refused.class, no -> assertThat(no.reason())
                        .isEqualTo("platform.woocommerce.refused.currency_unknown"));
    }

    @Test
    void the_buyer_goes_back_to_the_shops_own_pages() {
        String order = order("12.30", "EUR");

        assertThat(platform.load(order)).isInstanceOfSatisfying(OrderReading.Found.class, found -> {
            assertThat(found.order().buyer().returnUrl())
                    .isEqualTo(shop.home() + "/checkout/order-received/" + order + "/?key=wc_order_" + order);
            assertThat(found.order().buyer().cancelUrl()).contains("/order-pay/" + order);
            assertThat(found.order().description()).isEqualTo("#" + order);
        });
    }

    @Test
    void goods_that_need_no_work_are_completed_and_others_are_in_process() {
        String ebook = order("9.99", "EUR");
        row(ebook).virtual = true;
        shop.book.status(row(ebook), "on-hold");
        String lamp = order("9.99", "EUR");
        shop.book.status(row(lamp), "on-hold");

        assertThat(platform.reconcile(paid(ebook, 999))).isInstanceOf(Reconciled.Agreed.class);
        assertThat(platform.reconcile(paid(lamp, 999))).isInstanceOf(Reconciled.Agreed.class);

        assertThat(row(ebook).status).isEqualTo("completed");
        assertThat(row(lamp).status).isEqualTo("processing");
    }

    @Test
    void a_canceled_order_that_was_paid_is_taken_up_with_a_note() {
        String order = order("9.99", "EUR");
        shop.book.status(row(order), "cancelled");
        ShopFact fact = paid(order, 999);

        assertThat(platform.reconcile(fact))
                .isEqualTo(new Reconciled.Agreed(List.of("platform.woocommerce.repaired.lifted")));

        assertThat(row(order).notes)
                .singleElement()
                .asString()
                .contains(fact.payment().value());
        assertThat(platform.reconcile(fact)).isEqualTo(new Reconciled.Agreed(List.of()));
        assertThat(row(order).notes).hasSize(1);
    }

    @Test
    void a_failed_order_and_a_draft_are_paid_too() {
        for (String status : List.of("failed", "checkout-draft")) {
            String order = order("9.99", "EUR");
            shop.book.status(row(order), status);

            assertThat(platform.reconcile(paid(order, 999))).as(status).isInstanceOf(Reconciled.Agreed.class);
            assertThat(row(order).status).isEqualTo("processing");
        }
    }

    @Test
    void an_order_in_the_trash_or_refunded_by_hand_is_never_touched() {
        for (String status : List.of("trash", "refunded")) {
            String order = order("9.99", "EUR");
            shop.book.status(row(order), status);

            assertThat(platform.reconcile(paid(order, 999))).as(status).isInstanceOf(Reconciled.Refused.class);
            assertThat(row(order).status).isEqualTo(status);
            assertThat(row(order).transaction).isEmpty();
        }
        assertThat(shop.requests()).noneMatch(request -> !request.startsWith("GET"));
    }

    @Test
    void while_an_answer_is_missing_the_shops_timer_cannot_cancel_the_order_and_later_it_can() {
        String order = order("9.99", "EUR");

        assertThat(platform.reconcile(fact(order, Standing.IN_DOUBT)))
                .isEqualTo(new Reconciled.Agreed(List.of("platform.woocommerce.repaired.held")));
        assertThat(row(order).status).isEqualTo("on-hold");
        assertThat(platform.reconcile(fact(order, Standing.ENDED)))
                .isEqualTo(new Reconciled.Agreed(List.of("platform.woocommerce.repaired.let_go")));
        assertThat(row(order).status).isEqualTo("pending");
    }

    @Test
    void what_somebody_else_put_on_hold_stays_on_hold() {
        String order = order("9.99", "EUR");
        shop.book.status(row(order), "on-hold");

        assertThat(platform.reconcile(fact(order, Standing.ENDED))).isEqualTo(new Reconciled.Agreed(List.of()));

        assertThat(row(order).status).isEqualTo("on-hold");
    }

    @Test
    void reserved_money_puts_the_order_on_hold_with_our_transaction() {
        String order = order("9.99", "EUR");
        ShopFact fact = fact(order, Standing.AUTHORIZED);

        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);

        assertThat(row(order).status).isEqualTo("on-hold");
        assertThat(row(order).transaction).isEqualTo(fact.payment().value());
    }

    @Test
    void a_refund_is_booked_once_and_the_shop_moves_no_money() {
        String order = order("9.99", "EUR");
        ShopFact fact = paid(order, 999, 100, 100);

        for (int i = 0; i < 3; i++) {
            assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);
        }

        assertThat(row(order).refunds).hasSize(2);
        assertThat(shop.book.moneyMoved()).isZero();
        assertThat(row(order).refunds.get(0).meta())
                .containsEntry(Refunds.MARK, fact.refunds().get(0).refund().value());
    }

    @Test
    void a_refund_that_somebody_has_booked_by_hand_is_not_booked_again() throws Exception {
        String order = order("9.99", "EUR");
        platform.reconcile(paid(order, 999));
        shop.book.refund(row(order), json("{\"amount\":\"1.00\",\"reason\":\"by hand\",\"api_refund\":false}"));

        assertThat(platform.reconcile(withTransactionOf(order, paid(order, 999, 100))))
                .isEqualTo(new Reconciled.Agreed(List.of()));

        assertThat(row(order).refunds).hasSize(1);
    }

    @Test
    void a_refund_that_two_have_booked_at_the_same_time_goes_again() throws Exception {
        String order = order("9.99", "EUR");
        ShopFact fact = paid(order, 999, 100, 200);
        platform.reconcile(new ShopFact(
                order,
                fact.payment(),
                Standing.PAID,
                fact.paid(),
                fact.refunds().subList(0, 1),
                fact.at()));
        String mark = fact.refunds().get(0).refund().value();
        shop.book.refund(
                row(order),
                json("{\"amount\":\"1.00\",\"api_refund\":false,\"meta_data\":[{\"key\":\"" + Refunds.MARK
                        + "\",\"value\":\"" + mark + "\"}]}"));

        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);

        assertThat(WooBook.refunded(row(order))).isEqualByComparingTo("3.00");
    }

    @Test
    void a_refund_above_what_the_shop_has_left_is_the_merchants_to_settle() throws Exception {
        String order = order("9.99", "EUR");
        platform.reconcile(paid(order, 999));
        shop.book.refund(row(order), json("{\"amount\":\"9.00\",\"api_refund\":false}"));

        assertThat(platform.reconcile(withTransactionOf(order, paid(order, 999, 500))))
                .isInstanceOfSatisfying(Reconciled.Refused.class, no -> assertThat(no.reason())
                        .isEqualTo("platform.woocommerce.refused.refund_unwilling"));
    }

    @Test
    void webhooks_are_made_with_our_secret_switched_on_again_made_anew_and_never_double() {
        assertThat(platform.tend()).isEqualTo(mended("webhook_made"));
        assertThat(shop.webhooks().values())
                .extracting(webhook -> webhook.path("topic").asText())
                .containsExactlyInAnyOrderElementsOf(ShopWebhooks.TOPICS);
        assertThat(shop.webhooks().values())
                .allMatch(webhook -> webhook.path("delivery_url").asText().equals(ADDRESS)
                        && !webhook.path("secret").asText().isEmpty());
        assertThat(platform.tend()).isEqualTo(Tending.FINE);

        shop.webhooks().get(1L).put("status", "disabled");
        assertThat(platform.tend()).isEqualTo(mended("webhook_on"));
        assertThat(shop.webhooks().get(1L).path("status").asText()).isEqualTo("active");

        shop.webhooks().remove(2L);
        assertThat(platform.tend()).isEqualTo(mended("webhook_made"));

        shop.webhooks().put(99L, shop.webhooks().get(1L).deepCopy().put("id", 99));
        assertThat(platform.tend()).isEqualTo(mended("webhook_double"));
        assertThat(shop.webhooks()).hasSize(4);
    }

    @Test
    void a_user_who_may_not_make_webhooks_is_named() {
        shop.forbidWebhooks();

        assertThat(platform.tend().broken()).containsExactly("platform.woocommerce.refused.locked");
        assertThat(platform.prove()).contains("platform.woocommerce.refused.locked");
    }

    @Test
    void keys_that_open_nothing_are_found_out_before_they_are_kept() {
        assertThat(platform.prove()).isEmpty();
        assertThat(opened(Map.of(WooCommerce.SECRET, "cs_" + "0".repeat(40))).prove())
                .contains("platform.woocommerce.refused.locked");
    }

    @Test
    void what_has_changed_is_listed_oldest_first_and_nothing_falls_between() {
        Instant begin = Instant.now().minusSeconds(1_000);
        for (int i = 0; i < 130; i++) {
            row(order("1.00", "EUR")).modified = begin.plusSeconds(i / 10);
        }

        Changes first = platform.changedSince(begin, 45);
        Changes rest = platform.changedSince(first.until(), 1_000);

        assertThat(first.references()).hasSize(45);
        assertThat(rest.references()).hasSizeBetween(80, 110);
        List<String> all = new ArrayList<>(first.references());
        all.addAll(rest.references());
        assertThat(all.stream().distinct()).hasSize(130);
        assertThat(platform.changedSince(rest.until(), 1_000).until()).isEqualTo(rest.until());
    }

    private static Tending mended(String what) {
        return new Tending(List.of("platform.woocommerce.mended." + what), List.of());
    }

    private String order(String total, String currency) {
        return Long.toString(shop.book.add(total, currency, WooCommerce.GATEWAY).id);
    }

    private WooBook.Row row(String reference) {
        return java.util.Objects.requireNonNull(shop.book.find(Long.parseLong(reference)));
    }

    private Money total(String order) {
        return ((OrderReading.Found) platform.load(order)).order().total();
    }

    private static ShopFact fact(String order, Standing standing) {
        return new ShopFact(order, PaymentId.next(), standing, Money.ofMinor(0, "EUR"), List.of(), Instant.now());
    }

    private static ShopFact paid(String order, long minor, long... refunds) {
        List<Refunded> back = new ArrayList<>();
        for (long refund : refunds) {
            back.add(new Refunded(OperationId.next(), Money.ofMinor(refund, "EUR"), Instant.now()));
        }
        return new ShopFact(order, PaymentId.next(), Standing.PAID, Money.ofMinor(minor, "EUR"), back, Instant.now());
    }

    /** The same, by the payment that the order is paid with. */
    private ShopFact withTransactionOf(String order, ShopFact fact) {
        return new ShopFact(
                order, new PaymentId(row(order).transaction), fact.standing(), fact.paid(), fact.refunds(), fact.at());
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) throws java.io.IOException {
        return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    }
}
