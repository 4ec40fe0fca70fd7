package dev.tillgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.BreakableExchange.Cut;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.OperationRequest;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The part of the contract about captures, refunds and voids. Each applies where the provider has the power. */
abstract class OperationContract extends AnswerContract {
    @Test
    void partialCapturesAddUp() {
        needs(Provider.Captures.class);
        for (Money amount : fixture().amounts()) {
            Merchant merchant = merchant(1);
            AttemptId attempt = merchant.charged(amount, CaptureMode.MANUAL);
            assertThat(merchant.query(attempt, amount)).isInstanceOfSatisfying(Done.class, done -> assertThat(done)
                    .extracting(Done::effect, Done::amount)
                    .containsExactly(Effect.AUTHORIZED, amount));
            Money part = Money.ofMinor(amount.minorUnits() / 3, amount.currencyCode());
            Money rest = amount.minus(part);
            captures(merchant, attempt, part, amount);
            assertThat(merchant.truth(attempt).captured()).isEqualTo(part);
            if (merchant.truth(attempt).reserved().isZero()) {
                // One capture only: the rest was let go.
                fails(merchant, OperationKind.CAPTURE, attempt, rest, amount);
                continue;
            }
            fails(merchant, OperationKind.CAPTURE, attempt, rest.plus(part), amount);
            assertThat(merchant.truth(attempt).captured()).isEqualTo(part);
            captures(merchant, attempt, rest, amount);
            assertThat(merchant.truth(attempt).captured()).isEqualTo(amount);
            fails(merchant, OperationKind.CAPTURE, attempt, part, amount);
        }
    }

    @Test
    void partialRefundsAddUp() {
        needs(Provider.Refunds.class);
        for (Money amount : fixture().amounts()) {
            Merchant merchant = merchant(1);
            AttemptId attempt = merchant.charged(amount, CaptureMode.AUTOMATIC);
            Money part = Money.ofMinor(amount.minorUnits() / 3, amount.currencyCode());
            Money rest = amount.minus(part);
            fails(merchant, OperationKind.REFUND, attempt, amount.plus(part), amount);
            succeeds(merchant, OperationKind.REFUND, attempt, part, amount, Effect.REFUNDED);
            fails(merchant, OperationKind.REFUND, attempt, amount, amount);
            succeeds(merchant, OperationKind.REFUND, attempt, rest, amount, Effect.REFUNDED);
            fails(merchant, OperationKind.REFUND, attempt, part, amount);
            assertThat(merchant.truth(attempt).refunded()).isEqualTo(amount);
        }
    }

    @Test
    void theSameOperationTwiceIsDoneOnce() {
        needs(Provider.Refunds.class);
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        Money part = Money.ofMinor(amount().minorUnits() / 4, amount().currencyCode());
        OperationRequest refund = merchant.operation(OperationKind.REFUND, attempt, part, amount());
        Outcome first = merchant.send(refund);
        assertThat(merchant.send(refund)).isEqualTo(first).isInstanceOf(Done.class);
        assertThat(merchant.truth(attempt).refunded()).isEqualTo(part);
    }

    @Test
    void anOperationWhoseAnswerWasLostIsFoundOrRepeatedHarmlessly() {
        needs(Provider.Refunds.class);
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        Money part = Money.ofMinor(amount().minorUnits() / 4, amount().currencyCode());
        OperationRequest refund = merchant.operation(OperationKind.REFUND, attempt, part, amount());
        assertThat(merchant.broken(Cut.ANSWER_OF_CHANGE_LOST, merchant.call(refund)))
                .isInstanceOf(Unknown.class);
        if (fixture().type().can(Provider.QueriesOperations.class)) {
            assertThat(merchant.queryOperation(refund))
                    .isInstanceOfSatisfying(
                            Done.class, done -> assertThat(done.amount()).isEqualTo(part));
        }
        assertThat(merchant.send(refund)).isInstanceOf(Done.class);
        assertThat(merchant.truth(attempt).refunded()).isEqualTo(part);
    }

    @Test
    void anOperationThatNeverArrivedHasNoRecord() {
        needs(Provider.Refunds.class);
        needs(Provider.QueriesOperations.class);
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        OperationRequest refund = merchant.operation(OperationKind.REFUND, attempt, amount(), amount());
        assertThat(merchant.broken(Cut.REQUEST_LOST, merchant.call(refund))).isInstanceOf(Unknown.class);
        assertThat(merchant.queryOperation(refund)).isInstanceOf(NotSent.class);
        assertThat(merchant.truth(attempt).refunded().isZero()).isTrue();
    }

    @Test
    void reservedMoneyIsReleased() {
        needs(Provider.Captures.class);
        needs(Provider.Voids.class);
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.MANUAL);
        succeeds(merchant, OperationKind.VOID, attempt, amount(), amount(), Effect.CLOSED);
        assertThat(merchant.truth(attempt).reserved().isZero()).isTrue();
        fails(merchant, OperationKind.CAPTURE, attempt, amount(), amount());
        assertThat(merchant.query(attempt, amount()))
                .isInstanceOfSatisfying(
                        Done.class, done -> assertThat(done.effect()).isEqualTo(Effect.CLOSED));
    }

    @Test
    void aClosedChargeCannotBePaidAnyMore() {
        needs(Provider.Voids.class);
        Merchant merchant = merchant(1);
        AttemptId attempt = AttemptId.next();
        ChargeRequest waiting = fixture().waiting(attempt, amount());
        assumeTrue(waiting != null, "this provider's charges never wait for the payer");
        merchant.start(Objects.requireNonNull(waiting));
        succeeds(merchant, OperationKind.VOID, attempt, amount(), amount(), Effect.CLOSED);
        fixture().payerPays(1, attempt);
        Outcome late = merchant.query(attempt, amount());
        assertThat(late instanceof Done done && done.effect() != Effect.CLOSED).isFalse();
        assertThat(merchant.truth(attempt).captured().isZero()).isTrue();
    }

    @Test
    void collectedMoneyIsNotClosed() {
        needs(Provider.Voids.class);
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        fails(merchant, OperationKind.VOID, attempt, amount(), amount());
        assertThat(merchant.truth(attempt).captured()).isEqualTo(amount());
    }

    @Test
    void anotherMerchantsChargeIsOutOfReach() {
        needs(Provider.Refunds.class);
        AttemptId attempt = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        fails(merchant(2), OperationKind.REFUND, attempt, amount(), amount());
        assertThat(merchant(1).truth(attempt).refunded().isZero()).isTrue();
    }

    private void needs(Class<? extends Provider> power) {
        assumeTrue(fixture().type().can(power), "this provider has no " + power.getSimpleName());
    }

    private static void captures(Merchant merchant, AttemptId attempt, Money amount, Money charged) {
        OperationRequest request = merchant.operation(OperationKind.CAPTURE, attempt, amount, charged);
        Outcome outcome = merchant.send(request);
        assertThat(outcome).isInstanceOfSatisfying(Done.class, done -> {
            assertThat(done.amount()).isEqualTo(amount);
            boolean restIsFree = merchant.truth(attempt).reserved().isZero();
            assertThat(done.effect())
                    .isIn(restIsFree ? Set.of(Effect.CAPTURED, Effect.CAPTURED_FINALLY) : Set.of(Effect.CAPTURED));
        });
        if (merchant.fixture.type().can(Provider.QueriesOperations.class)) {
            assertThat(merchant.queryOperation(request)).isEqualTo(outcome);
        }
    }

    private static void succeeds(
            Merchant merchant, OperationKind kind, AttemptId attempt, Money amount, Money charged, Effect effect) {
        OperationRequest request = merchant.operation(kind, attempt, amount, charged);
        Outcome outcome = merchant.send(request);
        assertThat(outcome).isInstanceOfSatisfying(Done.class, done -> assertThat(done)
                .extracting(Done::effect, Done::amount)
                .containsExactly(effect, amount));
        if (merchant.fixture.type().can(Provider.QueriesOperations.class)) {
            assertThat(merchant.queryOperation(request)).isEqualTo(outcome);
        }
    }

    private static void fails(Merchant merchant, OperationKind kind, AttemptId attempt, Money amount, Money charged) {
        Outcome outcome = merchant.send(merchant.operation(kind, attempt, amount, charged));
        assertThat(outcome).isInstanceOfAny(Outcome.Refused.class, Outcome.Declined.class);
    }
}
