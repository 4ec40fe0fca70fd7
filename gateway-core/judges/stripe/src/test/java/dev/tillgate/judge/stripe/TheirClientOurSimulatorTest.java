package dev.tillgate.judge.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stripe's own client finds in our simulator what it expects of Stripe. */
class TheirClientOurSimulatorTest {
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
    void aPageIsMadePaidAndFound() throws StripeException {
        Session made = court.theirs.v1().checkout().sessions().create(session());
        assertThat(made.getStatus()).isEqualTo("open");
        assertThat(made.getAmountTotal()).isEqualTo(1230);
        court.press(made.getUrl(), Choice.PAY);
        SessionRetrieveParams whole = SessionRetrieveParams.builder()
                .addExpand("payment_intent.latest_charge")
                .build();
        Session paid = court.theirs.v1().checkout().sessions().retrieve(made.getId(), whole);
        assertThat(paid.getStatus()).isEqualTo("complete");
        assertThat(paid.getPaymentStatus()).isEqualTo("paid");
        assertThat(paid.getPaymentIntentObject().getLatestChargeObject().getAmountCaptured())
                .isEqualTo(1230);
        assertThat(court.theirs
                        .v1()
                        .checkout()
                        .sessions()
                        .list(SessionListParams.builder().setLimit(10L).build())
                        .getData())
                .extracting(Session::getId)
                .containsExactly(made.getId());
    }

    @Test
    void aPageIsExpiredOnce() throws StripeException {
        Session made = court.theirs.v1().checkout().sessions().create(session());
        Session expired = court.theirs.v1().checkout().sessions().expire(made.getId());
        assertThat(expired.getStatus()).isEqualTo("expired");
        assertThat(expired.getUrl()).isNull();
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class,
                () -> court.theirs.v1().checkout().sessions().expire(made.getId()));
        assertThat(refused.getStatusCode()).isEqualTo(400);
    }

    @Test
    void moneyIsReservedCollectedInPartAndGivenBack() throws StripeException {
        PaymentIntent made = court.theirs
                .v1()
                .paymentIntents()
                .create(intent("pm_card_visa")
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .build());
        assertThat(made.getStatus()).isEqualTo("requires_capture");
        assertThat(made.getAmountCapturable()).isEqualTo(1230);
        PaymentIntent captured = court.theirs
                .v1()
                .paymentIntents()
                .capture(
                        made.getId(),
                        PaymentIntentCaptureParams.builder()
                                .setAmountToCapture(1000L)
                                .build());
        assertThat(captured.getStatus()).isEqualTo("succeeded");
        assertThat(captured.getAmountReceived()).isEqualTo(1000);
        Refund refund = court.theirs
                .v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(made.getId())
                        .setAmount(400L)
                        .putMetadata("a", "b")
                        .build());
        assertThat(refund.getStatus()).isEqualTo("succeeded");
        assertThat(court.theirs
                        .v1()
                        .refunds()
                        .list(RefundListParams.builder()
                                .setPaymentIntent(made.getId())
                                .build())
                        .getData())
                .hasSize(1);
        InvalidRequestException tooMuch = catchThrowableOfType(InvalidRequestException.class, () -> court.theirs
                .v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(made.getId())
                        .setAmount(700L)
                        .build()));
        assertThat(tooMuch.getStripeError().getType()).isEqualTo("invalid_request_error");
    }

    @Test
    void whatIsReservedIsCanceled() throws StripeException {
        PaymentIntent made = court.theirs
                .v1()
                .paymentIntents()
                .create(intent("pm_card_visa")
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .build());
        PaymentIntent canceled = court.theirs.v1().paymentIntents().cancel(made.getId());
        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCanceledAt()).isPositive();
        InvalidRequestException late = catchThrowableOfType(
                InvalidRequestException.class,
                () -> court.theirs.v1().paymentIntents().capture(made.getId()));
        assertThat(late.getCode()).isEqualTo("payment_intent_unexpected_state");
    }

    @Test
    void aDeclineIsACardExceptionWithThePaymentInside() {
        CardException declined = catchThrowableOfType(CardException.class, () -> court.theirs
                .v1()
                .paymentIntents()
                .create(intent("pm_card_chargeDeclinedInsufficientFunds").build()));
        assertThat(declined.getStatusCode()).isEqualTo(402);
        assertThat(declined.getCode()).isEqualTo("card_declined");
        assertThat(declined.getDeclineCode()).isEqualTo("insufficient_funds");
        assertThat(declined.getStripeError().getPaymentIntent().getStatus()).isEqualTo("requires_payment_method");
    }

    @Test
    void aPayerWhoMustBeSeenIsSentToAPage() throws StripeException {
        PaymentIntent made = court.theirs
                .v1()
                .paymentIntents()
                .create(intent("pm_card_threeDSecure2Required")
                        .setReturnUrl("http://shop.test/return")
                        .build());
        assertThat(made.getStatus()).isEqualTo("requires_action");
        assertThat(made.getNextAction().getType()).isEqualTo("redirect_to_url");
        court.press(made.getNextAction().getRedirectToUrl().getUrl(), Choice.PAY);
        assertThat(court.theirs.v1().paymentIntents().retrieve(made.getId()).getStatus())
                .isEqualTo("succeeded");
    }

    @Test
    void aKeyIsUsedOnce() throws StripeException {
        RequestOptions key = RequestOptions.builder().setIdempotencyKey("once").build();
        PaymentIntent first =
                court.theirs.v1().paymentIntents().create(intent("pm_card_visa").build(), key);
        PaymentIntent again =
                court.theirs.v1().paymentIntents().create(intent("pm_card_visa").build(), key);
        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        IdempotencyException other = catchThrowableOfType(IdempotencyException.class, () -> court.theirs
                .v1()
                .paymentIntents()
                .create(intent("pm_card_amex").build(), key));
        assertThat(other.getStatusCode()).isEqualTo(400);
        assertThat(court.theirs
                        .v1()
                        .paymentIntents()
                        .list(PaymentIntentListParams.builder().build())
                        .getData())
                .hasSize(1);
    }

    @Test
    void wrongKeysUnknownIdsAndTooManyRequestsAreTheirExceptions() {
        assertThat(catchThrowableOfType(AuthenticationException.class, () -> court.client("sk_test_nobody")
                        .v1()
                        .paymentIntents()
                        .retrieve("pi_1")))
                .isNotNull();
        InvalidRequestException missing = catchThrowableOfType(
                InvalidRequestException.class,
                () -> court.theirs.v1().paymentIntents().retrieve("pi_1"));
        assertThat(missing.getStatusCode()).isEqualTo(404);
        assertThat(missing.getCode()).isEqualTo("resource_missing");
        court.faults.next(Fault.of(Fault.Kind.RATE_LIMIT));
        assertThat(catchThrowableOfType(
                        RateLimitException.class,
                        () -> court.theirs.v1().paymentIntents().retrieve("pi_1")))
                .isNotNull();
    }

    private static SessionCreateParams session() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setUiMode(SessionCreateParams.UiMode.HOSTED_PAGE)
                .setSuccessUrl("http://shop.test/return")
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setQuantity(1L)
                        .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency("eur")
                                .setUnitAmount(1230L)
                                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                        .setName("Two things")
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static PaymentIntentCreateParams.Builder intent(String instrument) {
        return PaymentIntentCreateParams.builder()
                .setAmount(1230L)
                .setCurrency("eur")
                .setConfirm(true)
                .addPaymentMethodType("card")
                .setPaymentMethod(instrument);
    }
}
