package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.shop.ShopSession.Kind;
import dev.tillgate.flow.shop.ShopSession.Status;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.TakeSession.Taken;
import dev.tillgate.platform.shopify.FakePayments;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The same wire when things go wrong: too early, repeated, at once, lost, down for a day, for a test, about others. */
class PaymentsStoryTest extends PaymentsWire {
    PaymentsStoryTest() throws IOException {
        super(new FakePayments(null), "2026-10");
    }

    @Test
    void nothing_is_told_before_shopify_can_have_our_answer() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(Duration.ofSeconds(4));
        assertThat(shopify.asked).doesNotContain("PaymentResolve");
        assertThat(scene.onward(GROUP)).isEmpty();

        scene.passes(Duration.ofSeconds(20));
        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
    }

    @Test
    void a_request_that_shopify_has_not_finished_is_answered_later() {
        scene.start("pay1", GROUP);
        shopify.payment("pay1").received = false;
        scene.pay("pay1", "card");
        scene.passes(Duration.ofMinutes(5));
        assertThat(shopify.payment("pay1").code).isEmpty();
        assertThat(shopify.asked.stream().filter("PaymentResolve"::equals).count())
                .isGreaterThan(2);

        shopify.payment("pay1").received = true;
        scene.passes(Duration.ofMinutes(31));
        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
    }

    @Test
    void a_session_that_shopify_never_takes_is_shown_to_the_merchant() {
        scene.start("pay1", GROUP);
        shopify.payment("pay1").received = false;
        scene.pay("pay1", "card");
        scene.passes(Duration.ofHours(3));

        assertThat(scene.gateway
                        .guards
                        .troubles(scene.gateway.merchant, scene.gateway.store, null, 5)
                        .getFirst()
                        .reason())
                .isEqualTo("platform.shopify_payments.not_taken");
        assertThat(scene.paymentOf("pay1").status()).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void a_repeated_request_is_the_first_one_also_from_many_sides_at_once() {
        ConcurrentLinkedQueue<Taken> answers = new ConcurrentLinkedQueue<>();
        List<Runnable> posts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            posts.add(() -> answers.add(scene.start("pay1", GROUP)));
        }
        scene.gateway.together(posts);
        answers.add(scene.post(Kind.PAYMENT, shopify.start("pay1", GROUP, Money.ofMinor(99900, "EUR"))));

        assertThat(answers).hasSize(7).containsOnly(new Taken.Pay("https://pay.example/" + scene.payment("pay1")));
        assertThat(scene.file(GROUP).payments()).extracting(Payment::amount).containsExactly(PaymentsScene.AMOUNT);
    }

    @Test
    void a_request_that_died_halfway_is_finished_by_its_repeat() {
        scene.halfway("pay1", GROUP);

        assertThat(scene.start("pay1", GROUP)).isEqualTo(new Taken.Pay("https://pay.example/" + scene.payment("pay1")));
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);
        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
    }

    @Test
    void a_repeat_that_comes_after_a_newer_session_leads_to_the_newer_one() {
        scene.halfway("pay1", GROUP);
        scene.start("pay2", GROUP);

        assertThat(scene.start("pay1", GROUP)).isEqualTo(new Taken.Pay("https://pay.example/" + scene.payment("pay2")));
        scene.pay("pay2", "card");
        scene.passes(A_WHILE);
        assertThat(shopify.payment("pay2").code).isEqualTo("resolved");
        assertThat(shopify.payment("pay1").code).isEqualTo("rejected");
    }

    @Test
    void a_declined_card_and_a_buyer_who_leaves_reject_nothing() {
        scene.start("pay1", GROUP);
        scene.gateway.till.decline(GROUP, true);
        scene.pay("pay1", "card");
        scene.passes(Duration.ofHours(1));
        assertThat(shopify.payment("pay1").code).isEmpty();
        assertThat(scene.onward(GROUP)).contains(FakePayments.cancelUrl("pay1"));

        scene.gateway.till.decline(GROUP, false);
        scene.start("pay2", GROUP);
        scene.pay("pay2", "card");
        scene.passes(A_WHILE);
        assertThat(shopify.payment("pay2").code).isEqualTo("resolved");
        assertThat(shopify.payment("pay1").code).isEqualTo("rejected");
    }

    @Test
    void a_payment_that_runs_out_is_not_rejected_and_late_money_still_counts() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "page");
        scene.passes(Duration.ofDays(4));
        assertThat(scene.paymentOf("pay1").status()).isEqualTo(PaymentStatus.EXPIRED);
        assertThat(shopify.payment("pay1").code).isEmpty();
    }

    @Test
    void a_buyer_who_leaves_with_a_transfer_to_make_has_placed_the_order() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "transfer");
        scene.passes(A_WHILE);
        assertThat(shopify.payment("pay1").code).isEmpty();

        assertThat(scene.onward(GROUP)).contains(FakePayments.nextUrl("pay1"));
        assertThat(shopify.payment("pay1").code).isEqualTo("pending");
        assertThat(scene.onward(GROUP)).contains(FakePayments.nextUrl("pay1"));

        scene.gateway.till.payOnPage(scene.lastAttempt("pay1"));
        scene.passes(Duration.ofDays(1));
        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
        assertThat(shopify.payment("pay1").changes).isEqualTo(2);
    }

    @Test
    void a_transfer_that_never_comes_is_rejected_when_its_time_is_up() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "transfer");
        scene.passes(A_WHILE);
        scene.onward(GROUP);
        scene.passes(Duration.ofDays(4));

        assertThat(scene.paymentOf("pay1").status()).isEqualTo(PaymentStatus.EXPIRED);
        assertThat(shopify.payment("pay1").code).isEqualTo("rejected");
    }

    @Test
    void answers_that_get_lost_tell_it_once() {
        scene.start("pay1", GROUP);
        shopify.lose(3);
        scene.pay("pay1", "card");
        scene.passes(Duration.ofMinutes(20));

        assertThat(shopify.payment("pay1").changes).isEqualTo(1);
        assertThat(scene.session("pay1").status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void a_shop_that_is_down_for_a_day_hears_it_afterwards() {
        scene.start("pay1", GROUP);
        shopify.down(true);
        scene.pay("pay1", "card");
        scene.passes(Duration.ofDays(1));
        shopify.down(false);
        scene.passes(Duration.ofMinutes(70));

        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
    }

    @Test
    void a_second_session_of_a_paid_order_leads_to_what_was_paid() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        Taken second = scene.start("pay2", GROUP);
        assertThat(second).isEqualTo(new Taken.Pay("https://pay.example/" + scene.payment("pay1")));
        scene.passes(A_WHILE);

        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
        assertThat(shopify.payment("pay2").code).isEqualTo("rejected");
        assertThat(scene.gateway.till.charges(GROUP)).isEqualTo(1);
        assertThat(scene.onward(GROUP)).contains(FakePayments.nextUrl("pay1"));
    }

    @Test
    void sessions_of_one_order_at_the_same_time_leave_one_to_pay() {
        List<Runnable> posts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String id = "pay" + i;
            posts.add(() -> scene.start(id, GROUP));
        }
        scene.gateway.together(posts);

        assertThat(scene.file(GROUP).payments().stream().filter(payment -> payment.status() == PaymentStatus.OPEN))
                .hasSize(1);
        Payment open = scene.file(GROUP).payments().stream()
                .filter(payment -> payment.status() == PaymentStatus.OPEN)
                .findFirst()
                .orElseThrow();
        String winner = scene.gateway.handed.ofOrder(scene.gateway.merchant, scene.gateway.store, GROUP).stream()
                .filter(session -> open.id().equals(session.payment()))
                .findFirst()
                .orElseThrow()
                .id();
        scene.pay(winner, "card");
        scene.passes(A_WHILE);
        for (int i = 0; i < 6; i++) {
            assertThat(shopify.payment("pay" + i).code).isEqualTo(winner.equals("pay" + i) ? "resolved" : "rejected");
        }
        assertThat(scene.gateway.till.charges(GROUP)).isEqualTo(1);
    }

    @Test
    void a_refund_made_here_is_shown_to_the_merchant_because_shopify_cannot_be_told() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);
        scene.gateway.refund.run(
                scene.gateway.merchant,
                scene.payment("pay1"),
                Money.ofMinor(300, "EUR"),
                null,
                OnceOnly.unremembered());
        scene.passes(A_WHILE);

        assertThat(scene.gateway
                        .guards
                        .counts(scene.gateway.merchant, scene.gateway.store)
                        .refused())
                .isEqualTo(1);

        scene.refund("ref1", "pay1", 12000);
        scene.passes(A_WHILE);
        assertThat(shopify.state("RefundSession", "ref1").code).isEqualTo("resolved");
    }

    @Test
    void a_test_never_reaches_real_money_and_goods_are_never_sold_for_play_money() {
        var test = shopify.start("pay1", GROUP, PaymentsScene.AMOUNT).put("test", true);
        assertThat(scene.post(Kind.PAYMENT, test)).isInstanceOf(Taken.NotPossibleHere.class);

        scene.gateway.isPractice = true;
        assertThat(scene.start("pay2", GROUP)).isInstanceOf(Taken.NotPossibleHere.class);
        assertThat(scene.gateway.database.number("SELECT COUNT(*) FROM payment"))
                .isZero();
        assertThat(scene.gateway.database.number("SELECT COUNT(*) FROM shop_note"))
                .isEqualTo(1);
    }

    @Test
    void what_is_about_another_shop_or_payment_is_unknown() {
        assertThat(scene.post(Kind.REFUND, shopify.change("RefundSession", "ref1", "nobody", Money.ofMinor(1, "EUR"))))
                .isInstanceOf(Taken.Unknown.class);
        scene.gateway.handed.leave(scene.gateway.merchant, scene.gateway.store);
        assertThat(scene.start("pay1", GROUP)).isInstanceOf(Taken.Unknown.class);
    }

    @Test
    void nothing_personal_is_kept() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);

        for (String table : List.of("shop_session", "shop_order", "payment", "event", "shop_note")) {
            assertThat(scene.gateway.texts("SELECT * FROM " + table))
                    .as(table)
                    .noneMatch(text -> text.contains(FakePayments.MAIL)
                            || text.contains("Secret Street")
                            || text.contains("Seen"));
        }
        assertThat(Optional.ofNullable(scene.file(GROUP).order().buyer().locale()))
                .contains("de");
    }
}
