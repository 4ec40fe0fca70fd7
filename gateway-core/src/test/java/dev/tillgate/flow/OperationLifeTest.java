package dev.tillgate.flow;

import static dev.tillgate.flow.Scene.TEN;
import static dev.tillgate.flow.Scene.closed;
import static dev.tillgate.flow.Scene.collected;
import static dev.tillgate.flow.Scene.refunded;
import static dev.tillgate.flow.Scene.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Captures, voids and refunds: the sum of what is asked for never exceeds what there is. */
class OperationLifeTest {
    private static final Money SIX = Money.ofMinor(600, "EUR");
    private static final Money FOUR = Money.ofMinor(400, "EUR");

    @Test
    void refundsInPartsUntilNothingIsLeft() {
        Scene scene = paid();
        Operation first = refund(scene, SIX);
        assertNotPossible(Why.EXCEEDS, () -> refund(scene, SIX));
        scene.operationReply(first, refunded(SIX));
        scene.operationReply(refund(scene, null), refunded(FOUR));
        assertThat(scene.payment().refunded()).isEqualTo(TEN);
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertNotPossible(Why.EXCEEDS, () -> refund(scene, null));
    }

    @Test
    void aRefundWhoseAnswerIsLostStillCounts() {
        Scene scene = paid();
        Operation lost = refund(scene, SIX);
        scene.operationReply(lost, Scene.unknown());
        assertThat(scene.file.operation(lost.id()).status()).isEqualTo(OperationStatus.STARTED);
        assertThat(scene.file.operation(lost.id()).dueAt()).isNotNull();
        assertNotPossible(Why.EXCEEDS, () -> refund(scene, SIX));
        assertThat(scene.payment().refunded().isZero()).isTrue();
    }

    @Test
    void aRefundThatTheProviderDoesNotTakeIsToldOnceAndTriedMoreAndMoreSeldom() {
        Scene scene = paid();
        Operation refund = refund(scene, null);
        for (int tried = 0; tried < 40; tried++) {
            scene.operationReply(refund, new Outcome.NotSent("NOT_ENOUGH"));
        }
        Operation waits = scene.file.operation(refund.id());
        assertThat(waits.status()).as("never called failed").isEqualTo(OperationStatus.STARTED);
        assertThat(waits.detail()).isEqualTo("NOT_ENOUGH");
        assertThat(waits.dueAt()).isEqualTo(scene.now.plus(Duration.ofHours(6)));
        assertThat(scene.events()).containsOnlyOnce("refund.delayed");
        scene.operationReply(refund, refunded(TEN));
        assertThat(scene.events()).endsWith("refund.succeeded");
    }

    @Test
    void aRefundIsAskedAboutAtASteadyPaceWhileItsProviderIsDown() {
        Scene scene = paid();
        Operation refund = refund(scene, null);
        for (int asked = 0; asked < 40; asked++) {
            scene.operationReply(refund, new Outcome.Unknown("no answer", true));
        }
        assertThat(scene.file.operation(refund.id()).dueAt()).isBefore(scene.now.plusSeconds(25));
        scene.operationReply(refund, Scene.unknown());
        assertThat(scene.file.operation(refund.id()).dueAt())
                .as("what was not answered does not count afterwards")
                .isBefore(scene.now.plusSeconds(25));
    }

    @Test
    void aRefundThatFailedMayBeAskedForAgain() {
        Scene scene = paid();
        scene.operationReply(refund(scene, null), new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "closed"));
        assertThat(scene.events()).endsWith("refund.failed");
        assertThat(refund(scene, null).amount()).isEqualTo(TEN);
    }

    @Test
    void aRefundThatBouncesLaterIsBookedBack() {
        Scene scene = paid();
        Operation refund = refund(scene, null);
        scene.operationReply(refund, refunded(TEN));
        scene.life
                .operations()
                .answered(
                        scene.file,
                        refund.id(),
                        new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "account_closed"),
                        Source.NOTIFICATION,
                        scene.now);
        assertThat(scene.payment().refunded().isZero()).isTrue();
        assertThat(scene.events()).endsWith("refund.succeeded", "refund.failed");
    }

    @Test
    void anotherAmountThanAskedForIsRaisedNotBooked() {
        Scene scene = paid();
        Operation refund = refund(scene, SIX);
        scene.operationReply(refund, refunded(TEN));
        assertThat(scene.file.operation(refund.id()).status()).isEqualTo(OperationStatus.STARTED);
        assertThat(scene.payment().refunded().isZero()).isTrue();
        assertThat(scene.events()).endsWith("payment.contradiction");
    }

    @Test
    void reservedMoneyIsCapturedInParts() {
        Scene scene = authorized();
        scene.operationReply(capture(scene, SIX), collected(SIX));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.payment().captured()).isEqualTo(SIX);
        assertNotPossible(Why.EXCEEDS, () -> capture(scene, SIX));
        scene.operationReply(capture(scene, null), collected(FOUR));
        assertThat(scene.payment().captured()).isEqualTo(TEN);
        assertThat(scene.events()).endsWith("payment.captured");
        scene.operationReply(refund(scene, null), refunded(TEN));
        assertThat(scene.payment().refunded()).isEqualTo(TEN);
    }

    @Test
    void captureAndCancelNeverBothHappen() {
        Scene capturing = authorized();
        capture(capturing, null);
        assertNotPossible(
                Why.WRONG_STATE,
                () -> capturing.life.operations().release(capturing.file, capturing.payment, capturing.now));

        Scene releasing = authorized();
        releasing.life.operations().release(releasing.file, releasing.payment, releasing.now);
        assertNotPossible(Why.WRONG_STATE, () -> capture(releasing, null));
    }

    @Test
    void releasingReservedMoneyCancelsThePaymentOnceTheProviderSaysSo() {
        Scene scene = authorized();
        Operation release = scene.life.operations().release(scene.file, scene.payment, scene.now);
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.AUTHORIZED);
        scene.operationReply(release, closed());
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.CANCELED);
        assertThat(scene.payment().authorized().isZero()).isTrue();
        assertThat(scene.file.attempts()).allMatch(a -> a.status() == AttemptStatus.ABANDONED);
    }

    @Test
    void whatTheProviderCollectedByItselfIsBooked() {
        Scene scene = authorized();
        Attempt attempt = scene.file.attempts().iterator().next();
        scene.notified(attempt, collected(SIX));
        assertThat(scene.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.payment().captured()).isEqualTo(SIX);
        scene.later(Duration.ofSeconds(1)).notified(attempt, collected(SIX));
        assertThat(scene.payment().captured()).isEqualTo(SIX);
    }

    @Test
    void nothingCanBeRefundedThatWasNotCollected() {
        assertNotPossible(Why.WRONG_STATE, () -> refund(authorized(), null));
        assertNotPossible(Why.WRONG_STATE, () -> refund(Scene.open(), null));
        assertNotPossible(Why.INVALID, () -> refund(paid(), Money.ofMinor(100, "USD")));
        assertNotPossible(Why.EXCEEDS, () -> refund(paid(), Money.ofMinor(0, "EUR")));
        assertNotPossible(Why.EXCEEDS, () -> refund(paid(), Money.ofMinor(-100, "EUR")));
    }

    private static Scene paid() {
        Scene scene = Scene.open();
        return scene.reply(scene.start("card"), collected(TEN));
    }

    private static Scene authorized() {
        Scene scene = Scene.openForManualCapture();
        return scene.reply(scene.start("card"), reserved(TEN));
    }

    private static Operation refund(Scene scene, @Nullable Money amount) {
        return scene.life.operations().refund(scene.file, scene.payment, amount, null, scene.now);
    }

    private static Operation capture(Scene scene, @Nullable Money amount) {
        return scene.life.operations().capture(scene.file, scene.payment, amount, scene.now);
    }

    private static void assertNotPossible(Why why, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NotPossible.class, no -> assertThat(no.why())
                .isEqualTo(why));
    }

    @Test
    void aProviderThatLetsGoOfTheRestIsCapturedOnce() {
        Scene scene = Scene.openForManualCapture();
        Attempt card = scene.start("card");
        scene.reply(card, reserved(TEN));
        Operation capture = scene.life.operations().capture(scene.file, scene.payment, SIX, scene.now);
        scene.operationReply(capture, new Outcome.Done(Outcome.Effect.CAPTURED_FINALLY, "ch_1", SIX));

        assertThat(scene.payment().captured()).isEqualTo(SIX);
        assertThat(scene.payment().authorized()).isEqualTo(SIX);
        assertNotPossible(
                Why.WRONG_STATE, () -> scene.life.operations().capture(scene.file, scene.payment, FOUR, scene.now));
        assertThat(refund(scene, null).amount()).isEqualTo(SIX);
    }
}
