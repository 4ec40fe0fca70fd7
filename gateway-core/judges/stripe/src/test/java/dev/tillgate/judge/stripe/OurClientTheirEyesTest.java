package dev.tillgate.judge.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.NextAction.Redirect;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What our client says happened is what Stripe's own client sees. */
class OurClientTheirEyesTest {
    private Court court;

    @BeforeEach
    void open() throws IOException {
        court = new Court();
    }

    @AfterEach
    void close() {
        court.close();
    }

    @Test
    void aPaidPageIsPaidInTheirEyes() throws IOException, StripeException {
        ChargeRequest request = court.charge(AttemptId.next(), null, CaptureMode.AUTOMATIC);
        Outcome.PayerMust must = (Outcome.PayerMust) court.ours.start(request);
        court.press(((Redirect) must.action()).url(), Choice.PAY);
        Done done = (Done) court.ours.query(new ChargeQuery(request, must.ref()));
        assertThat(done.effect()).isEqualTo(Effect.CAPTURED);
        Session session = court.theirs.v1().checkout().sessions().retrieve(must.ref());
        assertThat(session.getPaymentIntent()).isEqualTo(done.ref());
        assertThat(session.getClientReferenceId()).isEqualTo(request.attempt().value());
        assertThat(session.getPaymentStatus()).isEqualTo("paid");
        PaymentIntent intent = court.theirs.v1().paymentIntents().retrieve(done.ref());
        assertThat(intent.getAmountReceived()).isEqualTo(done.amount().minorUnits());
        assertThat(intent.getMetadata())
                .containsEntry("tillgate_attempt", request.attempt().value());
    }

    @Test
    void aPartIsCollectedAndAPartOfThatGivenBackInTheirEyes() throws IOException, StripeException {
        ChargeRequest request = court.charge(AttemptId.next(), "pm_card_visa", CaptureMode.MANUAL);
        Done reserved = (Done) court.ours.start(request);
        assertThat(reserved.effect()).isEqualTo(Effect.AUTHORIZED);
        Outcome captured = ((Provider.Captures) court.ours)
                .capture(operation(OperationKind.CAPTURE, request, reserved.ref(), 1000));
        assertThat(captured).isInstanceOf(Done.class);
        Outcome refunded =
                ((Provider.Refunds) court.ours).refund(operation(OperationKind.REFUND, request, reserved.ref(), 400));
        assertThat(refunded).isInstanceOf(Done.class);
        PaymentIntent intent = court.theirs.v1().paymentIntents().retrieve(reserved.ref());
        assertThat(intent.getAmountReceived()).isEqualTo(1000);
        assertThat(court.theirs.v1().refunds().retrieve(((Done) refunded).ref()).getAmount())
                .isEqualTo(400);
    }

    private static OperationRequest operation(OperationKind kind, ChargeRequest charge, String ref, long amount) {
        return new OperationRequest(
                OperationId.next(), kind, charge.attempt(), ref, null, Money.ofMinor(amount, "EUR"), charge.amount());
    }
}
