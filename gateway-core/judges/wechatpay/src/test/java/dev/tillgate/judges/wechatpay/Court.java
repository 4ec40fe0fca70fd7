package dev.tillgate.judges.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
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

/**
 * Where WeChat Pay's own SDK judges: the simulator on a loopback port, its client and ours. Our client against the
 * simulator, whose verifier is not the client's code, is the contract suite of gateway-core.
 */
final class Court implements AutoCloseable {
    static final String ACCOUNT = "shop";
    private static final Money AMOUNT = Money.ofMinor(1230, "CNY");
    static final ObjectMapper JSON = new ObjectMapper();

    final List<Ask> notices = new CopyOnWriteArrayList<>();
    final List<Ask> ours = new ArrayList<>();
    final SimulatorServer server;
    final WechatPaySimulator simulator;
    final SdkSide sdk;
    final RSAPublicKeyConfig config;
    Settings settings;

    Court() throws IOException {
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

    NativePayService nativePay() {
        return nativePay(config);
    }

    NativePayService nativePay(Config keys) {
        return new NativePayService.Builder()
                .config(keys)
                .httpClient(sdk.client(keys))
                .build();
    }

    RefundService refunds() {
        return new RefundService.Builder()
                .config(config)
                .httpClient(sdk.client(config))
                .build();
    }

    RSAAutoCertificateConfig byCertificates() {
        return new RSAAutoCertificateConfig.Builder()
                .merchantId(settings.get(WechatPay.MCHID))
                .merchantSerialNumber(settings.get(WechatPay.MERCHANT_SERIAL))
                .privateKey(settings.get(WechatPay.PRIVATE_KEY))
                .apiV3Key(settings.get(WechatPay.API_V3_KEY))
                .httpClientBuilder(sdk.builder())
                .build();
    }

    WechatPayProvider ourProvider() {
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

    String paidOrder() throws IOException {
        ChargeRequest request = request(WechatPay.NATIVE, null);
        ourProvider().start(request);
        simulator.happens(ACCOUNT, request.attempt().value(), Event.PAYS);
        return request.attempt().value();
    }

    Ask notice(int index) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> notices.size() > index);
        return notices.get(index);
    }

    static JsonNode body(Ask ask) throws IOException {
        return JSON.readTree(ask.body());
    }

    static String text(Ask ask) {
        return new String(ask.body(), StandardCharsets.UTF_8);
    }

    static ChargeRequest request(String method, String openid) {
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

    static OperationRequest operation(OperationKind kind, AttemptId attempt, long fen) {
        return new OperationRequest(OperationId.next(), kind, attempt, null, null, Money.ofMinor(fen, "CNY"), AMOUNT);
    }

    PrepayRequest nativeRequest(String number) {
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

    Transaction query(NativePayService service, String number) {
        QueryOrderByOutTradeNoRequest request = new QueryOrderByOutTradeNoRequest();
        request.setMchid(settings.get(WechatPay.MCHID));
        request.setOutTradeNo(number);
        return service.queryOrderByOutTradeNo(request);
    }

    CloseOrderRequest closeRequest(String number) {
        CloseOrderRequest request = new CloseOrderRequest();
        request.setMchid(settings.get(WechatPay.MCHID));
        request.setOutTradeNo(number);
        return request;
    }

    static CreateRequest refundRequest(String number, String refundNumber, long fen) {
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

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}
