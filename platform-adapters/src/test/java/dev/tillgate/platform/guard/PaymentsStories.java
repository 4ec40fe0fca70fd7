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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What Shopify hands over, from the buyer's click to the refund, with the whole gateway behind it: real storage, real
 * HTTP, Shopify answering as strictly as it does. Run plainly, and on both published schemas.
 */
abstract class PaymentsStories {
    private static final String GROUP = "rZNvy+1jH6Z+BcPqA5U5BSIcnUavBha3C63xBalm+xE=";
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private final PaymentsScene scene;
    private final FakePayments shopify;

    PaymentsStories(FakePayments shopify, String version) throws IOException {
        this.shopify = shopify;
        scene = new PaymentsScene(shopify, version);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_payment_is_taken_paid_told_once_and_the_buyer_goes_on() {
        Taken taken = scene.start("pay1", GROUP);
        assertThat(taken).isEqualTo(new Taken.Pay("https://pay.example/" + scene.payment("pay1")));
        assertThat(scene.paymentOf("pay1").amount()).isEqualTo(PaymentsScene.AMOUNT);
        assertThat(scene.onward(GROUP)).contains(FakePayments.cancelUrl("pay1"));

        scene.pay("pay1", "card");
        scene.passes(A_WHILE);

        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
        assertThat(shopify.payment("pay1").changes).isEqualTo(1);
        assertThat(scene.onward(GROUP)).contains(FakePayments.nextUrl("pay1"));
        scene.passes(Duration.ofDays(2));
        assertThat(shopify.asked).containsOnlyOnce("PaymentResolve");
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
        assertThat(shopify.asked.stream().filter("PaymentResolve"::equals).count()).isGreaterThan(2);

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
        answers.add(scene.post(
                Kind.PAYMENT, shopify.start("pay1", GROUP, Money.ofMinor(99900, "EUR"))));

        assertThat(answers).hasSize(7).containsOnly(new Taken.Pay("https://pay.example/" + scene.payment("pay1")));
        assertThat(scene.file(GROUP).payments()).extracting(Payment::amount).containsExactly(PaymentsScene.AMOUNT);
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
    void of_two_sessions_of_one_order_one_is_paid_and_the_other_rejected() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "page");
        scene.start("pay2", GROUP);
        scene.pay("pay2", "card");
        scene.passes(A_WHILE);

        assertThat(shopify.payment("pay2").code).isEqualTo("resolved");
        assertThat(shopify.payment("pay1").code).isEqualTo("rejected");
        assertThat(scene.onward(GROUP)).contains(FakePayments.nextUrl("pay2"));

        scene.gateway.till.payOnPage(scene.lastAttempt("pay1"));
        scene.passes(Duration.ofDays(2));
        assertThat(scene.gateway.till.charges(GROUP)).isLessThanOrEqualTo(2);
        assertThat(scene.gateway.till.refunds()).isEqualTo(scene.gateway.till.charges(GROUP) - 1);
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

        assertThat(scene.file(GROUP).payments().stream()
                        .filter(payment -> payment.status() == PaymentStatus.OPEN))
                .hasSize(1);
        Payment open = scene.file(GROUP).payments().stream()
                .filter(payment -> payment.status() == PaymentStatus.OPEN)
                .findFirst()
                .orElseThrow();
        String winner = scene.gateway
                .handed
                .ofOrder(scene.gateway.merchant, scene.gateway.store, GROUP)
                .stream()
                .filter(session -> open.id().equals(session.payment()))
                .findFirst()
                .orElseThrow()
                .id();
        scene.pay(winner, "card");
        scene.passes(A_WHILE);
        for (int i = 0; i < 6; i++) {
            assertThat(shopify.payment("pay" + i).code)
                    .isEqualTo(winner.equals("pay" + i) ? "resolved" : "rejected");
        }
        assertThat(scene.gateway.till.charges(GROUP)).isEqualTo(1);
    }

    @Test
    void refunds_are_made_once_each_and_told() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);
        scene.refund("ref1", "pay1", 2300);
        scene.refund("ref1", "pay1", 2300);
        scene.gateway.together(List.of(
                () -> scene.gateway.answers.run(scene.shop(), GROUP),
                () -> scene.gateway.answers.run(scene.shop(), GROUP),
                () -> scene.gateway.answers.run(scene.shop(), GROUP)));
        scene.passes(A_WHILE);

        assertThat(shopify.state("RefundSession", "ref1").code).isEqualTo("resolved");
        assertThat(scene.paymentOf("pay1").refunded()).isEqualTo(Money.ofMinor(2300, "EUR"));
        assertThat(scene.gateway.till.refunds()).isEqualTo(1);

        scene.refund("ref2", "pay1", 10000);
        scene.passes(A_WHILE);
        assertThat(shopify.state("RefundSession", "ref2").code).isEqualTo("resolved");
        scene.refund("ref3", "pay1", 1);
        scene.passes(A_WHILE);
        assertThat(shopify.state("RefundSession", "ref3").code).isEqualTo("rejected");
        assertThat(scene.gateway.till.refunds()).isEqualTo(2);
    }

    @Test
    void a_refund_that_the_provider_refuses_is_rejected() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);
        scene.gateway.till.keep(true);
        scene.refund("ref1", "pay1", 12300);
        scene.passes(A_WHILE);

        assertThat(shopify.state("RefundSession", "ref1").code).isEqualTo("rejected");
        assertThat(scene.paymentOf("pay1").refunded().isZero()).isTrue();
    }

    @Test
    void reserved_money_is_captured_when_shopify_asks() {
        scene.reserved("pay1", GROUP);
        assertThat(scene.paymentOf("pay1").status()).isEqualTo(PaymentStatus.AUTHORIZED);

        scene.capture("cap1", "pay1", 12300);
        scene.passes(A_WHILE);
        assertThat(shopify.state("CaptureSession", "cap1").code).isEqualTo("resolved");
        assertThat(scene.paymentOf("pay1").status()).isEqualTo(PaymentStatus.PAID);

        scene.capture("cap2", "pay1", 100);
        scene.passes(A_WHILE);
        assertThat(shopify.state("CaptureSession", "cap2").code).isEqualTo("rejected");
        scene.refund("ref1", "pay1", 12300);
        scene.passes(A_WHILE);
        assertThat(shopify.state("RefundSession", "ref1").code).isEqualTo("resolved");
    }

    @Test
    void reserved_money_is_let_go_of_when_shopify_asks() {
        scene.reserved("pay1", GROUP);
        scene.release("void1", "pay1");
        scene.passes(A_WHILE);

        assertThat(shopify.state("VoidSession", "void1").code).isEqualTo("resolved");
        assertThat(scene.paymentOf("pay1").status()).isEqualTo(PaymentStatus.CANCELED);
        scene.capture("cap1", "pay1", 12300);
        scene.passes(A_WHILE);
        assertThat(shopify.state("CaptureSession", "cap1").code).isEqualTo("rejected");
    }

    @Test
    void a_void_of_money_that_was_collected_is_rejected() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);
        scene.release("void1", "pay1");
        scene.passes(A_WHILE);

        assertThat(shopify.state("VoidSession", "void1").code).isEqualTo("rejected");
    }

    @Test
    void what_the_merchant_gives_up_is_rejected_and_money_that_comes_all_the_same_goes_back() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "page");
        scene.gateway.till.keep(true);
        scene.gateway.cancel.run(scene.gateway.merchant, scene.payment("pay1"), OnceOnly.unremembered());
        scene.passes(A_WHILE);
        assertThat(shopify.payment("pay1").code).isEqualTo("rejected");
        assertThat(shopify.payment("pay1").reason).isEqualTo("CANCELLED_PAYMENT");

        scene.gateway.till.keep(false);
        scene.gateway.till.payOnPage(scene.lastAttempt("pay1"));
        scene.passes(Duration.ofDays(2));
        assertThat(scene.gateway.till.refunds()).isEqualTo(scene.gateway.till.charges(GROUP));
        assertThat(shopify.payment("pay1").changes).isEqualTo(1);
    }

    @Test
    void money_in_doubt_is_pending_and_never_rejected() {
        scene.start("pay1", GROUP);
        scene.gateway.till.loseAnswer(GROUP);
        scene.gateway.till.beSilent(GROUP, true);
        scene.pay("pay1", "card");
        scene.passes(Duration.ofMinutes(10));
        assertThat(shopify.payment("pay1").code).isEqualTo("pending");
        assertThat(scene.onward(GROUP)).contains(FakePayments.nextUrl("pay1"));

        scene.gateway.till.beSilent(GROUP, false);
        scene.passes(Duration.ofHours(13));
        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
        assertThat(scene.gateway.till.charges(GROUP)).isEqualTo(1);
    }

    @Test
    void a_refund_made_here_is_shown_to_the_merchant_because_shopify_cannot_be_told() {
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);
        scene.gateway.refund.run(scene.gateway.merchant, scene.payment("pay1"), null, null, OnceOnly.unremembered());
        scene.passes(A_WHILE);

        assertThat(scene.gateway.guards.counts(scene.gateway.merchant, scene.gateway.store).refused())
                .isEqualTo(1);
    }

    @Test
    void a_token_that_runs_out_is_refreshed() {
        scene.passes(Duration.ofMinutes(61));
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);

        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
    }

    @Test
    void a_test_never_reaches_real_money_and_goods_are_never_sold_for_play_money() {
        var test = shopify.start("pay1", GROUP, PaymentsScene.AMOUNT).put("test", true);
        assertThat(scene.post(Kind.PAYMENT, test)).isInstanceOf(Taken.NotPossibleHere.class);

        scene.gateway.isPractice = true;
        assertThat(scene.start("pay2", GROUP)).isInstanceOf(Taken.NotPossibleHere.class);
        assertThat(scene.gateway.database.number("SELECT COUNT(*) FROM payment")).isZero();
        assertThat(scene.gateway.database.number("SELECT COUNT(*) FROM shop_note")).isEqualTo(1);
    }

    @Test
    void what_is_about_another_shop_or_payment_is_unknown() {
        assertThat(scene.post(
                        Kind.REFUND,
                        shopify.change("RefundSession", "ref1", "nobody", Money.ofMinor(1, "EUR"))))
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
        assertThat(Optional.ofNullable(scene.file(GROUP).order().buyer().locale())).contains("de");
    }
}
