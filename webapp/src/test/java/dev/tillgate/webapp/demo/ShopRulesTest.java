package dev.tillgate.webapp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.money.Money;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.webapp.demo.ShopOrder.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What any shop has to get right. */
class ShopRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final Cart TEA = Cart.EMPTY.with(Article.TEA, 1);

    private TestDatabase database;
    private ShopOrders orders;

    @BeforeEach
    void open() {
        database = TestDatabase.open();
        orders = new ShopOrders(database.dataSource());
        Money zero = Money.ofMinor(0, "EUR");
        orders.insert(new ShopOrder(
                "D-1", TEA, TEA.total("EUR"), false, 1, Status.UNPAID, zero, zero, 0, null, null, NOW, NOW));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void callbacks_count_once_and_an_older_one_does_not_undo_a_newer_one() {
        orders.receive(callback("evt_3", 3, "paid", 1280, 1280, 500), NOW);
        orders.receive(callback("evt_2", 2, "paid", 1280, 1280, 0), NOW);
        orders.receive(callback("evt_3", 3, "paid", 1280, 1280, 500), NOW);

        ShopOrder order = orders.find("D-1").orElseThrow();
        assertThat(order.status()).isEqualTo(Status.PAID);
        assertThat(order.refunded()).isEqualTo(Money.ofMinor(500, "EUR"));
        assertThat(orders.received("D-1"))
                .extracting(ShopOrders.Received::sequence)
                .containsExactly(2L, 3L);
    }

    @Test
    void an_amount_that_does_not_fit_is_never_paid() {
        orders.receive(callback("evt_1", 1, "paid", 1, 1, 0), NOW);

        assertThat(orders.find("D-1").orElseThrow().status()).isEqualTo(Status.QUESTIONABLE);
    }

    @Test
    void a_callback_for_an_unknown_order_is_not_taken() {
        Callback other = read("D-2", "evt_1", 1, "paid", new long[] {1280, 1280, 0});

        assertThat(orders.receive(other, NOW)).isEmpty();
    }

    @Test
    void the_shared_signature_is_checked_over_the_raw_bytes_and_by_age() {
        // The example of the Standard Webhooks specification's own libraries.
        List<String> secrets = List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature",
                        "v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        Instant then = Instant.ofEpochSecond(1614265330);

        assertThat(StandardWebhook.isGenuine(headers, body, secrets, then)).isTrue();
        assertThat(StandardWebhook.isGenuine(headers, body, secrets, then.plus(Duration.ofMinutes(6))))
                .isFalse();
        assertThat(StandardWebhook.isGenuine(headers, "{\"test\": 2}".getBytes(StandardCharsets.UTF_8), secrets, then))
                .isFalse();
        assertThat(StandardWebhook.isGenuine(headers, body, List.of("whsec_bm9uc2Vuc2U="), then))
                .isFalse();
        assertThat(StandardWebhook.isGenuine(Map.of(), body, secrets, then)).isFalse();
    }

    @Test
    void a_cart_survives_its_cookie_and_ignores_nonsense() {
        Cart cart = Cart.EMPTY.with(Article.TEA, 2).with(Article.LAMP, 1);

        assertThat(Cart.parse(cart.toString())).isEqualTo(cart);
        assertThat(Cart.parse("tea.-1_x.9_lamp.99999_cup._.")).isEqualTo(Cart.EMPTY);
        assertThat(cart.total("JPY")).isEqualTo(Money.ofMinor(14700, "JPY"));
    }

    private static Callback callback(
            String event, long sequence, String status, long amount, long collected, long refunded) {
        return read("D-1", event, sequence, status, new long[] {amount, collected, refunded});
    }

    private static Callback read(String order, String event, long sequence, String status, long[] sums) {
        Map<String, Object> data = Map.of(
                "order_reference",
                order,
                "order_revision",
                1,
                "payment_id",
                "pay_1",
                "status",
                status,
                "currency",
                "EUR",
                "amount_minor",
                sums[0],
                "captured_minor",
                sums[1],
                "refunded_minor",
                sums[2]);
        return Callback.read(new ObjectMapper()
                .valueToTree(Map.of("id", event, "sequence", sequence, "type", "payment.paid", "data", data)));
    }
}
