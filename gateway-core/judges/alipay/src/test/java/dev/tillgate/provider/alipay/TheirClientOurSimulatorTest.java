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
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradeCancelRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayTradeCancelResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.simulator.AlipayQuirk;
import dev.tillgate.provider.simulator.Form;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Alipay's own client is served by our simulator, and its own verifier takes our notifications. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TheirClientOurSimulatorTest {
    private Court court;

    @BeforeAll
    void open() throws Exception {
        court = new Court();
    }

    @AfterAll
    void close() {
        court.close();
    }

    @Test
    void theSdksClientIsServedWithPublicKeys() throws Exception {
        AlipayClient client = court.plainClient();
        wholeLife(
                new Caller() {
                    @Override
                    public <T extends AlipayResponse> T call(AlipayRequest<T> request) throws AlipayApiException {
                        return client.execute(request);
                    }
                },
                court.plain);
    }

    @Test
    void theSdksClientIsServedWithCertificatesAndEncryption() throws Exception {
        AlipayClient client = court.certifiedClient();
        wholeLife(
                new Caller() {
                    @Override
                    public <T extends AlipayResponse> T call(AlipayRequest<T> request) throws AlipayApiException {
                        request.setNeedEncrypt(true);
                        return client.certificateExecute(request);
                    }
                },
                court.certified);
    }

    @Test
    void theSdkBelievesAnUnsignedFailureAndWeDoNot() throws Exception {
        court.plainClient().execute(precreate("order_3"));
        court.plain.simulator.pays("shop", "order_3");
        court.plain.simulator.next(AlipayQuirk.UNSIGNED_FAILURE);
        assertThat(court.plainClient().execute(query("order_3")).getSubCode()).isEqualTo("ACQ.TRADE_NOT_EXIST");
        AttemptId paid = court.plain.paid();
        court.plain.simulator.next(AlipayQuirk.UNSIGNED_FAILURE);
        assertThat(court.plain.query(paid, Alipay.QR)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void theSdkReadsSlashesEscapedAfterSigning() throws Exception {
        court.plain.simulator.next(AlipayQuirk.SLASHES_ESCAPED);
        assertThat(court.plainClient().execute(precreate("order_4")).getQrCode())
                .startsWith("http://sim.test/qr/");
    }

    @Test
    void theSdkRefusesTheAppsOwnKeyAsAlipaysToo() throws Exception {
        Settings settings = court.plain.simulator.account("shop");
        String own = Base64.getEncoder()
                .encodeToString(AlipayKeys.publicHalf(
                                Objects.requireNonNull(AlipayKeys.privateKey(settings.get(Alipay.PRIVATE_KEY))))
                        .getEncoded());
        AlipayConfig config = Court.config(court.plainServer.url(), settings);
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
        AlipayClient client = court.certifiedClient();
        AlipayTradePrecreateRequest first = precreate("order_6");
        first.setNeedEncrypt(true);
        assertThat(client.certificateExecute(first).isSuccess()).isTrue();
        court.certified.simulator.renews("shop");
        AlipayTradePrecreateRequest second = precreate("order_7");
        second.setNeedEncrypt(true);
        assertThat(client.certificateExecute(second).isSuccess()).isTrue();
    }

    @Test
    void whatTheSdkStartedWeCanAskAbout() throws Exception {
        AttemptId attempt = AttemptId.next();
        court.plainClient().execute(precreate(attempt.value()));
        court.plain.simulator.pays("shop", attempt.value());
        assertThat(court.plain.provider.query(new ChargeQuery(court.plain.request(attempt, Alipay.QR), null)))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void theSdkVerifiesNotificationsAndRefusesChangedOnes() throws Exception {
        court.plain.paid();
        Awaitility.await().until(() -> !court.plain.notices.isEmpty());
        InboundRequest notice = court.plain.notices.get(0);
        String key = court.plain.simulator.account("shop").get(Alipay.ALIPAY_PUBLIC_KEY);
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

    /** One call by the SDK, plain or with certificates and encryption. */
    @FunctionalInterface
    private interface Caller {
        <T extends AlipayResponse> T call(AlipayRequest<T> request) throws AlipayApiException;
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
}
