package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.paypal.sdk.Environment;
import com.paypal.sdk.PaypalServerSdkClient;
import com.paypal.sdk.authentication.ClientCredentialsAuthModel;
import com.paypal.sdk.exceptions.ErrorException;
import com.paypal.sdk.http.response.ApiResponse;
import com.paypal.sdk.models.AmountWithBreakdown;
import com.paypal.sdk.models.AuthorizationStatus;
import com.paypal.sdk.models.AuthorizeOrderInput;
import com.paypal.sdk.models.CaptureAuthorizedPaymentInput;
import com.paypal.sdk.models.CaptureOrderInput;
import com.paypal.sdk.models.CaptureRequest;
import com.paypal.sdk.models.CaptureStatus;
import com.paypal.sdk.models.CapturedPayment;
import com.paypal.sdk.models.CheckoutPaymentIntent;
import com.paypal.sdk.models.CreateOrderInput;
import com.paypal.sdk.models.GetOrderInput;
import com.paypal.sdk.models.Money;
import com.paypal.sdk.models.Order;
import com.paypal.sdk.models.OrderRequest;
import com.paypal.sdk.models.OrderStatus;
import com.paypal.sdk.models.PaymentSource;
import com.paypal.sdk.models.PaypalExperienceUserAction;
import com.paypal.sdk.models.PaypalWallet;
import com.paypal.sdk.models.PaypalWalletContextShippingPreference;
import com.paypal.sdk.models.PaypalWalletExperienceContext;
import com.paypal.sdk.models.PurchaseUnitRequest;
import com.paypal.sdk.models.Refund;
import com.paypal.sdk.models.RefundCapturedPaymentInput;
import com.paypal.sdk.models.RefundRequest;
import com.paypal.sdk.models.RefundStatus;
import com.paypal.sdk.models.VoidPaymentInput;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PayPal's present library works against our simulator, and sends for the same input what our client sends. */
class PayPalSdkJudgeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHOLE = "return=representation";
    private static final String JSON_TYPE = "application/json";

    private final PayPalHouse house = new PayPalHouse();
    private final List<Ask> sent = new ArrayList<>();
    private final PaypalServerSdkClient sdk = sdk();

    /** The library knows PayPal's hosts only, so its requests are led to the simulator behind its back. */
    private PaypalServerSdkClient sdk() {
        Settings settings = house.simulator.account("shop");
        OkHttpClient client =
                new OkHttpClient.Builder().addInterceptor(this::led).build();
        return new PaypalServerSdkClient.Builder()
                .clientCredentialsAuth(new ClientCredentialsAuthModel.Builder(
                                settings.get(PayPal.CLIENT_ID), settings.get(PayPal.CLIENT_SECRET))
                        .build())
                .environment(Environment.SANDBOX)
                .httpClientConfig(config -> config.httpClientInstance(client))
                .build();
    }

    private Response led(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        Buffer body = new Buffer();
        if (request.body() != null) {
            request.body().writeTo(body);
        }
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.getFirst(), header.getSecond()));
        if (request.body() != null && request.body().contentType() != null) {
            headers.put("Content-Type", request.body().contentType().toString());
        }
        Ask ask =
                new Ask(request.method(), PayPalHouse.URL + request.url().encodedPath(), headers, body.readByteArray());
        sent.add(ask);
        var answer = house.wire.real(ask);
        Response.Builder response = new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(answer.status())
                .message("")
                .body(ResponseBody.create(answer.body(), MediaType.get(JSON_TYPE)));
        answer.headers().forEach((name, values) -> response.header(name, values.get(0)));
        return response.build();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theLibraryMakesCapturesReadsAndRefundsAnOrder() throws Exception {
        Order made = create(CheckoutPaymentIntent.CAPTURE, "k1").getResult();
        assertThat(made.getStatus()).isEqualTo(OrderStatus.PAYER_ACTION_REQUIRED);
        assertThat(made.getLinks()).anyMatch(link -> link.getRel().equals("payer-action"));
        assertThat(create(CheckoutPaymentIntent.CAPTURE, "k1").getResult().getId())
                .isEqualTo(made.getId());
        assertThatThrownBy(() -> capture(made.getId(), null)).isInstanceOfSatisfying(ErrorException.class, error -> {
            assertThat(error.getResponseCode()).isEqualTo(422);
            assertThat(error.getDetails().get(0).getIssue()).isEqualTo("ORDER_NOT_APPROVED");
        });
        house.simulator.approve(made.getId(), "PAY");
        Order captured = capture(made.getId(), null);
        var payment =
                captured.getPurchaseUnits().get(0).getPayments().getCaptures().get(0);
        assertThat(captured.getStatus()).isEqualTo(OrderStatus.COMPLETED);
        assertThat(payment.getStatus()).isEqualTo(CaptureStatus.COMPLETED);
        assertThat(payment.getSellerReceivableBreakdown().getGrossAmount().getValue())
                .isEqualTo("12.30");

        Refund refund = sdk.getPaymentsController()
                .refundCapturedPayment(new RefundCapturedPaymentInput.Builder(payment.getId(), JSON_TYPE)
                        .prefer(WHOLE)
                        .paypalRequestId("r1")
                        .body(new RefundRequest.Builder()
                                .amount(new Money("EUR", "2.30"))
                                .build())
                        .build())
                .getResult();
        assertThat(refund.getStatus()).isEqualTo(RefundStatus.COMPLETED);
        Order read = sdk.getOrdersController()
                .getOrder(new GetOrderInput.Builder(made.getId()).build())
                .getResult();
        var payments = read.getPurchaseUnits().get(0).getPayments();
        assertThat(payments.getCaptures().get(0).getStatus()).isEqualTo(CaptureStatus.PARTIALLY_REFUNDED);
        assertThat(payments.getRefunds().get(0).getId()).isEqualTo(refund.getId());
    }

    @Test
    void theLibraryReservesCollectsAPartAndReleasesTheRest() throws Exception {
        String id = create(CheckoutPaymentIntent.AUTHORIZE, "k2").getResult().getId();
        house.simulator.approve(id, "PAY");
        var hold = sdk.getOrdersController()
                .authorizeOrder(new AuthorizeOrderInput.Builder(id, JSON_TYPE)
                        .prefer(WHOLE)
                        .build())
                .getResult()
                .getPurchaseUnits()
                .get(0)
                .getPayments()
                .getAuthorizations()
                .get(0);
        assertThat(hold.getStatus()).isEqualTo(AuthorizationStatus.CREATED);
        CapturedPayment part = sdk.getPaymentsController()
                .captureAuthorizedPayment(new CaptureAuthorizedPaymentInput.Builder(hold.getId(), JSON_TYPE)
                        .prefer(WHOLE)
                        .body(new CaptureRequest.Builder()
                                .amount(new Money("EUR", "2.30"))
                                .finalCapture(false)
                                .build())
                        .build())
                .getResult();
        assertThat(part.getStatus()).isEqualTo(CaptureStatus.COMPLETED);
        assertThat(sdk.getPaymentsController()
                        .voidPayment(new VoidPaymentInput.Builder(hold.getId())
                                .prefer(WHOLE)
                                .build())
                        .getResult()
                        .getStatus())
                .isEqualTo(AuthorizationStatus.VOIDED);
    }

    @Test
    void theLibraryGetsTheErrorThatItAsksFor() throws Exception {
        String id = create(CheckoutPaymentIntent.CAPTURE, "k3").getResult().getId();
        house.simulator.approve(id, "PAY");
        assertThatThrownBy(() -> capture(id, "{\"mock_application_codes\":\"INSTRUMENT_DECLINED\"}"))
                .isInstanceOfSatisfying(ErrorException.class, error -> assertThat(
                                error.getDetails().get(0).getIssue())
                        .isEqualTo("INSTRUMENT_DECLINED"));
    }

    @Test
    void theLibraryReadsWhatOurClientDid() throws Exception {
        Started paid = house.paid(CaptureMode.AUTOMATIC);
        OperationRequest refund =
                house.operation(OperationKind.REFUND, paid, dev.tillgate.money.Money.ofMinor(300, "EUR"));
        assertThat(house.send(refund)).isInstanceOf(Outcome.Done.class);
        Order read = sdk.getOrdersController()
                .getOrder(new GetOrderInput.Builder(paid.order()).build())
                .getResult();
        var unit = read.getPurchaseUnits().get(0);
        assertThat(unit.getCustomId()).isEqualTo(paid.attempt().value());
        assertThat(unit.getAmount().getValue()).isEqualTo("12.30");
        assertThat(unit.getPayments().getRefunds().get(0).getCustomId())
                .isEqualTo(refund.operation().value());
        assertThat(unit.getPayments().getRefunds().get(0).getAmount().getValue())
                .isEqualTo("3.00");
    }

    @Test
    void forTheSameInputBothSendTheSame() throws Exception {
        AttemptId attempt = AttemptId.next();
        ChargeRequest request = PayPalFixture.request(attempt, PayPalHouse.AMOUNT, CaptureMode.MANUAL);
        PayPalHouse.outcome(() -> house.provider.start(request));
        Ask ours = house.wire.last();
        JsonNode body = JSON.readTree(ours.body());
        JsonNode unit = body.path("purchase_units").path(0);
        sdk.getOrdersController()
                .createOrder(new CreateOrderInput.Builder(JSON_TYPE, order(CheckoutPaymentIntent.AUTHORIZE, unit))
                        .paypalRequestId(attempt.value())
                        .prefer(WHOLE)
                        .build());
        same(ours, sent.get(sent.size() - 1));

        Started reserved = house.paid(CaptureMode.MANUAL);
        Ask completed = house.wire.last();
        sdk.getOrdersController()
                .authorizeOrder(new AuthorizeOrderInput.Builder(reserved.order(), JSON_TYPE)
                        .paypalRequestId(reserved.attempt().value() + "-c")
                        .prefer(WHOLE)
                        .build());
        same(completed, sent.get(sent.size() - 1));

        OperationRequest capture = house.operation(OperationKind.CAPTURE, reserved, PayPalHouse.AMOUNT);
        house.send(capture);
        Ask captured = house.wire.last();
        String hold = captured.url().replaceAll(".*/authorizations/([^/]+)/capture", "$1");
        String operation = capture.operation().value();
        sdk.getPaymentsController()
                .captureAuthorizedPayment(new CaptureAuthorizedPaymentInput.Builder(hold, JSON_TYPE)
                        .paypalRequestId(operation)
                        .prefer(WHOLE)
                        .body(new CaptureRequest.Builder()
                                .amount(new Money("EUR", "12.30"))
                                .invoiceId(operation)
                                .finalCapture(true)
                                .build())
                        .build());
        same(captured, sent.get(sent.size() - 1));

        OperationRequest refund = house.operation(OperationKind.REFUND, reserved, PayPalHouse.AMOUNT);
        house.send(refund);
        Ask refunded = house.wire.last();
        String of = refunded.url().replaceAll(".*/captures/([^/]+)/refund", "$1");
        String back = refund.operation().value();
        sdk.getPaymentsController()
                .refundCapturedPayment(new RefundCapturedPaymentInput.Builder(of, JSON_TYPE)
                        .paypalRequestId(back)
                        .prefer(WHOLE)
                        .body(new RefundRequest.Builder()
                                .amount(new Money("EUR", "12.30"))
                                .customId(back)
                                .invoiceId(back)
                                .build())
                        .build());
        same(refunded, sent.get(sent.size() - 1));
    }

    /** Method, address, the headers that mean something, and the body field by field. */
    private static void same(Ask ours, Ask theirs) throws IOException {
        assertThat(ours.method()).isEqualTo(theirs.method());
        assertThat(ours.url()).isEqualTo(theirs.url());
        for (String name : List.of("PayPal-Request-Id", "Prefer")) {
            assertThat(header(ours, name)).as(name).isEqualTo(header(theirs, name));
        }
        assertThat(header(theirs, "Content-Type")).startsWith(header(ours, "Content-Type"));
        if (ours.body().length > 0) {
            assertThat(JSON.readTree(ours.body())).isEqualTo(JSON.readTree(theirs.body()));
        } else {
            assertThat(new String(theirs.body(), StandardCharsets.UTF_8)).isIn("", "{}", "null");
        }
    }

    private static String header(Ask ask, String name) {
        return ask.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder())
                .orElse("");
    }

    private ApiResponse<Order> create(CheckoutPaymentIntent intent, String key) throws Exception {
        JsonNode unit = JSON.readTree("{\"custom_id\":\"c-" + key + "\",\"invoice_id\":\"i-" + key + "\"}");
        return sdk.getOrdersController()
                .createOrder(new CreateOrderInput.Builder(JSON_TYPE, order(intent, unit))
                        .paypalRequestId(key)
                        .prefer(WHOLE)
                        .build());
    }

    private Order capture(String id, String mock) throws Exception {
        return sdk.getOrdersController()
                .captureOrder(new CaptureOrderInput.Builder(id, JSON_TYPE)
                        .prefer(WHOLE)
                        .paypalMockResponse(mock)
                        .build())
                .getResult();
    }

    private static OrderRequest order(CheckoutPaymentIntent intent, JsonNode unit) {
        PaypalWalletExperienceContext experience = new PaypalWalletExperienceContext.Builder()
                .locale("en")
                .shippingPreference(PaypalWalletContextShippingPreference.NO_SHIPPING)
                .userAction(PaypalExperienceUserAction.PAY_NOW)
                .returnUrl("http://shop.test/return?a=1")
                .cancelUrl("http://shop.test/return?a=1")
                // The library says these by itself where nothing is said; they are PayPal's own defaults.
                .landingPage(null)
                .paymentMethodPreference(null)
                .contactPreference(null)
                .build();
        PurchaseUnitRequest.Builder asked = new PurchaseUnitRequest.Builder(
                        new AmountWithBreakdown.Builder("EUR", "12.30").build())
                .customId(unit.path("custom_id").asText())
                .invoiceId(unit.path("invoice_id").asText())
                .description("Two things");
        PaypalWallet wallet =
                new PaypalWallet.Builder().experienceContext(experience).build();
        return new OrderRequest.Builder(intent, List.of(asked.build()))
                .paymentSource(new PaymentSource.Builder().paypal(wallet).build())
                .build();
    }
}
