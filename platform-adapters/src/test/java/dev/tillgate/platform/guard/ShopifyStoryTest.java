package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Payer;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.OfferPayment;
import dev.tillgate.platform.OfferPayment.Offer;
import dev.tillgate.platform.shopify.ShopBook;
import dev.tillgate.platform.shopify.ShopifyFixture;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of an order of a Shopify shop with the whole gateway behind it, from the checkout to the refund. */
class ShopifyStoryTest {
    private static final Money AMOUNT = Money.ofMinor(1230, "EUR");

    private final ShopifyFixture shop = new ShopifyFixture("2026-10", null);
    private final GuardScene scene;
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final OfferPayment offers;

    ShopifyStoryTest() throws IOException {
        scene = new GuardScene(shop.type());
        offers = new OfferPayment(scene.follow, scene.guards);
    }

    @AfterEach
    void close() {
        scene.close();
        shop.close();
        wire.close();
    }

    private int send(InboundRequest message) throws IOException {
        return wire.send(Exchange.Ask.post(scene.door(scene.store), message.headers(), message.body()))
                .status();
    }

    private Offer offered(String order) {
        Connected connected =
                scene.connections.find(scene.merchant, scene.store).orElseThrow();
        return offers.run(connected, order);
    }

    private List<Payment> payments(String order) {
        return scene.guards
                .file(scene.merchant, scene.store, order)
                .map(OrderFile::payments)
                .map(List::copyOf)
                .orElse(List.of());
    }

    private ShopBook.Row row(String order) {
        return Objects.requireNonNull(shop.shop.book.rows.get(order));
    }

    private void pay(PaymentId payment) {
        scene.start.run(scene.merchant, payment, "card", Payer.UNKNOWN, OnceOnly.unremembered());
    }

    @Test
    void an_order_is_offered_paid_booked_once_and_refunded_in_shopify() throws IOException {
        String order = shop.order(AMOUNT);
        InboundRequest created = shop.message(order);
        assertThat(send(created)).isEqualTo(200);
        assertThat(send(created)).isEqualTo(200);
        scene.work();
        assertThat(payments(order)).hasSize(1);
        Offer offer = offered(order);
        PaymentId payment = payments(order).getFirst().id();
        assertThat(offer).isEqualTo(new Offer.Pay(payment));

        pay(payment);
        assertThat(offered(order)).isEqualTo(new Offer.Settled());
        scene.until(scene.clock.instant().plusSeconds(30));

        assertThat(row(order).paid).isTrue();
        assertThat(row(order).completions).isEqualTo(1);
        assertThat(row(order).metafield).isEqualTo(payment.value());

        scene.refund.run(scene.merchant, payment, Money.ofMinor(230, "EUR"), null, OnceOnly.unremembered());
        scene.until(scene.clock.instant().plus(Duration.ofDays(2)));
        assertThat(row(order).refunded).isEqualTo("2.30");
        assertThat(row(order).completions).isEqualTo(1);
        assertThat(scene.guards.counts(scene.merchant, scene.store).refused()).isZero();
    }

    @Test
    void an_order_whose_webhook_was_lost_is_found_by_asking() throws IOException {
        scene.work();
        String order = shop.order(AMOUNT);
        shop.orderNotOffered(AMOUNT);

        scene.until(scene.clock.instant().plus(Duration.ofMinutes(11)));

        assertThat(payments(order)).hasSize(1);
        assertThat(scene.database.number("SELECT COUNT(*) FROM payment")).isEqualTo(1);
    }

    @Test
    void what_the_shop_sent_of_a_buyer_is_erased_when_it_asks_and_all_of_it_when_it_has_left() throws IOException {
        String forgotten = shop.order(AMOUNT);
        String other = shop.order(AMOUNT);
        send(shop.message(forgotten));
        send(shop.message(other));
        scene.work();
        assertThat(kept()).containsOnly(forgotten, other);

        tells("customers/redact", "{\"orders_to_redact\":[" + forgotten + "]}");
        assertThat(kept()).containsOnly(other);

        tells("shop/redact", "{\"shop_id\":1}");
        assertThat(kept()).isEmpty();
        assertThat(payments(other)).as("for the books").hasSize(1);
    }

    private void tells(String topic, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThat(send(ShopifyFixture.webhook(topic, bytes, "X-Shopify-"))).isEqualTo(200);
        scene.work();
    }

    /** The orders of which something is kept as it was sent. */
    private List<String> kept() {
        return scene.texts("SELECT reference FROM shop_message WHERE request IS NOT NULL");
    }

    @Test
    void many_tabs_webhooks_and_the_block_make_one_payment() throws Exception {
        String order = shop.order(AMOUNT);
        List<Future<Offer>> tabs = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                tabs.add(pool.submit(() -> offered(order)));
            }
            send(shop.message(order));
            scene.work();
        }
        assertThat(payments(order)).hasSize(1);
        Offer pay = new Offer.Pay(payments(order).getFirst().id());
        for (Future<Offer> tab : tabs) {
            // Who came while the first token was fetched asks again.
            assertThat(tab.get()).matches(offer -> offer.equals(pay) || offer instanceof Offer.Wait);
        }
        assertThat(offered(order)).isEqualTo(pay);
    }

    @Test
    void a_changed_order_has_a_new_payment_and_a_canceled_one_none() throws IOException {
        String order = shop.order(AMOUNT);
        PaymentId first = ((Offer.Pay) offered(order)).payment();
        shop.change(order, Money.ofMinor(1500, "EUR"));

        PaymentId second = ((Offer.Pay) offered(order)).payment();
        assertThat(second).isNotEqualTo(first);

        shop.cancel(order);
        send(shop.message(order));
        scene.work();
        assertThat(payments(order)).extracting(Payment::status).doesNotContain(PaymentStatus.OPEN);
        assertThat(offered(order)).isEqualTo(new Offer.Nothing());
    }

    @Test
    void a_payment_that_ran_out_is_replaced_while_shopify_still_waits() {
        String order = shop.order(AMOUNT);
        PaymentId first = ((Offer.Pay) offered(order)).payment();
        scene.until(scene.clock.instant().plus(Duration.ofHours(25)));
        assertThat(payments(order).getFirst().status()).isEqualTo(PaymentStatus.EXPIRED);

        Offer again = offered(order);

        assertThat(again).isInstanceOfSatisfying(Offer.Pay.class, pay -> assertThat(pay.payment())
                .isNotEqualTo(first));
        assertThat(offered(order)).isEqualTo(again);
    }

    @Test
    void an_order_for_another_method_or_not_visible_yet_is_not_offered() {
        assertThat(offered(shop.orderNotOffered(AMOUNT))).isEqualTo(new Offer.Nothing());
        assertThat(offered("123456789")).isInstanceOf(Offer.Wait.class);
        String order = shop.order(AMOUNT);
        shop.trouble(dev.tillgate.platform.PlatformFixture.Trouble.DOWN);
        assertThat(offered(order)).isInstanceOf(Offer.Wait.class);
    }
}
