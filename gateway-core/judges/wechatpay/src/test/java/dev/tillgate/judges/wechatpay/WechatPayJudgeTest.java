package dev.tillgate.judges.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSACombinedNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.core.util.GsonUtil;
import com.wechat.pay.java.service.payments.h5.H5Service;
import com.wechat.pay.java.service.payments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.payments.jsapi.model.PrepayWithRequestPaymentResponse;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator.Setup;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.provider.wechatpay.WechatPay;
import dev.tillgate.provider.wechatpay.WechatPayProvider;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Ways;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * WeChat Pay's own SDK judges: its client speaks with our simulator, its parser reads our simulator's notifications, and
 * what our client sends is what it would send. Our client against the simulator, whose verifier is not the client's code,
 * is the contract suite of gateway-core.
 */
class WechatPayJudgeTest {
    private static final String ACCOUNT = "shop";
    private static final Money AMOUNT = Money.ofMinor(1230, "CNY");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Ask> notices = new CopyOnWriteArrayList<>();
    private final List<Ask> ours = new ArrayList<>();
    private SimulatorServer server;
    private WechatPaySimulator simulator;
    private SdkSide sdk;
    private Settings settings;
    private RSAPublicKeyConfig config;

    @BeforeEach
    void open() throws IOException {
        server = SimulatorServer.bind(0);
        simulator = new WechatPaySimulator(
                new Setup(
                        server.url(),
                        null,
                        "judge",
                        FaultPlan.none(),
                        ask -> {
                            notices.add(ask);
                            return new Answer(200, Map.of(), new byte[0]);
                        },
                        InstantSource.system()),
                Ways.USUAL.withKeyBits(1024).withRefunds(Duration.ofHours(1)));
        server.serve(simulator::handle);
        sdk = new SdkSide(server.url());
        settings = simulator.account(ACCOUNT);
        config = SdkSide.byPublicKey(settings);
    }

    @AfterEach
    void close() {
        server.close();
        simulator.close();
    }

    @Test
    void theSdkPaysByCodeAndRefundsAtTheSimulator() {
        NativePayService service = new NativePayService.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build();
        String number = AttemptId.next().value();
        assertThat(service.prepay(nativeRequest(number)).getCodeUrl()).isEqualTo(simulator.payerPage(ACCOUNT, number));
        assertThat(query(service, number).getTradeState()).isEqualTo(Transaction.TradeStateEnum.NOTPAY);
        simulator.happens(ACCOUNT, number, Event.PAYS);
        Transaction paid = query(service, number);
        assertThat(paid.getTradeState()).isEqualTo(Transaction.TradeStateEnum.SUCCESS);
        assertThat(paid.getAmount().getTotal()).isEqualTo(1230);
        assertThat(paid.getTransactionId()).hasSize(28);
        assertThatThrownBy(() -> service.closeOrder(closeRequest(number)))
                .isInstanceOfSatisfying(ServiceException.class, refused -> assertThat(refused.getErrorCode())
                        .isEqualTo("ORDERPAID"));

        RefundService refunds = new RefundService.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build();
        String refundNumber = OperationId.next().value();
        Refund refund = refunds.create(refundRequest(number, refundNumber, 230));
        assertThat(refund.getStatus()).isEqualTo(Status.PROCESSING);
        assertThat(refunds.create(refundRequest(number, refundNumber, 230)).getRefundId())
                .isEqualTo(refund.getRefundId());
        simulator.decideRefund(ACCOUNT, refundNumber, "SUCCESS");
        QueryByOutRefundNoRequest ask = new QueryByOutRefundNoRequest();
        ask.setOutRefundNo(refundNumber);
        assertThat(refunds.queryByOutRefundNo(ask).getStatus()).isEqualTo(Status.SUCCESS);
        assertThat(query(service, number).getTradeState()).isEqualTo(Transaction.TradeStateEnum.REFUND);
    }

    @Test
    void theSdkClosesAnOrderAndMissesAnother() {
        NativePayService service = new NativePayService.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build();
        String number = AttemptId.next().value();
        service.prepay(nativeRequest(number));
        service.closeOrder(closeRequest(number));
        assertThat(query(service, number).getTradeState()).isEqualTo(Transaction.TradeStateEnum.CLOSED);
        assertThatThrownBy(() -> query(service, AttemptId.next().value()))
                .isInstanceOfSatisfying(ServiceException.class, missing -> {
                    assertThat(missing.getHttpStatusCode()).isEqualTo(404);
                    assertThat(missing.getErrorCode()).isEqualTo("ORDER_NOT_EXIST");
                });
    }

    @Test
    void theSdkFetchesCertificatesAfterAndBeforeARotation() {
        for (int i = 0; i < 2; i++) {
            settings = simulator.keyMode(ACCOUNT + i, WechatPay.BY_CERTIFICATE);
            simulator.rotateCertificate(ACCOUNT + i);
            RSAAutoCertificateConfig certificates = byCertificates();
            NativePayService service = new NativePayService.Builder()
                    .config(certificates)
                    .httpClient(sdk.client(certificates))
                    .build();
            String number = AttemptId.next().value();
            assertThat(service.prepay(nativeRequest(number)).getCodeUrl()).startsWith(server.url());
        }
    }

    @Test
    void anotherMerchantsSignatureIsNotTheSdks() {
        Settings other = simulator.account("other");
        Map<String, String> mixed = new HashMap<>(settings.values());
        mixed.put(WechatPay.WECHAT_PUBLIC_KEY, other.get(WechatPay.WECHAT_PUBLIC_KEY));
        RSAPublicKeyConfig wrong = SdkSide.byPublicKey(new Settings(mixed));
        NativePayService service = new NativePayService.Builder()
                .config(wrong)
                .httpClient(sdk.client(wrong))
                .build();
        assertThatThrownBy(() -> service.prepay(nativeRequest(AttemptId.next().value())))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void ourOrderIsTheSdksOrder() throws IOException {
        ChargeRequest request = request(WechatPay.NATIVE, null);
        ourProvider().start(request);
        new NativePayService.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build()
                .prepay(nativeRequest(request.attempt().value()));
        same();
    }

    @Test
    void ourPhonePageIsTheSdksPhonePage() throws IOException {
        ChargeRequest request = request(WechatPay.H5, null);
        ourProvider().start(request);
        com.wechat.pay.java.service.payments.h5.model.PrepayRequest theirs = JSON_TO_SDK.fromJson(
                body(ours.get(0)).toString(), com.wechat.pay.java.service.payments.h5.model.PrepayRequest.class);
        assertThat(theirs.getSceneInfo().getPayerClientIp()).isEqualTo("203.0.113.7");
        String url = new H5Service.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build()
                .prepay(theirs)
                .getH5Url();
        assertThat(url).isEqualTo(simulator.payerPage(ACCOUNT, request.attempt().value()));
        same();
    }

    @Test
    void ourCallInsideWechatIsTheSdksCall() throws IOException {
        ChargeRequest request = request(WechatPay.JSAPI, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
        Outcome.PayerMust must = (Outcome.PayerMust) ourProvider().start(request);
        Map<String, String> said = ((NextAction.Invoke) must.action()).parameters();
        com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest theirs = JSON_TO_SDK.fromJson(
                body(ours.get(0)).toString(), com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest.class);
        PrepayWithRequestPaymentResponse call = new JsapiServiceExtension.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .signType("RSA")
                .build()
                .prepayWithRequestPayment(theirs);
        same();
        assertThat(said.get("package")).isEqualTo(call.getPackageVal());
        assertThat(said.get("appId")).isEqualTo(call.getAppId());
        assertThat(said.get("signType")).isEqualTo(call.getSignType());
        String lines = said.get("appId") + "\n" + said.get("timeStamp") + "\n" + said.get("nonceStr") + "\n"
                + said.get("package") + "\n";
        assertThat(said.get("paySign"))
                .isEqualTo(config.createSigner().sign(lines).getSign());
    }

    @Test
    void ourQueryCloseAndRefundAreTheSdks() throws IOException {
        ChargeRequest request = request(WechatPay.NATIVE, null);
        String number = request.attempt().value();
        WechatPayProvider provider = ourProvider();
        NativePayService service = new NativePayService.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build();
        provider.start(request);
        ours.clear();
        provider.query(new ChargeQuery(request, number));
        query(service, number);
        same();
        simulator.happens(ACCOUNT, number, Event.PAYS);
        provider.cancel(operation(OperationKind.VOID, request.attempt(), 1230));
        assertThatThrownBy(() -> service.closeOrder(closeRequest(number))).isInstanceOf(ServiceException.class);
        same();
        OperationRequest refund = operation(OperationKind.REFUND, request.attempt(), 30);
        provider.refund(refund);
        RefundService refunds = new RefundService.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build();
        refunds.create(refundRequest(number, refund.operation().value(), 30));
        same();
        provider.queryOperation(refund);
        QueryByOutRefundNoRequest ask = new QueryByOutRefundNoRequest();
        ask.setOutRefundNo(refund.operation().value());
        refunds.queryByOutRefundNo(ask);
        same();
    }

    @Test
    void theSdkReadsOurNotificationsAndRefusesTamperedOnes() throws IOException {
        String number = paidOrder();
        NotificationParser parser = new NotificationParser(config);
        Ask notice = notice(0);
        Transaction told = parser.parse(parameter(notice, body(notice).toString()), Transaction.class);
        assertThat(told.getOutTradeNo()).isEqualTo(number);
        assertThat(told.getTradeState()).isEqualTo(Transaction.TradeStateEnum.SUCCESS);
        assertThat(told.getAmount().getTotal()).isEqualTo(1230);
        String tampered = text(notice).replace("TRANSACTION.SUCCESS", "TRANSACTION.FAILURE");
        assertThatThrownBy(() -> parser.parse(parameter(notice, tampered), Transaction.class))
                .isInstanceOf(ValidationException.class);

        OperationRequest refund = operation(OperationKind.REFUND, new AttemptId(number), 30);
        ourProvider().refund(refund);
        simulator.decideRefund(ACCOUNT, refund.operation().value(), "SUCCESS");
        RefundNotification refunded = parser.parse(parameter(notice(1), text(notice(1))), RefundNotification.class);
        assertThat(refunded.getOutRefundNo()).isEqualTo(refund.operation().value());
        assertThat(refunded.getRefundStatus()).isEqualTo(Status.SUCCESS);
        assertThat(refunded.getAmount().getRefund()).isEqualTo(30);
    }

    @Test
    void theSdkReadsNotificationsByCertificateToo() throws IOException {
        settings = simulator.keyMode(ACCOUNT, WechatPay.BY_CERTIFICATE);
        String number = paidOrder();
        Transaction told = new NotificationParser(byCertificates())
                .parse(parameter(notice(0), text(notice(0))), Transaction.class);
        assertThat(told.getOutTradeNo()).isEqualTo(number);
    }

    @Test
    void whileChangingOverTheSdkReadsBothKinds() throws IOException {
        settings = simulator.keyMode(ACCOUNT, WechatPay.BY_BOTH);
        NotificationParser parser = new NotificationParser(new RSACombinedNotificationConfig.Builder()
                .merchantId(settings.get(WechatPay.MCHID))
                .merchantSerialNumber(settings.get(WechatPay.MERCHANT_SERIAL))
                .privateKey(settings.get(WechatPay.PRIVATE_KEY))
                .publicKey(settings.get(WechatPay.WECHAT_PUBLIC_KEY))
                .publicKeyId(settings.get(WechatPay.PUBLIC_KEY_ID))
                .apiV3Key(settings.get(WechatPay.API_V3_KEY))
                .httpClient(sdk.client(SdkSide.byPublicKey(settings)))
                .build());
        for (int i = 0; i < 12; i++) {
            paidOrder();
        }
        notice(11);
        for (Ask notice : notices) {
            assertThat(parser.parse(parameter(notice, text(notice)), Transaction.class)
                            .getTradeState())
                    .isEqualTo(Transaction.TradeStateEnum.SUCCESS);
        }
    }

    @Test
    void ourReaderIsStricterThanTheSdkAboutAge() throws IOException {
        paidOrder();
        Ask notice = notice(0);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        InboundRequest late = new InboundRequest("POST", "/", null, notice.headers(), notice.body(), tomorrow);
        assertThat(ourProvider().read(late)).isInstanceOf(Notification.Rejected.class);
    }

    private static final Gson JSON_TO_SDK = GsonUtil.getGson();

    private RSAAutoCertificateConfig byCertificates() {
        return new RSAAutoCertificateConfig.Builder()
                .merchantId(settings.get(WechatPay.MCHID))
                .merchantSerialNumber(settings.get(WechatPay.MERCHANT_SERIAL))
                .privateKey(settings.get(WechatPay.PRIVATE_KEY))
                .apiV3Key(settings.get(WechatPay.API_V3_KEY))
                .httpClientBuilder(sdk.builder())
                .build();
    }

    private WechatPayProvider ourProvider() {
        return new WechatPayProvider(settings, this::throughOurs, InstantSource.system());
    }

    private Answer throughOurs(Ask ask) {
        ours.add(ask);
        URI uri = URI.create(ask.url());
        Reply reply = simulator.handle(new InboundRequest(
                ask.method(), uri.getPath(), uri.getRawQuery(), ask.headers(), ask.body(), Instant.now()));
        Map<String, List<String>> headers = new HashMap<>();
        reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Answer(reply.status(), headers, reply.body());
    }

    /** The last request of ours and of the SDK's: line, meaning of the body, and every header that says something. */
    private void same() throws IOException {
        Ask mine = ours.get(ours.size() - 1);
        SdkSide.Sent theirs = sdk.sent.get(sdk.sent.size() - 1);
        assertThat(mine.method()).isEqualTo(theirs.method());
        assertThat(mine.url().substring(server.url().length())).isEqualTo(theirs.path());
        if (mine.body().length > 0 || !theirs.body().isEmpty()) {
            assertThat(body(mine)).isEqualTo(JSON.readTree(theirs.body()));
        }
        assertThat(mine.headers().get("Accept")).isEqualTo(theirs.headers().get("Accept"));
        assertThat(mine.headers().get("Wechatpay-Serial"))
                .isEqualTo(theirs.headers().get("Wechatpay-Serial"));
        String shape = "(nonce_str|timestamp|signature)=\"[^\"]+\"";
        assertThat(mine.headers().get("Authorization").replaceAll(shape, "$1"))
                .isEqualTo(theirs.headers().get("Authorization").replaceAll(shape, "$1"));
    }

    private String paidOrder() throws IOException {
        ChargeRequest request = request(WechatPay.NATIVE, null);
        ourProvider().start(request);
        simulator.happens(ACCOUNT, request.attempt().value(), Event.PAYS);
        return request.attempt().value();
    }

    private Ask notice(int index) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> notices.size() > index);
        return notices.get(index);
    }

    private static RequestParam parameter(Ask notice, String body) {
        return new RequestParam.Builder()
                .serialNumber(notice.headers().get("Wechatpay-Serial"))
                .nonce(notice.headers().get("Wechatpay-Nonce"))
                .signature(notice.headers().get("Wechatpay-Signature"))
                .timestamp(notice.headers().get("Wechatpay-Timestamp"))
                .signType(notice.headers().get("Wechatpay-Signature-Type"))
                .body(body)
                .build();
    }

    private static JsonNode body(Ask ask) throws IOException {
        return JSON.readTree(ask.body());
    }

    private static String text(Ask ask) {
        return new String(ask.body(), StandardCharsets.UTF_8);
    }

    private static ChargeRequest request(String method, String openid) {
        return new ChargeRequest(
                AttemptId.next(),
                AMOUNT,
                method,
                openid,
                CaptureMode.AUTOMATIC,
                "1001",
                "Two things 两件",
                "http://shop.test/return",
                "http://gateway.test/notify",
                Locale.ENGLISH,
                Instant.parse("2031-01-01T00:00:00Z"),
                "203.0.113.7");
    }

    private static OperationRequest operation(OperationKind kind, AttemptId attempt, long fen) {
        return new OperationRequest(OperationId.next(), kind, attempt, null, null, Money.ofMinor(fen, "CNY"), AMOUNT);
    }

    private PrepayRequest nativeRequest(String number) {
        PrepayRequest request = new PrepayRequest();
        Amount amount = new Amount();
        amount.setTotal(1230);
        amount.setCurrency("CNY");
        request.setAmount(amount);
        request.setAppid(settings.get(WechatPay.APPID));
        request.setMchid(settings.get(WechatPay.MCHID));
        request.setDescription("Two things 两件");
        request.setOutTradeNo(number);
        request.setTimeExpire("2031-01-01T08:00:00+08:00");
        request.setAttach("1001");
        request.setNotifyUrl("http://gateway.test/notify");
        return request;
    }

    private Transaction query(NativePayService service, String number) {
        QueryOrderByOutTradeNoRequest request = new QueryOrderByOutTradeNoRequest();
        request.setMchid(settings.get(WechatPay.MCHID));
        request.setOutTradeNo(number);
        return service.queryOrderByOutTradeNo(request);
    }

    private CloseOrderRequest closeRequest(String number) {
        CloseOrderRequest request = new CloseOrderRequest();
        request.setMchid(settings.get(WechatPay.MCHID));
        request.setOutTradeNo(number);
        return request;
    }

    private static CreateRequest refundRequest(String number, String refundNumber, long fen) {
        CreateRequest request = new CreateRequest();
        AmountReq amount = new AmountReq();
        amount.setRefund(fen);
        amount.setTotal(1230L);
        amount.setCurrency("CNY");
        request.setAmount(amount);
        request.setOutTradeNo(number);
        request.setOutRefundNo(refundNumber);
        return request;
    }
}
