package dev.tillgate.judge.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionExpireParams;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For the same input our request has, pair for pair and byte for byte, what Stripe's own client sends. */
class SameRequestTest {
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
    void aPage() throws IOException, StripeException {
        ChargeRequest request = court.charge(AttemptId.next(), null, CaptureMode.MANUAL);
        PayerMust must = (PayerMust) court.ours.start(request);
        InboundRequest ours = court.last();
        String attempt = request.attempt().value();
        SessionCreateParams.PaymentIntentData intent = SessionCreateParams.PaymentIntentData.builder()
                .setDescription("1001")
                .setCaptureMethod(SessionCreateParams.PaymentIntentData.CaptureMethod.MANUAL)
                .putMetadata("tillgate_attempt", attempt)
                .putMetadata("tillgate_again", attempt)
                .putMetadata("tillgate_flow", "checkout")
                .build();
        SessionCreateParams.LineItem item = SessionCreateParams.LineItem.builder()
                .setQuantity(1L)
                .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                        .setCurrency("eur")
                        .setUnitAmount(1230L)
                        .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                .setName(request.description())
                                .build())
                        .build())
                .build();
        SessionCreateParams same = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setUiMode(SessionCreateParams.UiMode.HOSTED_PAGE)
                .setClientReferenceId(attempt)
                .putMetadata("tillgate_attempt", attempt)
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .addLineItem(item)
                .setPaymentIntentData(intent)
                .setSuccessUrl(request.returnUrl())
                .setCancelUrl(request.returnUrl())
                .setExpiresAt(must.action().expiresAt().getEpochSecond())
                .setLocale(SessionCreateParams.Locale.DE)
                .build();
        court.theirs.v1().checkout().sessions().create(same, key(attempt));
        isSame(ours);
    }

    @Test
    void aPaymentWithAnInstrument() throws IOException, StripeException {
        ChargeRequest request = court.charge(AttemptId.next(), "pm_card_visa", CaptureMode.AUTOMATIC);
        court.ours.start(request);
        InboundRequest ours = court.last();
        String attempt = request.attempt().value();
        PaymentIntentCreateParams same = PaymentIntentCreateParams.builder()
                .setAmount(1230L)
                .setCurrency("eur")
                .setConfirm(true)
                .addPaymentMethodType("card")
                .setDescription("1001")
                .putMetadata("tillgate_attempt", attempt)
                .putMetadata("tillgate_again", attempt)
                .putMetadata("tillgate_flow", "direct")
                .setPaymentMethod("pm_card_visa")
                .setReturnUrl(request.returnUrl())
                .addExpand("latest_charge")
                .build();
        court.theirs.v1().paymentIntents().create(same, key(attempt));
        isSame(ours);
    }

    @Test
    void aQuestion() throws IOException, StripeException {
        ChargeRequest request = court.charge(AttemptId.next(), "pm_card_visa", CaptureMode.AUTOMATIC);
        Done done = (Done) court.ours.start(request);
        court.ours.query(new ChargeQuery(request, done.ref()));
        InboundRequest ours = court.last();
        PaymentIntentRetrieveParams same =
                PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build();
        court.theirs.v1().paymentIntents().retrieve(done.ref(), same);
        isSame(ours);
    }

    @Test
    void aCapture() throws IOException, StripeException {
        ChargeRequest request = court.charge(AttemptId.next(), "pm_card_visa", CaptureMode.MANUAL);
        Done done = (Done) court.ours.start(request);
        OperationRequest capture = operation(OperationKind.CAPTURE, request, done.ref(), 1000);
        ((Provider.Captures) court.ours).capture(capture);
        InboundRequest ours = court.last();
        String id = capture.operation().value();
        PaymentIntentCaptureParams same = PaymentIntentCaptureParams.builder()
                .setAmountToCapture(1000L)
                .putMetadata("tillgate_capture", id)
                .putMetadata("tillgate_capture_again", id)
                .addExpand("latest_charge")
                .build();
        court.theirs.v1().paymentIntents().capture(done.ref(), same, key(id));
        isSame(ours);
    }

    @Test
    void aRefund() throws IOException, StripeException {
        ChargeRequest request = court.charge(AttemptId.next(), "pm_card_visa", CaptureMode.AUTOMATIC);
        Done done = (Done) court.ours.start(request);
        OperationRequest refund = operation(OperationKind.REFUND, request, done.ref(), 400);
        ((Provider.Refunds) court.ours).refund(refund);
        InboundRequest ours = court.last();
        String id = refund.operation().value();
        RefundCreateParams same = RefundCreateParams.builder()
                .setPaymentIntent(done.ref())
                .setAmount(400L)
                .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                .putMetadata("tillgate_operation", id)
                .putMetadata("tillgate_again", id)
                .putMetadata("tillgate_attempt", request.attempt().value())
                .build();
        court.theirs.v1().refunds().create(same, key(id));
        isSame(ours);
    }

    @Test
    void closings() throws IOException, StripeException {
        ChargeRequest paying = court.charge(AttemptId.next(), "pm_card_visa", CaptureMode.MANUAL);
        Done reserved = (Done) court.ours.start(paying);
        OperationRequest release = operation(OperationKind.VOID, paying, reserved.ref(), 1230);
        ((Provider.Voids) court.ours).cancel(release);
        InboundRequest ours = court.last();
        PaymentIntentCancelParams cancel = PaymentIntentCancelParams.builder()
                .setCancellationReason(PaymentIntentCancelParams.CancellationReason.ABANDONED)
                .addExpand("latest_charge")
                .build();
        court.theirs
                .v1()
                .paymentIntents()
                .cancel(reserved.ref(), cancel, key(release.operation().value()));
        isSame(ours);

        ChargeRequest waiting = court.charge(AttemptId.next(), null, CaptureMode.AUTOMATIC);
        PayerMust must = (PayerMust) court.ours.start(waiting);
        OperationRequest close = operation(OperationKind.VOID, waiting, must.ref(), 1230);
        ((Provider.Voids) court.ours).cancel(close);
        InboundRequest oursToo = court.last();
        SessionExpireParams expire = SessionExpireParams.builder()
                .addExpand("payment_intent.latest_charge")
                .build();
        court.theirs
                .v1()
                .checkout()
                .sessions()
                .expire(must.ref(), expire, key(close.operation().value()));
        isSame(oursToo);
    }

    /** The same key and the same pairs: to the simulator theirs was a repeat of ours, or its twin. */
    private void isSame(InboundRequest ours) {
        InboundRequest theirs = court.last();
        assertThat(theirs).isNotSameAs(ours);
        assertThat(ours.method() + " " + ours.path()).isEqualTo(theirs.method() + " " + theirs.path());
        assertThat(pairs(ours)).isEqualTo(pairs(theirs));
        for (String header : List.of("Authorization", "Stripe-Version", "Content-Type", "Idempotency-Key")) {
            if (ours.method().equals("POST") || !header.equals("Content-Type")) {
                assertThat(ours.header(header)).as(header).isEqualTo(theirs.header(header));
            }
        }
    }

    private static List<String> pairs(InboundRequest request) {
        String form = request.query() == null ? new String(request.body(), StandardCharsets.UTF_8) : request.query();
        return Stream.of(form.split("&")).sorted().toList();
    }

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private static OperationRequest operation(OperationKind kind, ChargeRequest charge, String ref, long amount) {
        return new OperationRequest(
                OperationId.next(), kind, charge.attempt(), ref, null, Money.ofMinor(amount, "EUR"), charge.amount());
    }
}
