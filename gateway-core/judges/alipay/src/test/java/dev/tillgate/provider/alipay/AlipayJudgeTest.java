package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AlipayTradeCancelModel;
import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradeFastpayRefundQueryModel;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.domain.ExtendParams;
import com.alipay.api.internal.util.AlipayLogger;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.internal.util.AntCertificationUtil;
import com.alipay.api.internal.util.WebUtils;
import com.alipay.api.internal.util.json.JSONWriter;
import com.alipay.api.request.AlipayTradeAppPayRequest;
import com.alipay.api.request.AlipayTradeCancelRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;
import com.alipay.api.response.AlipayTradeCancelResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.simulator.AlipayQuirk;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Alipay's own SDK judges both sides: its client calls the simulator, its verifier checks the simulator's notifications,
 * and what it would send is compared with what we send.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlipayJudgeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AlipayHouse plain;
    private AlipayHouse certified;
    private SimulatorServer plainServer;
    private SimulatorServer certifiedServer;

    @BeforeAll
    void open() throws Exception {
        // It would print whole requests and answers.
        AlipayLogger.setNeedEnableLogger(false);
        plain = new AlipayHouse(null, false, false, 2048);
        certified = new AlipayHouse(null, true, true, 2048);
        plainServer = SimulatorServer.bind(0).serve(plain.simulator::handle);
        certifiedServer = SimulatorServer.bind(0).serve(certified.simulator::handle);
    }

    @AfterAll
    void close() {
        plainServer.close();
        certifiedServer.close();
        plain.close();
        certified.close();
    }

    private static AlipayConfig config(String url, Settings settings) {
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(url + "/gateway.do");
        config.setAppId(settings.get(Alipay.APP_ID));
        config.setPrivateKey(settings.get(Alipay.PRIVATE_KEY));
        config.setFormat("json");
        config.setCharset("utf-8");
        config.setSignType("RSA2");
        return config;
    }

    private AlipayClient plainClient() throws AlipayApiException {
        Settings settings = plain.simulator.account("shop");
        AlipayConfig config = config(plainServer.url(), settings);
        config.setAlipayPublicKey(settings.get(Alipay.ALIPAY_PUBLIC_KEY));
        return new DefaultAlipayClient(config);
    }

    private AlipayClient certifiedClient() throws AlipayApiException {
        Settings settings = certified.simulator.account("shop");
        AlipayConfig config = config(certifiedServer.url(), settings);
        config.setAppCertContent(settings.get(Alipay.APP_CERTIFICATE));
        config.setAlipayPublicCertContent(settings.get(Alipay.ALIPAY_CERTIFICATE));
        config.setRootCertContent(settings.get(Alipay.ALIPAY_ROOT_CERTIFICATE));
        config.setEncryptType("AES");
        config.setEncryptKey(settings.get(Alipay.CONTENT_KEY));
        return new DefaultAlipayClient(config);
    }

    /** One call by the SDK, plain or with certificates and encryption. */
    @FunctionalInterface
    private interface Caller {
        <T extends AlipayResponse> T call(AlipayRequest<T> request) throws AlipayApiException;
    }

    private static AlipayTradePrecreateRequest precreate(String number) {
        AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
        model.setOutTradeNo(number);
        model.setTotalAmount("12.30");
        model.setSubject("两件 Two things");
        AlipayTradePrecreateRequest request = new AlipayTradePrecreateRequest();
        request.setBizModel(model);
        request.setNotifyUrl("http://gateway.test/notify");
        return request;
    }

    private static AlipayTradeQueryRequest query(String number) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(number);
        AlipayTradeQueryRequest request = new AlipayTradeQueryRequest();
        request.setBizModel(model);
        return request;
    }

    private static AlipayTradeRefundRequest refund(String number, String refund, String amount) {
        AlipayTradeRefundModel model = new AlipayTradeRefundModel();
        model.setOutTradeNo(number);
        model.setOutRequestNo(refund);
        model.setRefundAmount(amount);
        AlipayTradeRefundRequest request = new AlipayTradeRefundRequest();
        request.setBizModel(model);
        return request;
    }

    @Test
    void theSdksClientIsServedWithPublicKeys() throws Exception {
        AlipayClient client = plainClient();
        wholeLife(
                new Caller() {
                    @Override
                    public <T extends AlipayResponse> T call(AlipayRequest<T> request) throws AlipayApiException {
                        return client.execute(request);
                    }
                },
                plain);
    }

    @Test
    void theSdksClientIsServedWithCertificatesAndEncryption() throws Exception {
        AlipayClient client = certifiedClient();
        wholeLife(
                new Caller() {
                    @Override
                    public <T extends AlipayResponse> T call(AlipayRequest<T> request) throws AlipayApiException {
                        request.setNeedEncrypt(true);
                        return client.certificateExecute(request);
                    }
                },
                certified);
    }

    private static void wholeLife(Caller client, AlipayHouse house) throws Exception {
        String number = "order_1";
        assertThat(client.call(precreate(number)).getQrCode()).startsWith("http://sim.test/qr/bax");
        assertThat(client.call(query(number)).getSubCode()).isEqualTo("ACQ.TRADE_NOT_EXIST");
        house.simulator.opens("shop", number);
        assertThat(client.call(query(number)).getTradeStatus()).isEqualTo("WAIT_BUYER_PAY");
        house.simulator.pays("shop", number);
        AlipayTradeQueryResponse paid = client.call(query(number));
        assertThat(paid.getTradeStatus()).isEqualTo("TRADE_SUCCESS");
        assertThat(paid.getTotalAmount()).isEqualTo("12.30");
        assertThat(paid.getSendPayDate()).isNotNull();
        AlipayTradeRefundResponse part = client.call(refund(number, "r1", "2.30"));
        assertThat(part.getFundChange()).isEqualTo("Y");
        assertThat(part.getRefundFee()).isEqualTo("2.30");
        assertThat(client.call(refund(number, "r1", "2.30")).getFundChange()).isEqualTo("N");
        assertThat(client.call(refund(number, "r1", "3.30")).getSubCode()).isEqualTo("ACQ.DISCORDANT_REPEAT_REQUEST");
        refundsAreFound(client, number);
        closing(client, house);
    }

    private static void refundsAreFound(Caller client, String number) throws Exception {
        AlipayTradeFastpayRefundQueryModel model = new AlipayTradeFastpayRefundQueryModel();
        model.setOutTradeNo(number);
        model.setOutRequestNo("r1");
        AlipayTradeFastpayRefundQueryRequest request = new AlipayTradeFastpayRefundQueryRequest();
        request.setBizModel(model);
        assertThat(client.call(request).getRefundStatus()).isEqualTo("REFUND_SUCCESS");
        model.setOutRequestNo("r2");
        AlipayTradeFastpayRefundQueryRequest other = new AlipayTradeFastpayRefundQueryRequest();
        other.setBizModel(model);
        assertThat(client.call(other).isSuccess()).isTrue();
        assertThat(client.call(other).getRefundStatus()).isNull();
    }

    private static void closing(Caller client, AlipayHouse house) throws Exception {
        client.call(precreate("order_2"));
        AlipayTradeCloseModel close = new AlipayTradeCloseModel();
        close.setOutTradeNo("order_2");
        AlipayTradeCloseRequest request = new AlipayTradeCloseRequest();
        request.setBizModel(close);
        assertThat(client.call(request).getSubCode()).isEqualTo("ACQ.TRADE_NOT_EXIST");
        AlipayTradeCancelModel cancel = new AlipayTradeCancelModel();
        cancel.setOutTradeNo("order_2");
        AlipayTradeCancelRequest canceling = new AlipayTradeCancelRequest();
        canceling.setBizModel(cancel);
        AlipayTradeCancelResponse nothing = client.call(canceling);
        assertThat(nothing.isSuccess()).isTrue();
        assertThat(nothing.getAction()).isNull();
        house.simulator.opens("shop", "order_2");
        AlipayTradeCloseRequest again = new AlipayTradeCloseRequest();
        again.setBizModel(close);
        assertThat(client.call(again).getOutTradeNo()).isEqualTo("order_2");
        assertThat(client.call(query("order_2")).getTradeStatus()).isEqualTo("TRADE_CLOSED");
    }

    @Test
    void theSdkBelievesAnUnsignedFailureAndWeDoNot() throws Exception {
        plainClient().execute(precreate("order_3"));
        plain.simulator.pays("shop", "order_3");
        plain.simulator.next(AlipayQuirk.UNSIGNED_FAILURE);
        assertThat(plainClient().execute(query("order_3")).getSubCode()).isEqualTo("ACQ.TRADE_NOT_EXIST");
        AttemptId paid = plain.paid();
        plain.simulator.next(AlipayQuirk.UNSIGNED_FAILURE);
        assertThat(plain.query(paid, Alipay.QR)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void theSdkReadsSlashesEscapedAfterSigning() throws Exception {
        plain.simulator.next(AlipayQuirk.SLASHES_ESCAPED);
        assertThat(plainClient().execute(precreate("order_4")).getQrCode()).startsWith("http://sim.test/qr/");
    }

    @Test
    void theSdkRefusesTheAppsOwnKeyAsAlipaysToo() throws Exception {
        Settings settings = plain.simulator.account("shop");
        String own = Base64.getEncoder()
                .encodeToString(AlipayKeys.publicHalf(
                                Objects.requireNonNull(AlipayKeys.privateKey(settings.get(Alipay.PRIVATE_KEY))))
                        .getEncoded());
        AlipayConfig config = config(plainServer.url(), settings);
        config.setAlipayPublicKey(own);
        AlipayClient client = new DefaultAlipayClient(config);
        assertThatThrownBy(() -> client.execute(precreate("order_5"))).isInstanceOf(Exception.class);
        Map<String, String> values = new TreeMap<>(settings.values());
        values.put(Alipay.ALIPAY_PUBLIC_KEY, own);
        assertThat(Alipay.TYPE.rules().check().apply(new Settings(values)))
                .containsEntry(Alipay.ALIPAY_PUBLIC_KEY, "problem.alipay.alipay_public_key.own");
    }

    @Test
    void theSdkFetchesANewCertificateOfAlipay() throws Exception {
        AlipayClient client = certifiedClient();
        AlipayTradePrecreateRequest first = precreate("order_6");
        first.setNeedEncrypt(true);
        assertThat(client.certificateExecute(first).isSuccess()).isTrue();
        certified.simulator.renews("shop");
        AlipayTradePrecreateRequest second = precreate("order_7");
        second.setNeedEncrypt(true);
        assertThat(client.certificateExecute(second).isSuccess()).isTrue();
    }

    @Test
    void certificateSerialsAreWhatTheSdkMakesOfThem() throws Exception {
        Settings settings = certified.simulator.account("shop");
        String app = settings.get(Alipay.APP_CERTIFICATE);
        String root = settings.get(Alipay.ALIPAY_ROOT_CERTIFICATE);
        assertThat(AlipaySerial.of(AlipayKeys.certificates(app).get(0)))
                .isEqualTo(AntCertificationUtil.getCertSN(AntCertificationUtil.getCertFromContent(app)));
        assertThat(AlipaySerial.ofRoots(AlipayKeys.certificates(root + app + root)))
                .isEqualTo(AntCertificationUtil.getRootCertSN(root + app + root));
    }

    @Test
    void theSdkVerifiesNotificationsAndRefusesChangedOnes() throws Exception {
        plain.paid();
        Awaitility.await().until(() -> !plain.notices.isEmpty());
        InboundRequest notice = plain.notices.get(0);
        String key = plain.simulator.account("shop").get(Alipay.ALIPAY_PUBLIC_KEY);
        Map<String, String> fields = Form.read(new String(notice.body(), StandardCharsets.UTF_8));
        assertThat(AlipaySignature.rsaCheckV1(new TreeMap<>(fields), key, "utf-8", "RSA2"))
                .isTrue();
        for (String name : new ArrayList<>(fields.keySet())) {
            if (!name.equals("sign") && !name.equals("sign_type")) {
                Map<String, String> changed = new TreeMap<>(fields);
                changed.put(name, fields.get(name) + "1");
                assertThat(AlipaySignature.rsaCheckV1(changed, key, "utf-8", "RSA2"))
                        .as(name)
                        .isFalse();
            }
        }
    }

    /** Keeps what would be sent. */
    private static Exchange.Ask sent(AlipayHouse house, ChargeRequest request) throws Exception {
        house.asks.clear();
        house.provider.start(request);
        return house.asks.get(0);
    }

    private static Map<String, String> query(String url, int from) {
        return Form.read(url.substring(from));
    }

    @Test
    void ourAddressesAreTheSdks() throws Exception {
        for (String method : List.of(Alipay.PAGE, Alipay.WAP, Alipay.APP)) {
            for (AlipayHouse house : List.of(plain, certified)) {
                compareLocal(method, house);
            }
        }
    }

    private void compareLocal(String method, AlipayHouse house) throws Exception {
        boolean certificates = house == certified;
        AlipayClient client = certificates ? certifiedClient() : plainClient();
        ChargeRequest request = distant(house.request(AttemptId.next(), method));
        Map<String, String> first = ours(house, request, Instant.now());
        String content = plainContent(house, first);
        Map<String, String> theirs = query("?" + theirs(client, method, request, content, certificates), 1);
        Instant then = LocalDateTime.parse(theirs.get("timestamp"), AlipayRequests.TIME)
                .toInstant(AlipayRequests.BEIJING);
        Map<String, String> ours = ours(house, request, then);
        same(house, ours, theirs);
    }

    /** Far enough away that the clock does not matter to when it ends. */
    private static ChargeRequest distant(ChargeRequest request) {
        return new ChargeRequest(
                request.attempt(),
                request.amount(),
                request.method(),
                null,
                request.captureMode(),
                request.orderReference(),
                request.description(),
                request.returnUrl(),
                request.notifyUrl(),
                request.locale(),
                Instant.now().plusSeconds(3600),
                null);
    }

    private static Map<String, String> ours(AlipayHouse house, ChargeRequest request, Instant then) throws Exception {
        AlipayProvider provider = new AlipayProvider(house.simulator.account("shop"), house, () -> then);
        NextAction action = ((Outcome.PayerMust) provider.start(request)).action();
        String text = action instanceof NextAction.Redirect redirect
                ? redirect.url().substring(redirect.url().indexOf('?') + 1)
                : ((NextAction.Invoke) action).parameters().get("order_string");
        Map<String, String> fields = Form.read(text);
        // The SDK's own writer of queries makes the same bytes of the same fields.
        assertThat(text).isEqualTo(WebUtils.buildQuery(new TreeMap<>(fields), "utf-8"));
        return fields;
    }

    private static String plainContent(AlipayHouse house, Map<String, String> fields) {
        String content = fields.get("biz_content");
        String key = house.simulator.account("shop").getOr(Alipay.CONTENT_KEY, "");
        if (key.isEmpty()) {
            return content;
        }
        return new String(
                Objects.requireNonNull(
                        Objects.requireNonNull(AlipayCipher.of(key)).decrypted(content)),
                StandardCharsets.UTF_8);
    }

    private static String theirs(
            AlipayClient client, String method, ChargeRequest request, String content, boolean encrypted)
            throws Exception {
        AlipayRequest<?> made =
                switch (method) {
                    case Alipay.PAGE -> filled(new AlipayTradePagePayRequest(), content);
                    case Alipay.WAP -> filled(new AlipayTradeWapPayRequest(), content);
                    default -> filled(new AlipayTradeAppPayRequest(), content);
                };
        made.setNotifyUrl(request.notifyUrl());
        if (!method.equals(Alipay.APP)) {
            made.setReturnUrl(request.returnUrl());
        }
        made.setNeedEncrypt(encrypted);
        String body = method.equals(Alipay.APP)
                ? client.sdkExecute(made).getBody()
                : client.pageExecute(made, "GET").getBody();
        return body.substring(body.indexOf('?') + 1);
    }

    private static AlipayTradePagePayRequest filled(AlipayTradePagePayRequest request, String content) {
        request.setBizContent(content);
        return request;
    }

    private static AlipayTradeWapPayRequest filled(AlipayTradeWapPayRequest request, String content) {
        request.setBizContent(content);
        return request;
    }

    private static AlipayTradeAppPayRequest filled(AlipayTradeAppPayRequest request, String content) {
        request.setBizContent(content);
        return request;
    }

    /** Field by field, but for the SDK's name of itself; and the SDK signs our fields as we do. */
    private static void same(AlipayHouse house, Map<String, String> ours, Map<String, String> theirs) throws Exception {
        Map<String, String> wanted = new TreeMap<>(theirs);
        wanted.remove("alipay_sdk");
        wanted.remove("sign");
        Map<String, String> got = new TreeMap<>(ours);
        String sign = got.remove("sign");
        assertThat(got).isEqualTo(wanted);
        String key = house.simulator.account("shop").get(Alipay.PRIVATE_KEY);
        assertThat(sign).isEqualTo(AlipaySignature.rsaSign(AlipaySignature.getSignContent(got), key, "utf-8", "RSA2"));
        assertThat(AlipayKeys.privateKey(key)).isNotNull();
    }

    @Test
    void ourCallsAreTheSdks() throws Exception {
        for (String method : List.of(Alipay.QR, Alipay.HUABEI + 6)) {
            ChargeRequest request = plain.request(AttemptId.next(), method);
            Exchange.Ask ask = sent(plain, request);
            Map<String, String> ours = query(ask.url(), ask.url().indexOf('?') + 1);
            String body = new String(ask.body(), StandardCharsets.UTF_8);
            String content = Form.read(body).get("biz_content");
            assertThat(body).isEqualTo(WebUtils.buildQuery(Map.of("biz_content", content), "utf-8"));
            AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
            model.setOutTradeNo(request.attempt().value());
            model.setProductCode("FACE_TO_FACE_PAYMENT");
            model.setSubject("Two things");
            model.setTimeExpire("2026-11-25 17:00:00");
            model.setTotalAmount("12.30");
            if (!method.equals(Alipay.QR)) {
                ExtendParams extend = new ExtendParams();
                extend.setHbFqNum("6");
                extend.setHbFqSellerPercent("0");
                model.setExtendParams(extend);
            }
            assertThat(JSON.readTree(content)).isEqualTo(JSON.readTree(new JSONWriter().write(model, true)));
            Map<String, String> signed = new TreeMap<>(ours);
            signed.put("biz_content", content);
            String sign = signed.remove("sign");
            String key = plain.simulator.account("shop").get(Alipay.PRIVATE_KEY);
            assertThat(sign)
                    .isEqualTo(AlipaySignature.rsaSign(AlipaySignature.getSignContent(signed), key, "utf-8", "RSA2"));
            assertThat(URI.create(ask.url()).getPath()).isEqualTo("/gateway.do");
        }
    }

    @Test
    void whatTheSdkStartedWeCanAskAbout() throws Exception {
        AttemptId attempt = AttemptId.next();
        plainClient().execute(precreate(attempt.value()));
        plain.simulator.pays("shop", attempt.value());
        assertThat(plain.provider.query(new ChargeQuery(plain.request(attempt, Alipay.QR), null)))
                .isInstanceOf(Outcome.Done.class);
    }
}
