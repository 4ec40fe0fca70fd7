package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.Pending;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.simulator.AlipayQuirk;
import dev.tillgate.provider.alipay.simulator.AlipaySimulator;
import dev.tillgate.provider.simulator.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that goes wrong with Alipay, and what is concluded from it. */
class AlipayTroubleTest {
    private final AlipayHouse house = new AlipayHouse();
    private final AttemptId attempt = AttemptId.next();

    @AfterEach
    void close() {
        house.close();
    }

    private Outcome send(OperationRequest request) {
        return house.outcome(() ->
                request.kind() == OperationKind.VOID ? house.provider.cancel(request) : house.provider.refund(request));
    }

    private Outcome ask(OperationRequest request) {
        return house.outcome(() -> house.provider.queryOperation(request));
    }

    private AlipaySimulator.Truth truth() {
        return Objects.requireNonNull(house.simulator.truth("shop", attempt.value()));
    }

    @ParameterizedTest
    @EnumSource(Fault.Kind.class)
    void noFaultOfTheWireIsAYesOrANo(Fault.Kind kind) {
        house.faults.next(Fault.of(kind));
        Outcome outcome = house.start(attempt, Alipay.QR);
        switch (kind) {
            case NONE -> assertThat(outcome).isInstanceOf(Outcome.PayerMust.class);
            case RATE_LIMIT -> assertThat(outcome).isInstanceOf(NotSent.class);
            default -> assertThat(outcome).isInstanceOf(Unknown.class);
        }
        AttemptId paid = house.paid();
        house.faults.next(Fault.of(kind));
        assertThat(house.query(paid, Alipay.QR)).isInstanceOf(kind == Fault.Kind.NONE ? Done.class : Unknown.class);
    }

    @Test
    void anUnsignedFailureIsNotBelieved() {
        attemptPaid();
        house.simulator.next(AlipayQuirk.UNSIGNED_FAILURE);
        assertThat(house.queryForgetful(attempt, Alipay.QR)).isInstanceOf(Unknown.class);
        house.simulator.next(AlipayQuirk.UNSIGNED_FAILURE);
        assertThat(send(house.operation(OperationKind.VOID, attempt, 1230))).isInstanceOf(Unknown.class);
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOf(Done.class);
    }

    private void attemptPaid() {
        house.start(attempt, Alipay.QR);
        house.simulator.pays("shop", attempt.value());
        house.query(attempt, Alipay.QR);
    }

    @Test
    void slashesEscapedAfterSigningAreRead() {
        house.simulator.next(AlipayQuirk.SLASHES_ESCAPED);
        assertThat(house.start(attempt, Alipay.QR)).isInstanceOf(Outcome.PayerMust.class);
        assertThat(new String(house.answers.get(0).body(), StandardCharsets.UTF_8))
                .contains("http:\\/\\/sim.test\\/qr\\/");
    }

    @Test
    void aSystemErrorIsUnknownAndTheQueryTells() {
        attemptPaid();
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, 100);
        house.simulator.next(AlipayQuirk.SYSTEM_ERROR_AFTER);
        assertThat(send(refund)).isInstanceOf(Unknown.class);
        assertThat(ask(refund)).isInstanceOf(Done.class);
        assertThat(send(refund)).isEqualTo(ask(refund));
        assertThat(truth().refunded().minorUnits()).isEqualTo(100);
    }

    @Test
    void anotherCertificateOfAlipayIsUnknown() {
        try (AlipayHouse certified = new AlipayHouse(null, true, true)) {
            certified.simulator.next(AlipayQuirk.CERTIFICATE_CHANGED);
            assertThat(certified.start(attempt, Alipay.QR)).isInstanceOf(Unknown.class);
            assertThat(certified.start(attempt, Alipay.QR)).isInstanceOf(Outcome.PayerMust.class);
        }
    }

    @Test
    void aNewCertificateOfAlipayIsFetchedAndChecked() {
        for (boolean encrypted : new boolean[] {false, true}) {
            try (AlipayHouse certified = new AlipayHouse(null, true, encrypted)) {
                AttemptId before = certified.paid();
                certified.simulator.renews("shop");
                assertThat(certified.query(before, Alipay.QR)).isInstanceOf(Done.class);
                int asked = certified.asks.size();
                assertThat(certified.query(before, Alipay.QR)).isInstanceOf(Done.class);
                assertThat(certified.asks).hasSize(asked + 1);
                certified.simulator.renews("shop");
                assertThat(certified.query(before, Alipay.QR)).isInstanceOf(Done.class);
            }
        }
    }

    @Test
    void aCertificateOfAnotherRootIsNotTrusted() {
        Settings ours = house.simulator.account("ours", true, false);
        Settings theirs = house.simulator.account("theirs", true, false);
        AlipayAccount account = AlipayAccount.of(ours);
        X509Certificate right = certificate(ours, Alipay.ALIPAY_CERTIFICATE);
        X509Certificate foreign = certificate(theirs, Alipay.ALIPAY_CERTIFICATE);
        X509Certificate app = certificate(ours, Alipay.APP_CERTIFICATE);
        assertThat(account.renewed(List.of(right), AlipaySerial.of(right), house.instant()))
                .isNotNull();
        assertThat(account.renewed(List.of(foreign), AlipaySerial.of(foreign), house.instant()))
                .isNull();
        assertThat(account.renewed(List.of(app), AlipaySerial.of(app), house.instant()))
                .isNull();
        assertThat(account.renewed(List.of(right), AlipaySerial.of(app), house.instant()))
                .isNull();
        assertThat(account.renewed(
                        List.of(right), AlipaySerial.of(right), house.instant().plus(Duration.ofDays(4000))))
                .isNull();
        assertThat(account.renewed(List.of(), AlipaySerial.of(right), house.instant()))
                .isNull();
    }

    private static X509Certificate certificate(Settings settings, String field) {
        return AlipayKeys.certificates(settings.get(field)).get(0);
    }

    @Test
    void anOpenedTradeIsClosed() {
        house.start(attempt, Alipay.QR);
        house.simulator.opens("shop", attempt.value());
        OperationRequest closing = house.operation(OperationKind.VOID, attempt, 1230);
        assertThat(ask(closing)).isInstanceOf(NotSent.class);
        Outcome closed = send(closing);
        assertThat(closed).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.CLOSED));
        assertThat(ask(closing)).isEqualTo(closed);
        assertThat(send(closing)).isEqualTo(closed);
        assertThat(house.methods()).doesNotContain("alipay.trade.cancel");
    }

    @Test
    void anUnopenedCodeIsClosedAsSoonAsItIsOpened() {
        house.start(attempt, Alipay.QR);
        OperationRequest closing = house.operation(OperationKind.VOID, attempt, 1230);
        Outcome first = send(closing);
        assertThat(first).isInstanceOf(Pending.class);
        OperationRequest again = AlipayHouse.asked(closing, closing.operation().value());
        assertThat(ask(again)).isInstanceOf(NotSent.class);
        assertThat(send(again)).isInstanceOf(Pending.class);
        assertThat(house.methods().stream().filter("alipay.trade.cancel"::equals))
                .hasSize(1);
        house.simulator.opens("shop", attempt.value());
        assertThat(send(again)).isInstanceOf(Done.class);
        house.simulator.pays("shop", attempt.value());
        assertThat(truth().paid().isZero()).isTrue();
    }

    @Test
    void anUnopenedCodeIsClosedWhenItsTimeIsUp() {
        house.start(attempt, Alipay.QR);
        OperationRequest closing = house.operation(OperationKind.VOID, attempt, 1230);
        house.pass(Duration.ofMinutes(62));
        assertThat(send(AlipayHouse.asked(closing, "x"))).isInstanceOf(Pending.class);
        house.pass(Duration.ofMinutes(4));
        assertThat(send(AlipayHouse.asked(closing, "x"))).isInstanceOf(Done.class);
        house.simulator.pays("shop", attempt.value());
        assertThat(truth().paid().isZero()).isTrue();
    }

    @Test
    void aSavedCodeThatIsPaidAllTheSameIsToldAsPaid() {
        house.start(attempt, Alipay.QR);
        OperationRequest closing = house.operation(OperationKind.VOID, attempt, 1230);
        assertThat(send(closing)).isInstanceOf(Pending.class);
        house.simulator.pays("shop", attempt.value());
        assertThat(ask(closing)).isInstanceOf(Declined.class);
        assertThat(send(closing)).isInstanceOf(Declined.class);
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.CAPTURED));
        assertThat(truth().refunded().isZero()).isTrue();
    }

    @Test
    void moneyGivenBackByACancelIsToldAsSuch() {
        house.start(attempt, Alipay.QR);
        OperationRequest closing = house.operation(OperationKind.VOID, attempt, 1230);
        house.simulator.next(AlipayQuirk.PAID_BEFORE_CANCEL);
        assertThat(send(closing)).isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.providerCode())
                .isEqualTo(AlipayReading.CLOSED_AFTER_PAYMENT));
        assertThat(ask(closing)).isInstanceOf(Declined.class);
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.REFUNDED));
        assertThat(truth().refunded()).isEqualTo(AlipayHouse.AMOUNT);
    }

    @Test
    void aMisspelledErrorOfCancelIsNoAnswer() {
        house.start(attempt, Alipay.QR);
        house.simulator.next(AlipayQuirk.MISSPELLED_ERROR_AFTER);
        assertThat(send(house.operation(OperationKind.VOID, attempt, 1230))).isInstanceOf(Pending.class);
    }

    @Test
    void aLatePaymentAfterACloseIsFound() {
        house.start(attempt, Alipay.QR);
        house.simulator.opens("shop", attempt.value());
        house.simulator.next(AlipayQuirk.PAID_AFTER_CLOSE);
        assertThat(send(house.operation(OperationKind.VOID, attempt, 1230))).isInstanceOf(Done.class);
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.CAPTURED));
    }

    @Test
    void aSlowRefundIsDoneOnlyWhenItIs() {
        attemptPaid();
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, 1230);
        house.simulator.next(AlipayQuirk.REFUND_SLOW);
        assertThat(send(refund)).isInstanceOf(Unknown.class);
        assertThat(ask(refund)).isInstanceOf(NotSent.class);
        assertThat(send(refund)).isInstanceOf(Unknown.class);
        house.simulator.settles("shop", attempt.value(), refund.operation().value());
        assertThat(ask(refund)).isInstanceOf(Done.class);
        assertThat(send(refund)).isInstanceOf(Done.class);
        assertThat(truth().refunded()).isEqualTo(AlipayHouse.AMOUNT);
    }

    @Test
    void aRefundWithoutBalanceSaysSo() {
        attemptPaid();
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, 100);
        house.simulator.next(AlipayQuirk.REFUND_WITHOUT_BALANCE);
        assertThat(send(refund)).isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.providerCode())
                .isEqualTo("ACQ.SELLER_BALANCE_NOT_ENOUGH"));
        assertThat(send(refund)).isInstanceOf(Done.class);
    }

    @Test
    void anotherAmountUnderTheSameNumberIsUnknown() {
        attemptPaid();
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, 100);
        send(refund);
        OperationRequest other = new OperationRequest(
                refund.operation(),
                refund.kind(),
                attempt,
                refund.chargeRef(),
                null,
                AlipayHouse.AMOUNT,
                AlipayHouse.AMOUNT);
        assertThat(send(other)).isInstanceOf(Unknown.class);
        assertThat(ask(other)).isInstanceOf(Unknown.class);
        assertThat(truth().refunded().minorUnits()).isEqualTo(100);
    }

    @Test
    void aFullRefundClosesTheTradeAndIsNotAnUnpaidOne() {
        attemptPaid();
        assertThat(send(house.operation(OperationKind.REFUND, attempt, 1230))).isInstanceOf(Done.class);
        assertThat(truth().status()).isEqualTo("TRADE_CLOSED");
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.REFUNDED));
    }

    @Test
    void aFinishedTradeIsPaidAndCannotBeRefunded() {
        attemptPaid();
        house.simulator.finishes("shop", attempt.value());
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.CAPTURED));
        assertThat(send(house.operation(OperationKind.REFUND, attempt, 100)))
                .isEqualTo(new Outcome.Refused("ACQ.TRADE_HAS_FINISHED"));
    }

    @Test
    void theBookAndItsKeysSurviveARestart(@TempDir Path folder) {
        String key;
        try (AlipayHouse before = new AlipayHouse(folder, false, false)) {
            key = before.simulator.account("shop").get(Alipay.PRIVATE_KEY);
            before.start(attempt, Alipay.QR);
            before.simulator.pays("shop", attempt.value());
        }
        try (AlipayHouse after = new AlipayHouse(folder, false, false)) {
            assertThat(after.simulator.account("shop").get(Alipay.PRIVATE_KEY)).isEqualTo(key);
            assertThat(after.queryForgetful(attempt, Alipay.QR)).isInstanceOf(Done.class);
        }
    }
}
