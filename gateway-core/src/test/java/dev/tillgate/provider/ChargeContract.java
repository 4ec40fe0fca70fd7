package dev.tillgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.BreakableExchange.Cut;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.http.Exchanges;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.http.Transcript;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The part of the contract about charges: lost requests, lost answers, and what the query says of them. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ChargeContract {
    private final Transcript.Memory transcript = new Transcript.Memory(5_000);
    private ProviderFixture fixture;
    private HttpExchange http;
    private Exchanges exchanges;

    /** Starts the simulator; called once. */
    protected abstract ProviderFixture open();

    @BeforeAll
    void openFixture() {
        fixture = open();
        http = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
        exchanges = new Exchanges(http, new SimpleMeterRegistry(), transcript);
    }

    @AfterAll
    void closeFixture() {
        http.close();
        fixture.close();
    }

    ProviderFixture fixture() {
        return fixture;
    }

    /** A merchant with a wire of its own to break. */
    Merchant merchant(int number) {
        return new Merchant(number, fixture, exchanges.forAccount(fixture.type().id(), "merchant-" + number));
    }

    Money amount() {
        return fixture.amounts().get(0);
    }

    @Test
    void everyAmountIsExact() {
        Merchant merchant = merchant(1);
        assertThat(fixture.amounts()).isNotEmpty();
        for (Money amount : fixture.amounts()) {
            AttemptId attempt = merchant.charged(amount, CaptureMode.AUTOMATIC);
            assertThat(merchant.query(attempt, amount)).isInstanceOfSatisfying(Done.class, done -> assertThat(done)
                    .extracting(Done::effect, Done::amount)
                    .containsExactly(Effect.CAPTURED, amount));
            assertThat(merchant.truth(attempt).captured()).isEqualTo(amount);
        }
    }

    @Test
    void theSameAttemptTwiceIsOneCharge() {
        Merchant merchant = merchant(1);
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = fixture.charge(attempt, amount(), CaptureMode.AUTOMATIC);
        Outcome first = merchant.start(request);
        Outcome second = merchant.start(request);
        fixture.payerPays(1, attempt);
        merchant.query(attempt, amount());
        assertThat(second).isEqualTo(first);
        assertThat(merchant.truth(attempt).charges()).isEqualTo(1);
        assertThat(merchant.truth(attempt).captured()).isEqualTo(amount());
    }

    @Test
    void theSameAttemptWithAnotherAmountIsNeverASecondCharge() {
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        Money other = amount().plus(amount());
        Outcome outcome = merchant.start(fixture.charge(attempt, other, CaptureMode.AUTOMATIC));
        assertThat(outcome).isNotInstanceOfAny(Done.class, Declined.class, NotSent.class);
        assertThat(merchant.truth(attempt).charges()).isEqualTo(1);
        assertThat(merchant.truth(attempt).captured()).isEqualTo(amount());
    }

    @Test
    void aRefusedConnectionIsNotSent() {
        Merchant merchant = merchant(1);
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = fixture.charge(attempt, amount(), CaptureMode.AUTOMATIC);
        Outcome outcome = merchant.broken(Cut.CONNECTION_REFUSED, () -> merchant.provider.start(request));
        assertThat(outcome).isInstanceOf(NotSent.class);
        assertThat(merchant.truth(attempt).charges()).isZero();
    }

    @Test
    void aLostRequestIsUnknownAndTheQueryFindsNothing() {
        Merchant merchant = merchant(1);
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = fixture.charge(attempt, amount(), CaptureMode.AUTOMATIC);
        Outcome outcome = merchant.broken(Cut.REQUEST_LOST, () -> merchant.provider.start(request));
        assertThat(outcome).isInstanceOf(Unknown.class);
        // A provider that cannot be asked for a reference starts it again with the same key: then it waits for the
        // payer.
        assertThat(merchant.query(attempt, amount())).isInstanceOfAny(NotSent.class, PayerMust.class);
        assertThat(merchant.truth(attempt).captured().isZero()).isTrue();
    }

    @Test
    void aLostAnswerIsUnknownAndTheQueryTellsTheTruth() {
        Merchant merchant = merchant(1);
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = fixture.charge(attempt, amount(), CaptureMode.AUTOMATIC);
        Outcome outcome = merchant.broken(Cut.ANSWER_LOST, () -> merchant.provider.start(request));
        assertThat(outcome).isInstanceOf(Unknown.class);
        fixture.payerPays(1, attempt);
        assertThat(merchant.query(attempt, amount()))
                .isInstanceOfSatisfying(Done.class, done -> assertThat(done.amount())
                        .isEqualTo(merchant.truth(attempt).captured()));
    }

    @Test
    void aQueryThatIsLostSaysNothing() {
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        for (Cut cut : List.of(Cut.REQUEST_LOST, Cut.ANSWER_LOST)) {
            Outcome outcome = merchant.broken(cut, () -> merchant.provider.query(merchant.charge(attempt, amount())));
            assertThat(outcome).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aDeclineHasAReasonAndMovesNothing() {
        Merchant merchant = merchant(1);
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = fixture.declined(attempt, amount());
        assumeTrue(request != null, "this provider's declines need the payer");
        Outcome outcome = merchant.start(Objects.requireNonNull(request));
        assertThat(outcome).isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.providerCode())
                .isNotBlank());
        assertThat(merchant.query(attempt, amount())).isEqualTo(outcome);
        assertThat(merchant.truth(attempt).captured().isZero()).isTrue();
    }

    @Test
    void aWaitingChargeTellsThePayerWhatToDo() {
        Merchant merchant = merchant(1);
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = fixture.waiting(attempt, amount());
        assumeTrue(request != null, "this provider's charges never wait for the payer");
        Outcome outcome = merchant.start(Objects.requireNonNull(request));
        assertThat(outcome).isInstanceOf(PayerMust.class);
        assertThat(merchant.query(attempt, amount())).isInstanceOfAny(PayerMust.class, Outcome.Pending.class);
        fixture.payerPays(1, attempt);
        assertThat(merchant.query(attempt, amount())).isInstanceOf(Done.class);
    }

    @Test
    void twoMerchantsInterleavedStayApart() {
        Merchant first = merchant(1);
        Merchant second = merchant(2);
        List<AttemptId> firsts = new ArrayList<>();
        List<AttemptId> seconds = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            firsts.add(first.charged(amount(), CaptureMode.AUTOMATIC));
            seconds.add(second.charged(amount(), CaptureMode.AUTOMATIC));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(first.query(firsts.get(i), amount())).isInstanceOf(Done.class);
            assertThat(second.query(seconds.get(i), amount())).isInstanceOf(Done.class);
            assertThat(second.query(firsts.get(i), amount())).isInstanceOfAny(NotSent.class, PayerMust.class);
            assertThat(second.truth(firsts.get(i)).captured().isZero()).isTrue();
        }
    }

    @Test
    void wrongCredentialsAreForTheOperator() {
        Provider stranger = fixture.type()
                .opener()
                .open(fixture.settings(1), ask -> http.send(fixture.spoiled(ask)), InstantSource.system());
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = fixture.charge(attempt, amount(), CaptureMode.AUTOMATIC);
        Outcome outcome = Merchant.outcome(() -> stranger.start(request));
        assertThat(outcome).isInstanceOfAny(Outcome.Refused.class, Unknown.class);
        assertThat(fixture.truth(1, attempt).charges()).isZero();
    }

    @Test
    void powersAreWhatTheClassSays() {
        Provider provider = merchant(1).provider;
        assertThat(provider).isInstanceOf(fixture.type().provider());
        boolean reserves = fixture.type().methods().stream().anyMatch(MethodType::manualCapture);
        assertThat(reserves).isEqualTo(fixture.type().can(Provider.Captures.class));
        assertThat(fixture.type().methods()).isNotEmpty();
    }

    @Test
    void noSecretIsEverSeen() {
        Merchant merchant = merchant(1);
        AttemptId attempt = merchant.charged(amount(), CaptureMode.AUTOMATIC);
        OperationRequest refund = merchant.operation(OperationKind.REFUND, attempt, amount(), amount());
        if (fixture.type().can(Provider.Refunds.class)) {
            merchant.send(refund);
        }
        ChargeRequest request = fixture.charge(attempt, amount(), CaptureMode.AUTOMATIC);
        String instrument = request.instrument();
        String seen = transcript.entries() + " " + merchant.provider + fixture.settings(1) + request
                + merchant.wire.lastAsk() + refund + fixture.notification(1, attempt);
        assertThat(seen).contains(attempt.value());
        assertThat(seen).doesNotContain(fixture.secrets(1));
        if (instrument != null) {
            assertThat(seen).doesNotContain(instrument);
        }
    }
}
