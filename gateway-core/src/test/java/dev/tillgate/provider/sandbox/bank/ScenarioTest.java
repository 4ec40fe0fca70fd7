package dev.tillgate.provider.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.Pending;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Queries;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scenario does what its name says, over real HTTP. */
class ScenarioTest {
    private static BankHouse house;

    @BeforeAll
    static void open() {
        house = BankHouse.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    void everyDeclineReasonHasAToken(DeclineReason reason) {
        AttemptId attempt = AttemptId.next();
        Outcome outcome = house.start(attempt, "tok_declined_" + reason.name().toLowerCase(Locale.ROOT));
        assertThat(outcome).isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.reason())
                .isEqualTo(reason));
        assertThat(house.charge(attempt).state().captured()).isZero();
    }

    /** The answer is unusable, the money moved, and only the query tells. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tok_silent",
                "tok_never_answers",
                "tok_answers_garbage",
                "tok_answers_html",
                "tok_answers_empty",
                "tok_answers_truncated",
                "tok_wrong_signature",
                "tok_error_after_charging"
            })
    void anUnusableAnswerIsUnknownUntilItIsAskedFor(String token) {
        AttemptId attempt = AttemptId.next();
        assertThat(house.start(attempt, token)).isInstanceOf(Unknown.class);
        assertThat(house.query(attempt)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.amount())
                .isEqualTo(BankHouse.AMOUNT));
        assertThat(house.charge(attempt).captured()).isEqualTo(BankHouse.AMOUNT);
    }

    @Test
    void anErrorBeforeChargingIsUnknownTooAndTheQueryFindsNothing() {
        AttemptId attempt = AttemptId.next();
        assertThat(house.start(attempt, "tok_error_before_charging")).isInstanceOf(Unknown.class);
        assertThat(house.query(attempt)).isInstanceOf(NotSent.class);
    }

    @Test
    void tooManyRequestsIsSafeToRepeat() {
        assertThat(house.start(AttemptId.next(), "tok_rate_limited")).isInstanceOf(NotSent.class);
    }

    @Test
    void aLateAnswerIsStillAnAnswer() {
        long start = System.nanoTime();
        assertThat(house.start(AttemptId.next(), "tok_answers_late")).isInstanceOf(Done.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2_900));
    }

    @Test
    void anotherAmountIsSaidOpenly() {
        assertThat(house.start(AttemptId.next(), "tok_amount_mismatch"))
                .isInstanceOfSatisfying(
                        Done.class, done -> assertThat(done.amount()).isEqualTo(Money.ofMinor(1229, "EUR")));
    }

    @Test
    void aPendingChargeIsDecidedLater() {
        AttemptId approved = AttemptId.next();
        AttemptId declined = AttemptId.next();
        AttemptId never = AttemptId.next();
        assertThat(house.start(approved, "tok_pending_then_approved")).isInstanceOf(Pending.class);
        assertThat(house.start(declined, "tok_pending_then_declined")).isInstanceOf(Pending.class);
        assertThat(house.start(never, "tok_pending_for_ever")).isInstanceOf(Pending.class);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(house.query(approved)).isInstanceOf(Done.class);
            assertThat(house.query(declined)).isInstanceOf(Declined.class);
        });
        assertThat(house.query(never)).isInstanceOf(Pending.class);
    }

    @Test
    void aChallengeIsPassedOrNot() {
        AttemptId passed = AttemptId.next();
        AttemptId rejected = AttemptId.next();
        AttemptId declined = AttemptId.next();
        assertThat(house.start(passed, "tok_challenge"))
                .isInstanceOfSatisfying(Outcome.PayerMust.class, must -> assertThat(must.action())
                        .isInstanceOf(NextAction.Redirect.class));
        house.start(rejected, "tok_challenge");
        house.start(declined, "tok_challenge_then_declined");
        house.payer.presses(house.charge(passed), "confirm");
        house.payer.presses(house.charge(rejected), "reject");
        house.payer.presses(house.charge(declined), "confirm");
        assertThat(house.query(passed)).isInstanceOf(Done.class);
        assertThat(house.query(rejected)).isInstanceOfSatisfying(Declined.class, no -> assertThat(no.reason())
                .isEqualTo(DeclineReason.AUTHENTICATION_FAILED));
        assertThat(house.query(declined)).isInstanceOf(Declined.class);
    }

    @Test
    void refundsThatTakeTimeSucceedOrFail() throws Exception {
        AttemptId good = AttemptId.next();
        AttemptId bad = AttemptId.next();
        house.start(good, "tok_refunds_later");
        house.start(bad, "tok_refunds_fail");
        OperationRequest first = house.operation(OperationKind.REFUND, good, BankHouse.AMOUNT);
        OperationRequest second = house.operation(OperationKind.REFUND, bad, BankHouse.AMOUNT);
        assertThat(house.provider.refund(first)).isInstanceOf(Pending.class);
        assertThat(house.provider.refund(second)).isInstanceOf(Pending.class);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(house.provider.queryOperation(first)).isInstanceOf(Done.class);
            assertThat(house.provider.queryOperation(second)).isInstanceOf(Declined.class);
        });
        assertThat(house.charge(good).refunded()).isEqualTo(BankHouse.AMOUNT);
        assertThat(house.charge(bad).refunded().isZero()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"card", "wallet", "qr", "bank_transfer"})
    void everyMethodTellsThePayerWhatToDo(String method) {
        AttemptId attempt = AttemptId.next();
        Outcome outcome = house.start(house.request(attempt, method, null, CaptureMode.AUTOMATIC));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.PayerMust.class, must -> {
            switch (must.action()) {
                case NextAction.Redirect redirect ->
                    assertThat(redirect.url()).startsWith(house.server.url() + "/pay/");
                case NextAction.Scan scan -> assertThat(scan.content()).startsWith(house.server.url() + "/pay/");
                case NextAction.Transfer transfer ->
                    assertThat(transfer.details())
                            .extracting(NextAction.Detail::label)
                            .contains("iban", "reference", "amount", "sandbox_page");
                default -> throw new AssertionError("unexpected " + must.action());
            }
            assertThat(must.action().expiresAt()).isNotNull();
        });
    }

    @Test
    void anAnswerAboutAnotherAmountThanAskedForIsNotBelieved() {
        AttemptId attempt = AttemptId.next();
        house.start(attempt, "tok_visa");
        Money other = Money.ofMinor(1231, "EUR");
        Money otherCurrency = Money.ofMinor(1230, "USD");
        for (Money asked : List.of(other, otherCurrency)) {
            assertThat(BankHouse.outcome(() -> house.provider.query(Queries.about(attempt, asked))))
                    .isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aReferenceClosedBeforeItsChargeCameIsNeverCharged() throws Exception {
        AttemptId attempt = AttemptId.next();
        OperationRequest close = house.operation(OperationKind.VOID, attempt, BankHouse.AMOUNT);
        assertThat(house.provider.cancel(close)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.CLOSED));
        assertThat(house.start(attempt, "tok_visa"))
                .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.reason())
                        .isEqualTo(DeclineReason.CLOSED));
        assertThat(house.charge(attempt).state().captured()).isZero();
    }

    @Test
    void moneyThatAMethodCannotTakeIsRefused() {
        AttemptId attempt = AttemptId.next();
        Outcome manual = house.start(house.request(attempt, "wallet", null, CaptureMode.MANUAL));
        assertThat(manual).isInstanceOf(Outcome.Refused.class);
        assertThat(house.start(AttemptId.next(), "tok_no_such_thing")).isInstanceOf(Outcome.Refused.class);
    }
}
