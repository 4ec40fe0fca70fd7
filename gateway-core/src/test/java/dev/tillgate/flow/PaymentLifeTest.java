package dev.tillgate.flow;

import static dev.tillgate.flow.Scene.TEN;
import static dev.tillgate.flow.Scene.closed;
import static dev.tillgate.flow.Scene.collected;
import static dev.tillgate.flow.Scene.mustPay;
import static dev.tillgate.flow.Scene.reserved;
import static dev.tillgate.flow.Scene.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of a payment's life, one story each. */
class PaymentLifeTest {
    private static final Outcome DECLINED = new Outcome.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51");

    @Test
    void aPaymentIsPaidByTheFirstSuccess() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, collected(TEN));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.payment().captured()).isEqualTo(TEN);
        assertThat(scene.payment().dueAt()).isNull();
        assertThat(scene.file.order().chargedBy()).isEqualTo(card.id());
        assertThat(scene.events()).containsExactly("payment.created", "attempt.started", "payment.paid");
        assertThat(scene.file.changes().entries()).hasSize(1);
    }

    @Test
    void aDeclineEndsTheAttemptNeverThePayment() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, DECLINED);
        assertThat(scene.attempt(card.id()).declineReason()).isEqualTo(DeclineReason.INSUFFICIENT_FUNDS);
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);

        scene.reply(scene.start("wallet"), collected(TEN));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void aLostAnswerIsNeverADeclineAndNobodyMayPayAgainMeanwhile() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, unknown());

        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.STARTED);
        assertThat(scene.attempt(card.id()).dueAt()).isNotNull();
        assertThat(scene.events()).contains("attempt.unknown");
        assertThatThrownBy(() -> scene.start("wallet"))
                .isInstanceOfSatisfying(
                        NotPossible.class, no -> assertThat(no.why()).isEqualTo(Why.IN_DOUBT));

        scene.later(Duration.ofSeconds(5)).queried(card, collected(TEN));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void theStoreHearsOnceThatAnAnswerWasLost() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, unknown()).queried(card, unknown()).queried(card, unknown());
        assertThat(scene.events()).containsOnlyOnce("attempt.unknown");
    }

    @Test
    void noRecordAtTheProviderIsEvidenceOnlyWhenTheRequestCannotArriveAnyMore() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        Outcome noRecord = new Outcome.NotSent("no such charge");
        scene.reply(card, unknown()).later(Duration.ofSeconds(30)).queried(card, noRecord);
        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.STARTED);

        scene.later(Duration.ofMinutes(2)).queried(card, noRecord);
        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.NOT_SENT);
        assertThat(scene.start("wallet").status()).isEqualTo(AttemptStatus.STARTED);
    }

    @Test
    void whatTheProviderHadNoRecordOfIsAskedAboutOnceMoreAndBookedWhenItCameLate() {
        Outcome noRecord = new Outcome.NotSent("no such charge");
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, unknown()).later(Duration.ofMinutes(3)).queried(card, noRecord);
        assertThat(scene.attempt(card.id()).dueAt()).isAfter(scene.now);

        scene.later(Duration.ofMinutes(3)).queried(card, collected(TEN));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);

        Scene other = Scene.open();
        Attempt never = other.start("card");
        other.reply(never, unknown()).later(Duration.ofMinutes(3)).queried(never, noRecord);
        other.later(Duration.ofMinutes(3)).queried(never, noRecord);
        assertThat(other.attempt(never.id()).dueAt()).as("asked no more").isNull();
        assertThat(other.events()).containsOnlyOnce("attempt.not_sent");
    }

    @Test
    void aReservationToldOfAfterItWasLetGoIsNotBelievedBeforeTheProviderWasAsked() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, mustPay());
        scene.life.cancel(scene.file, scene.payment().id(), scene.now);
        scene.operationReply(scene.operations(OperationKind.VOID).get(0), closed());
        scene.notified(card, Scene.reserved(TEN));
        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.ABANDONED);
        assertThat(scene.attempt(card.id()).dueAt()).isEqualTo(scene.now);

        scene.queried(card, closed());
        assertThat(scene.payment().authorized().isZero()).isTrue();
        assertThat(scene.attempt(card.id()).dueAt()).as("asked no more").isNull();

        scene.notified(card, Scene.reserved(TEN)).queried(card, Scene.reserved(TEN));
        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.AUTHORIZED);
    }

    @Test
    void aSecondSuccessIsKeptAndGivenBack() {
        Scene scene = Scene.open();
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay());
        Attempt card = scene.start("card");
        scene.reply(card, collected(TEN)).notified(qr, collected(TEN));

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.file.order().chargedBy()).isEqualTo(card.id());
        assertThat(scene.payment().captured()).isEqualTo(Money.ofMinor(2000, "EUR"));
        List<Operation> refunds = scene.operations(OperationKind.REFUND);
        assertThat(refunds).hasSize(1);
        assertThat(refunds.get(0).cause()).isEqualTo(Operation.Cause.SECOND_SUCCESS);
        assertThat(refunds.get(0).attempt()).isEqualTo(qr.id());
        assertThat(refunds.get(0).dueAt()).isEqualTo(scene.now);

        scene.operationReply(refunds.get(0), Scene.refunded(TEN));
        assertThat(scene.payment().refunded()).isEqualTo(TEN);
    }

    @Test
    void whatStillWaitsIsClosedAtItsProviderWhenAnotherSucceeds() {
        Scene scene = Scene.open();
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay());
        scene.reply(scene.start("card"), collected(TEN));

        List<Operation> voids = scene.operations(OperationKind.VOID);
        assertThat(voids).extracting(Operation::attempt).containsExactly(qr.id());
        scene.operationReply(voids.get(0), closed());
        assertThat(scene.attempt(qr.id()).status()).isEqualTo(AttemptStatus.ABANDONED);
    }

    @Test
    void closingTooLateMeansLookingWhetherItWasPaid() {
        Scene scene = Scene.open();
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay());
        scene.reply(scene.start("card"), collected(TEN));
        Operation closing = scene.operations(OperationKind.VOID).get(0);
        scene.operationReply(closing, new Outcome.Declined(DeclineReason.NOT_SUPPORTED, "already_paid"));

        assertThat(scene.file.operation(closing.id()).status()).isEqualTo(OperationStatus.FAILED);
        assertThat(scene.attempt(qr.id()).dueAt()).isEqualTo(scene.now);
    }

    @Test
    void theSameMethodAgainAnswersTheAttemptThatWaits() {
        Scene scene = Scene.open();
        Attempt first = scene.start("qr");
        scene.reply(first, mustPay());
        assertThat(scene.start("qr").id()).isEqualTo(first.id());
        assertThat(scene.file.attempts()).hasSize(1);
    }

    @Test
    void lateMoneyIsStillMoney() {
        Scene scene = Scene.open();
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay()).later(Duration.ofHours(2));
        scene.life.expire(scene.file, scene.payment, scene.now);
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.EXPIRED);

        scene.notified(qr, collected(TEN));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.events()).endsWith("payment.paid_late");
    }

    @Test
    void aPaymentDoesNotExpireWhileMoneyMayBeOnItsWay() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, unknown()).later(Duration.ofHours(2));
        scene.life.expire(scene.file, scene.payment, scene.now);
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        assertThat(scene.payment().dueAt()).isAfter(scene.now);
    }

    @Test
    void aContradictionIsRaisedOnceAndNeverForced() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, DECLINED).notified(card, collected(TEN)).notified(card, collected(TEN));
        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.DECLINED);
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        assertThat(scene.events()).containsOnlyOnce("payment.contradiction");
    }

    @Test
    void whatWentBackAtTheProviderBeforeWeSawItPaidIsRaisedAndEnds() {
        Scene scene = Scene.open();
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay()).queried(qr, Scene.refunded(TEN)).queried(qr, Scene.refunded(TEN));
        assertThat(scene.attempt(qr.id()).status()).isEqualTo(AttemptStatus.ABANDONED);
        assertThat(scene.attempt(qr.id()).dueAt()).isNull();
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        assertThat(scene.events()).containsOnlyOnce("payment.contradiction");
    }

    @Test
    void anEqualAnswerLaterChangesNothing() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, collected(TEN));
        int events = scene.events().size();
        scene.notified(card, collected(TEN)).queried(card, collected(TEN)).notified(card, mustPay());
        assertThat(scene.events()).hasSize(events);
        assertThat(scene.payment().captured()).isEqualTo(TEN);
    }

    @Test
    void anotherAmountIsItsOwnEventAndNeverPaid() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, collected(Money.ofMinor(999, "EUR")));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        scene.notified(card, collected(Money.ofMinor(1000, "JPY")));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.OPEN);
        assertThat(scene.events()).contains("payment.amount_mismatch");
    }

    @Test
    void aRefusedQuestionSaysNothingAboutTheCharge() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, unknown()).queried(card, new Outcome.Refused("bad credentials"));
        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.STARTED);
    }

    @Test
    void aRefusedStartMovedNothingAndCallsAnOperator() {
        Scene scene = Scene.open();
        Attempt card = scene.start("card");
        scene.reply(card, new Outcome.Refused("bad credentials"));
        assertThat(scene.attempt(card.id()).status()).isEqualTo(AttemptStatus.NOT_SENT);
        assertThat(scene.events()).endsWith("attempt.refused");
    }

    @Test
    void aChangedCartIsANewPaymentAndTheOldOneIsGivenUp() {
        Scene scene = Scene.open();
        Attempt qr = scene.start("qr");
        scene.reply(qr, mustPay());
        Money twelve = Money.ofMinor(1200, "EUR");
        scene.file.put(scene.file.order().revised(2, twelve, "Tea and cake", List.of()));
        PaymentId second = scene.life
                .open(scene.file, CaptureMode.AUTOMATIC, Duration.ofHours(1), scene.now)
                .id();

        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.CANCELED);
        assertThat(scene.operations(OperationKind.VOID)).hasSize(1);
        assertThat(scene.file.payment(second).amount()).isEqualTo(twelve);

        // The buyer paid the old code all the same: late money, and the new one cannot be charged on top.
        scene.notified(qr, collected(TEN));
        assertThat(scene.events()).endsWith("payment.paid_late");
        assertThatThrownBy(() -> scene.life.start(
                        scene.file, second, new StoreProfile.Offer("card", scene.account, "sandbox"), scene.now))
                .isInstanceOfSatisfying(
                        NotPossible.class, no -> assertThat(no.why()).isEqualTo(Why.ALREADY_PAID));
    }

    @Test
    void anAuthorizationThatLapsesFreesTheOrder() {
        Scene scene = Scene.openForManualCapture();
        Attempt card = scene.start("card");
        scene.reply(card, reserved(TEN));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.AUTHORIZED);
        scene.notified(card, new Outcome.Declined(DeclineReason.EXPIRED, "authorization_expired"));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.EXPIRED);
        assertThat(scene.file.order().chargedBy()).isNull();
        assertThat(scene.payment().authorized().isZero()).isTrue();
    }

    @Test
    void moneyThatIsOnlyReservedIsCollectedAtOnceWhenTheShopWantedThat() {
        Scene scene = Scene.open();
        scene.reply(scene.start("card"), reserved(TEN));
        List<Operation> captures = scene.operations(OperationKind.CAPTURE);
        assertThat(captures).hasSize(1);
        scene.operationReply(captures.get(0), collected(TEN));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void whatThePayerAgreedToIsCompletedOnlyWhileTheOrderWantsIt() {
        Scene scene = Scene.open();
        Attempt wallet = scene.start("wallet");
        scene.reply(wallet, mustPay());
        assertThat(scene.life.completion.begin(scene.file, wallet.id(), "ref", scene.now))
                .isTrue();
        assertThat(scene.attempt(wallet.id()).status()).isEqualTo(AttemptStatus.PENDING);

        scene.queried(wallet, collected(TEN));
        assertThat(scene.life.completion.begin(scene.file, wallet.id(), "ref", scene.now))
                .isFalse();
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void anAgreementToACanceledPaymentIsClosed() {
        Scene scene = Scene.open();
        Attempt wallet = scene.start("wallet");
        scene.life.answered(scene.file, wallet.id(), new Outcome.Approved("ref"), Source.REPLY, scene.now);
        assertThat(scene.attempt(wallet.id()).dueAt()).isEqualTo(scene.now);
        scene.life.expire(scene.file, scene.payment, scene.now.plus(Duration.ofHours(2)));
        assertThat(scene.payment().status())
                .as("in doubt while the payer agreed")
                .isEqualTo(PaymentStatus.OPEN);
        scene.file.put(scene.payment().to(PaymentStatus.CANCELED, null, scene.now));

        assertThat(scene.life.completion.begin(scene.file, wallet.id(), "ref", scene.now))
                .isFalse();
        assertThat(scene.operations(OperationKind.VOID)).hasSize(1);
    }
}
