package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.OnceOnly;
import dev.tillgate.money.Money;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.TakeSession.Taken;
import dev.tillgate.platform.shopify.FakePayments;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What Shopify hands over, from the buyer's click to the refund, with the whole gateway behind it: real storage, real
 * HTTP, Shopify answering as strictly as it does. Between them these stories send everything that is ever sent; they run
 * plainly, and on both published schemas.
 */
abstract class PaymentsWire {
    static final String GROUP = "rZNvy+1jH6Z+BcPqA5U5BSIcnUavBha3C63xBalm+xE=";
    static final Duration A_WHILE = Duration.ofSeconds(30);

    final PaymentsScene scene;
    final FakePayments shopify;

    PaymentsWire(FakePayments shopify, String version) throws IOException {
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
        assertThat(shopify.state("CaptureSession", "cap1").reason).isEqualTo("AUTHORIZATION_EXPIRED");
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
    void a_token_that_runs_out_is_refreshed() {
        scene.passes(Duration.ofMinutes(61));
        scene.start("pay1", GROUP);
        scene.pay("pay1", "card");
        scene.passes(A_WHILE);

        assertThat(shopify.payment("pay1").code).isEqualTo("resolved");
    }
}
