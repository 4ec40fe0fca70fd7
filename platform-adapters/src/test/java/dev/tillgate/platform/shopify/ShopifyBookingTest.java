package dev.tillgate.platform.shopify;

import static dev.tillgate.platform.shopify.OpenedShopify.AMOUNT;
import static dev.tillgate.platform.shopify.OpenedShopify.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.OperationId;
import dev.tillgate.platform.MemoryDrawer;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.TestSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How what was paid and given back becomes true in Shopify, once. */
class ShopifyBookingTest {
    private final OpenedShopify opened = new OpenedShopify();
    private final ShopifyFixture fixture = opened.fixture;
    private final FakeShopify shop = opened.shop;
    private final ShopifyPlatform platform = opened.platform;

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void a_waiting_manual_payment_is_captured_in_the_buyers_currency_and_keeps_the_methods_name() {
        String order = fixture.order(AMOUNT);

        assertThat(platform.reconcile(opened.paid(order)))
                .isEqualTo(new Reconciled.Agreed(List.of("platform.shopify.repaired.paid")));

        assertThat(shop.asked).containsExactly("ReadOrder", "ReadOrder", "ClaimOrder", "Capture", "ReadOrder");
        assertThat(opened.row(order).transactions.getLast().path("gateway").asText())
                .isEqualTo(ShopBook.METHOD);
    }

    @Test
    void without_a_waiting_one_a_manual_payment_is_made_with_the_time_of_ours() {
        String order = fixture.order(AMOUNT);
        opened.row(order).transactions.forEach(one -> one.put("manuallyCapturable", false));
        opened.now = Instant.now().minusSeconds(3600);
        ShopFact fact = opened.paid(order);
        opened.now = Instant.now();

        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);

        assertThat(shop.asked).contains("ManualPayment").doesNotContain("Capture");
        assertThat(Instant.parse(opened.row(order)
                        .transactions
                        .getLast()
                        .path("processedAt")
                        .asText()))
                .isEqualTo(fact.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    }

    @Test
    void a_lost_answer_is_looked_for_before_anything_is_sent_again() {
        String order = fixture.order(AMOUNT);
        ShopFact fact = opened.paid(order);
        shop.loseNextAnswer = true;

        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Later.class);
        assertThat(opened.row(order).completions).isEqualTo(1);

        assertThat(platform.reconcile(fact)).isEqualTo(new Reconciled.Agreed(List.of()));
        assertThat(Collections.frequency(shop.asked, "Capture")).isEqualTo(1);
    }

    @Test
    void after_a_lost_answer_the_next_try_waits_until_shopify_has_surely_finished() {
        String order = fixture.order(AMOUNT);
        ShopFact fact = opened.paid(order);
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

        opened.now = opened.now.plusSeconds(61);
        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);
        assertThat(opened.row(order).completions).isEqualTo(1);
    }

    @Test
    void two_payments_for_one_order_are_never_both_booked() throws Exception {
        String order = fixture.order(AMOUNT);
        List<ShopFact> facts = List.of(opened.paid(order), opened.paid(order), opened.paid(order), opened.paid(order));
        List<Reconciled> results = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(4)) {
            // Each with its own drawer, as if nothing but Shopify stood between them.
            for (var future : facts.stream()
                    .map(fact -> pool.submit(() -> new ShopifyPlatform(
                                    fixture.settings(),
                                    new PlatformType.Tools(
                                            shop.way(opened.wire),
                                            new TestSignature(() -> opened.now),
                                            new MemoryDrawer(),
                                            "https://pay.example",
                                            () -> opened.now))
                            .reconcile(fact)))
                    .toList()) {
                results.add(future.get());
            }
        }

        assertThat(results.stream().filter(Reconciled.Agreed.class::isInstance)).hasSizeLessThanOrEqualTo(1);
        assertThat(opened.row(order).completions).isLessThanOrEqualTo(1);
        assertThat(opened.row(order).outstanding).isIn("0.00", "12.30");
    }

    @Test
    void a_canceled_order_a_part_paid_one_and_one_paid_in_cash_are_the_merchants_to_settle() {
        String canceled = fixture.order(AMOUNT);
        fixture.cancel(canceled);
        String part = fixture.order(AMOUNT);
        opened.row(part).outstanding = "2.30";
        String cash = fixture.order(AMOUNT);
        fixture.payOtherwise(cash);

        assertThat(reason(platform.reconcile(opened.paid(canceled)))).isEqualTo("platform.shopify.canceled");
        assertThat(reason(platform.reconcile(opened.paid(part)))).isEqualTo("platform.shopify.amount");
        assertThat(reason(platform.reconcile(opened.paid(cash)))).isEqualTo("platform.shopify.paid_otherwise");
        assertThat(shop.asked).containsOnly("ReadOrder");
    }

    @Test
    void a_gift_card_paid_a_part_and_the_rest_is_ours() {
        String order = fixture.order(Money.ofMinor(2000, "EUR"));
        opened.row(order).outstanding = "12.30";

        assertThat(platform.load(order))
                .isInstanceOfSatisfying(
                        dev.tillgate.platform.OrderReading.Found.class,
                        found -> assertThat(found.order().total()).isEqualTo(AMOUNT));
        assertThat(platform.reconcile(opened.paid(order))).isInstanceOf(Reconciled.Agreed.class);
    }

    @Test
    void a_refund_carries_its_key_and_its_mark_and_one_made_in_shopify_alone_is_named() {
        String order = fixture.order(AMOUNT);
        ShopFact fact = opened.paid(order);
        platform.reconcile(fact);
        OperationId operation = OperationId.next();
        ShopFact back = new ShopFact(
                order,
                fact.payment(),
                Standing.PAID,
                AMOUNT,
                List.of(new Refunded(operation, Money.ofMinor(200, "EUR"), opened.now)),
                opened.now);
        shop.loseNextAnswer = true;

        assertThat(platform.reconcile(back)).isInstanceOf(Reconciled.Later.class);
        assertThat(platform.reconcile(back)).isEqualTo(new Reconciled.Agreed(List.of()));

        assertThat(opened.row(order).refunds).hasSize(1);
        assertThat(opened.row(order).refunds.getFirst().path("note").asText()).contains(operation.value());
        opened.row(order).refunded = "5.00";
        assertThat(reason(platform.reconcile(back))).isEqualTo("platform.shopify.refunded_there_only");
    }
}
