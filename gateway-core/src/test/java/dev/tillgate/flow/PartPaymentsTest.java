package dev.tillgate.flow;

import static dev.tillgate.flow.Scene.TEN;
import static dev.tillgate.flow.Scene.collected;
import static dev.tillgate.flow.Scene.mustPay;
import static dev.tillgate.flow.Scene.refunded;
import static dev.tillgate.flow.Scene.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Operation.Cause;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Tolerance;
import dev.tillgate.payment.PaymentPolicy.Under;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transfers that bring too little, too much or come too late, and what races with them. */
class PartPaymentsTest {
    private static final Money SEVEN = Money.ofMinor(700, "EUR");
    private static final Money THREE = Money.ofMinor(300, "EUR");
    private static final Money TWELVE = Money.ofMinor(1200, "EUR");

    @Test
    void too_little_stays_open_and_the_rest_is_asked_for_exactly() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        transfer(scene, SEVEN);

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        assertThat(scene.payment().captured()).isEqualTo(SEVEN);
        assertThat(scene.file.order().chargedBy()).isNull();
        assertThat(scene.events()).endsWith("payment.underpaid");
        assertThat(scene.file.changes().events().getLast().data())
                .containsEntry("received", "7.00")
                .containsEntry("missing_minor", 300L)
                .containsEntry("policy", "top_up");

        Attempt rest = scene.start("card");
        assertThat(rest.amount()).isEqualTo(THREE);
        scene.reply(rest, collected(THREE));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.payment().captured()).isEqualTo(TEN);
        assertThat(scene.file.order().chargedBy()).isEqualTo(rest.id());
        assertThat(scene.operations(OperationKind.REFUND)).isEmpty();
    }

    @Test
    void the_rest_can_come_in_many_transfers() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        transfer(scene, SEVEN);
        transfer(scene, Money.ofMinor(100, "EUR"));
        Attempt last = transfer(scene, Money.ofMinor(200, "EUR"));

        assertThat(last.amount()).isEqualTo(Money.ofMinor(200, "EUR"));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.payment().captured()).isEqualTo(TEN);
    }

    @Test
    void the_payer_may_send_the_rest_to_the_same_account_too() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        Attempt first = transfer(scene, SEVEN);
        scene.notified(first, collected(SEVEN)).notified(first, collected(TEN));
        scene.notified(first, collected(TEN));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.payment().captured()).isEqualTo(TEN);
        assertThat(scene.file.order().chargedBy()).isEqualTo(first.id());
        assertThat(scene.events()).containsOnlyOnce("payment.paid");
    }

    @Test
    void when_a_whole_second_transfer_crosses_the_rest_the_order_is_charged_once() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        Attempt whole = scene.start("other_transfer");
        scene.reply(whole, mustPay());
        transfer(scene, SEVEN);
        Attempt rest = scene.start("card");
        scene.reply(rest, mustPay());
        assertThat(rest.amount()).isEqualTo(THREE);

        scene.notified(whole, collected(TEN)).notified(rest, collected(THREE));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.file.order().chargedBy()).isEqualTo(whole.id());
        List<Operation> refunds = scene.operations(OperationKind.REFUND);
        assertThat(refunds).extracting(Operation::cause).containsExactly(Cause.OVERPAID, Cause.SECOND_SUCCESS);
        assertThat(refunds).extracting(Operation::amount).containsExactly(SEVEN, THREE);
        refunds.forEach(refund -> scene.operationReply(refund, refunded(refund.amount())));
        assertThat(scene.payment().captured().minus(scene.payment().refunded())).isEqualTo(TEN);
    }

    @Test
    void the_rest_first_and_the_whole_transfer_afterwards_ends_the_same() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        Attempt whole = scene.start("other_transfer");
        scene.reply(whole, mustPay());
        transfer(scene, SEVEN);
        Attempt rest = scene.start("card");

        scene.reply(rest, collected(THREE)).notified(whole, collected(TEN));

        assertThat(scene.file.order().chargedBy()).isEqualTo(rest.id());
        assertThat(scene.operations(OperationKind.REFUND))
                .extracting(Operation::cause, Operation::amount)
                .containsExactly(tuple(Cause.SECOND_SUCCESS, TEN));
    }

    @Test
    void what_waits_over_the_whole_amount_is_closed_when_a_part_arrives() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        Attempt transfer = scene.start("bank_transfer");
        scene.reply(transfer, mustPay());
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay());

        scene.notified(transfer, collected(SEVEN));

        assertThat(scene.operations(OperationKind.VOID))
                .extracting(Operation::attempt)
                .containsExactly(transfer.id(), qr.id());
        assertThat(scene.start("qr").amount()).isEqualTo(THREE);
    }

    @Test
    void a_reservation_of_more_than_the_rest_is_let_go() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        Attempt transfer = scene.start("bank_transfer");
        scene.reply(transfer, mustPay());
        Attempt card = scene.start("card");
        scene.reply(card, mustPay()).notified(transfer, collected(SEVEN));

        assertThat(scene.life.completion.begin(scene.file, card.id(), "ch_1", scene.now))
                .isFalse();
        scene.notified(card, reserved(TEN));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        assertThat(scene.file.order().chargedBy()).isNull();
        assertThat(scene.operations(OperationKind.VOID))
                .extracting(Operation::attempt)
                .contains(card.id());
    }

    @Test
    void the_rest_is_never_asked_for_while_an_answer_is_missing() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        transfer(scene, SEVEN);
        scene.reply(scene.start("card"), Scene.unknown());

        assertThatThrownBy(() -> scene.start("qr")).isInstanceOf(NotPossible.class);
    }

    @Test
    void too_little_that_the_store_does_not_want_goes_back_and_the_whole_is_owed_again() {
        Scene scene = scene(Late.ACCEPT, Under.REFUND, Over.REFUND);
        Attempt transfer = transfer(scene, SEVEN);

        assertThat(scene.operations(OperationKind.REFUND))
                .extracting(Operation::cause, Operation::amount, Operation::attempt)
                .containsExactly(tuple(Cause.UNDERPAID, SEVEN, transfer.id()));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        assertThat(scene.start("card").amount()).isEqualTo(TEN);
    }

    @Test
    void a_part_goes_back_when_the_payment_ends_unpaid() {
        for (boolean canceled : List.of(true, false)) {
            Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
            transfer(scene, SEVEN);
            if (canceled) {
                scene.life.cancel(scene.file, scene.payment, scene.now);
            } else {
                scene.later(Duration.ofHours(2)).life.expire(scene.file, scene.payment, scene.now);
            }

            assertThat(scene.operations(OperationKind.REFUND))
                    .extracting(Operation::cause, Operation::amount)
                    .containsExactly(tuple(Cause.UNDERPAID, SEVEN));
        }
    }

    @Test
    void the_rest_that_comes_after_the_end_goes_back_too() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        transfer(scene, SEVEN);
        Attempt rest = scene.start("bank_transfer");
        scene.reply(rest, mustPay());
        scene.later(Duration.ofHours(2)).life.expire(scene.file, scene.payment, scene.now);

        scene.notified(rest, collected(THREE));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.EXPIRED);
        assertThat(scene.operations(OperationKind.REFUND))
                .extracting(Operation::amount)
                .containsExactly(SEVEN, THREE);
        assertThat(new PaymentView(scene.file, scene.payment).received().isZero())
                .isTrue();
    }

    @Test
    void the_excess_goes_back_as_a_refund_of_its_own() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        transfer(scene, TWELVE);

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.payment().captured()).isEqualTo(TWELVE);
        assertThat(scene.events()).endsWith("payment.paid", "payment.overpaid");
        Operation back = scene.operations(OperationKind.REFUND).getFirst();
        assertThat(back.cause()).isEqualTo(Cause.OVERPAID);
        assertThat(back.amount()).isEqualTo(Money.ofMinor(200, "EUR"));
        assertThat(back.dueAt()).isEqualTo(scene.now);
        scene.operationReply(back, refunded(Money.ofMinor(200, "EUR")));
        assertThat(scene.payment().refunded()).isEqualTo(Money.ofMinor(200, "EUR"));
    }

    @Test
    void a_kept_excess_can_be_refunded_by_hand() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.KEEP);
        transfer(scene, TWELVE);
        assertThat(scene.operations(OperationKind.REFUND)).isEmpty();

        Operation all = scene.life.operations().refund(scene.file, scene.payment, null, null, scene.now);
        assertThat(all.amount()).isEqualTo(TWELVE);
    }

    @Test
    void late_money_goes_back_when_the_store_says_so() {
        Scene scene = scene(Late.REFUND, Under.HOLD, Over.HOLD);
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay()).later(Duration.ofHours(2));
        scene.life.expire(scene.file, scene.payment, scene.now);

        scene.notified(qr, collected(TEN)).notified(qr, collected(TEN));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.EXPIRED);
        assertThat(scene.file.order().chargedBy()).isNull();
        assertThat(scene.events()).endsWith("payment.late_refunded").containsOnlyOnce("payment.late_refunded");
        assertThat(scene.operations(OperationKind.REFUND))
                .extracting(Operation::cause, Operation::amount)
                .containsExactly(tuple(Cause.LATE, TEN));
    }

    @Test
    void without_a_policy_another_amount_waits_for_an_operator_and_a_later_policy_books_it() {
        Scene scene = scene(Late.ACCEPT, Under.HOLD, Over.HOLD);
        Attempt transfer = transfer(scene, SEVEN);
        assertThat(scene.attempt(transfer.id()).status()).isEqualTo(AttemptStatus.PENDING);
        assertThat(scene.payment().captured().isZero()).isTrue();
        assertThat(scene.events()).endsWith("payment.amount_mismatch");

        judge(scene, Late.ACCEPT, Under.TOP_UP, Over.HOLD);
        scene.queried(transfer, collected(SEVEN));
        assertThat(scene.payment().captured()).isEqualTo(SEVEN);
        assertThat(scene.events()).endsWith("payment.underpaid");
    }

    @Test
    void a_card_that_brings_another_amount_is_a_mistake_whatever_the_policy() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.KEEP);
        Attempt card = scene.start("card");
        scene.reply(card, collected(SEVEN));

        assertThat(scene.payment().captured().isZero()).isTrue();
        assertThat(scene.events()).endsWith("payment.amount_mismatch");
    }

    @Test
    void a_second_transfer_of_another_amount_for_a_paid_order_goes_back_whole() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.KEEP);
        Attempt transfer = scene.start("bank_transfer");
        scene.reply(transfer, mustPay());
        scene.reply(scene.start("card"), collected(TEN)).notified(transfer, collected(SEVEN));

        assertThat(scene.events()).endsWith("payment.second_success");
        assertThat(scene.operations(OperationKind.REFUND))
                .extracting(Operation::cause, Operation::amount)
                .containsExactly(tuple(Cause.SECOND_SUCCESS, SEVEN));
    }

    @Test
    void an_order_paid_in_two_parts_is_refunded_in_two_parts() {
        Scene scene = scene(Late.ACCEPT, Under.TOP_UP, Over.REFUND);
        Attempt first = transfer(scene, SEVEN);
        Attempt rest = scene.start("card");
        scene.reply(rest, collected(THREE));

        Operation part = scene.life
                .operations()
                .refund(scene.file, scene.payment, Money.ofMinor(500, "EUR"), "broken", scene.now);
        assertThat(part.attempt()).as("the one that holds enough").isEqualTo(first.id());
        Operation all = scene.life.operations().refund(scene.file, scene.payment, null, null, scene.now);

        assertThat(all.attempt()).isEqualTo(rest.id());
        assertThat(scene.operations(OperationKind.REFUND))
                .extracting(Operation::amount)
                .containsExactly(Money.ofMinor(500, "EUR"), THREE, Money.ofMinor(200, "EUR"));
        assertThat(scene.operations(OperationKind.REFUND).getLast().dueAt())
                .as("left to the workers")
                .isEqualTo(scene.now);
        assertThatThrownBy(() -> scene.life.operations().refund(scene.file, scene.payment, null, null, scene.now))
                .isInstanceOf(NotPossible.class);
    }

    private static Scene scene(Late late, Under under, Over over) {
        Scene scene = new Scene(CaptureMode.AUTOMATIC);
        judge(scene, late, under, over);
        return scene;
    }

    private static void judge(Scene scene, Late late, Under under, Over over) {
        PaymentPolicy policy = new PaymentPolicy(late, under, over, Tolerance.NONE);
        scene.file.judgeBy(attempt -> new AmountTerms(attempt.method().endsWith("transfer"), policy));
    }

    private static Attempt transfer(Scene scene, Money came) {
        Attempt attempt = scene.start("bank_transfer");
        scene.reply(attempt, mustPay())
                .notified(attempt, new Outcome.Done(Effect.CAPTURED, "ch_" + attempt.id(), came));
        return attempt;
    }
}
