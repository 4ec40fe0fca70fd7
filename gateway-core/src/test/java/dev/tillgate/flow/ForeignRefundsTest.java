package dev.tillgate.flow;

import static dev.tillgate.flow.Scene.TEN;
import static dev.tillgate.flow.Scene.collected;
import static dev.tillgate.flow.Scene.refunded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Operation.Cause;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refunds that were made in a provider's dashboard are booked once and limit what is left. */
class ForeignRefundsTest {
    private static final Money SIX = Money.ofMinor(600, "EUR");
    private static final Money FOUR = Money.ofMinor(400, "EUR");
    private static final Outcome BOUNCED = new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "account_closed");

    private Scene scene;
    private Attempt attempt;

    @BeforeEach
    void paid() {
        scene = Scene.open();
        attempt = scene.start("card");
        scene.reply(attempt, collected(TEN));
    }

    @Test
    void itIsBookedAndToldOnce() {
        assertThat(seen("re_1", refunded(SIX))).isTrue();
        assertThat(seen("re_1", refunded(SIX))).isTrue();
        assertThat(scene.operations(OperationKind.REFUND)).singleElement().satisfies(refund -> {
            assertThat(refund.cause()).isEqualTo(Cause.AT_PROVIDER);
            assertThat(refund.status()).isEqualTo(OperationStatus.SUCCEEDED);
            assertThat(refund.dueAt()).isNull();
        });
        assertThat(scene.payment().refunded()).isEqualTo(SIX);
        assertThat(scene.events()).containsOnlyOnce("refund.succeeded").endsWith("refund.succeeded");
        assertThat(scene.file.changes().entries())
                .extracting(LedgerEntry::amount)
                .containsExactly(TEN, SIX);
    }

    @Test
    void laterRefundsAreLimitedByWhatIsLeft() {
        seen("re_1", refunded(SIX));
        assertThatThrownBy(() -> refund(SIX)).isInstanceOf(NotPossible.class);
        scene.operationReply(refund(FOUR), new Outcome.Done(Outcome.Effect.REFUNDED, "re_2", FOUR));
        assertThat(scene.payment().refunded()).isEqualTo(TEN);
        assertThatThrownBy(() -> refund(null)).isInstanceOf(NotPossible.class);
    }

    @Test
    void oneOfOursUnderAnIdThatIsKnownIsNotBookedAgain() {
        scene.operationReply(refund(SIX), refunded(SIX));
        seen("re_1", refunded(SIX));
        assertThat(scene.payment().refunded()).isEqualTo(SIX);
    }

    @Test
    void whatThePayersBankSendsBackIsBookedBack() {
        seen("re_1", refunded(SIX));
        seen("re_1", BOUNCED);
        assertThat(scene.payment().refunded().isZero()).isTrue();
        assertThat(scene.events()).endsWith("refund.succeeded", "refund.failed");
    }

    @Test
    void untilItIsDoneNothingIsBooked() {
        seen("re_1", new Outcome.Pending("re_1", Duration.ofHours(1)));
        seen("re_1", new Outcome.Unknown("garbled"));
        seen("re_1", BOUNCED);
        assertThat(scene.operations(OperationKind.REFUND)).isEmpty();
        assertThat(seen("re_1", refunded(SIX))).isTrue();
        assertThat(scene.payment().refunded()).isEqualTo(SIX);
    }

    @Test
    void oneThatOvertakesARefundOfOursIsBookedAndOursIsLeftToTheProvider() {
        Operation ours = refund(SIX);
        seen("re_9", new Outcome.Done(Outcome.Effect.REFUNDED, "re_9", TEN));
        assertThat(scene.payment().refunded()).isEqualTo(TEN);
        scene.operationReply(ours, new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "charge_already_refunded"));
        assertThat(scene.payment().refunded()).isEqualTo(TEN);
    }

    @Test
    void moreThanThereIsIsRaisedNotBooked() {
        seen("re_1", refunded(SIX));
        seen("re_2", new Outcome.Done(Outcome.Effect.REFUNDED, "re_2", SIX));
        seen("re_3", new Outcome.Done(Outcome.Effect.REFUNDED, "re_3", Money.ofMinor(100, "USD")));
        assertThat(scene.payment().refunded()).isEqualTo(SIX);
        assertThat(scene.events()).endsWith("payment.contradiction");
    }

    @Test
    void oneThatComesBeforeThePaymentWaitsForIt() {
        scene = Scene.open();
        attempt = scene.start("card");
        assertThat(seen("re_1", refunded(TEN))).isFalse();
        assertThat(scene.attempt(attempt.id()).status()).isEqualTo(AttemptStatus.STARTED);
        scene.notified(attempt, collected(TEN));
        assertThat(seen("re_1", refunded(TEN))).isTrue();
        assertThat(scene.payment().refunded()).isEqualTo(TEN);
    }

    private boolean seen(String ref, Outcome outcome) {
        RefundReport report = new RefundReport(attempt.id(), ref, outcome);
        return ForeignRefunds.seen(scene.life.operations(), scene.file, scene.attempt(attempt.id()), report, scene.now);
    }

    private Operation refund(@Nullable Money amount) {
        return scene.life.operations().refund(scene.file, scene.payment, amount, null, scene.now);
    }
}
