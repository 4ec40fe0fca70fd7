package dev.tillgate.judges.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.util.GsonUtil;
import com.wechat.pay.java.service.payments.h5.H5Service;
import com.wechat.pay.java.service.payments.jsapi.JsapiServiceExtension;
import com.wechat.pay.java.service.payments.jsapi.model.PrepayWithRequestPaymentResponse;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.wechatpay.WechatPay;
import dev.tillgate.provider.wechatpay.WechatPayProvider;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What our client sends is what WeChat Pay's own would send. */
class SameRequestTest {
    private static final Gson JSON_TO_SDK = GsonUtil.getGson();

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
    void ourOrderIsTheSdksOrder() throws IOException {
        ChargeRequest request = Court.request(WechatPay.NATIVE, null);
        court.ourProvider().start(request);
        court.nativePay().prepay(court.nativeRequest(request.attempt().value()));
        same();
    }

    @Test
    void ourPhonePageIsTheSdksPhonePage() throws IOException {
        ChargeRequest request = Court.request(WechatPay.H5, null);
        court.ourProvider().start(request);
        com.wechat.pay.java.service.payments.h5.model.PrepayRequest theirs = JSON_TO_SDK.fromJson(
                Court.body(court.ours.get(0)).toString(),
                com.wechat.pay.java.service.payments.h5.model.PrepayRequest.class);
        assertThat(theirs.getSceneInfo().getPayerClientIp()).isEqualTo("203.0.113.7");
        String url = new H5Service.Builder()
                .config(court.config)
                .httpClient(court.sdk.client(court.config))
                .build()
                .prepay(theirs)
                .getH5Url();
        assertThat(url)
                .isEqualTo(court.simulator.payerPage(
                        Court.ACCOUNT, request.attempt().value()));
        same();
    }

    @Test
    void ourCallInsideWechatIsTheSdksCall() throws IOException {
        ChargeRequest request = Court.request(WechatPay.JSAPI, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
        Outcome.PayerMust must = (Outcome.PayerMust) court.ourProvider().start(request);
        Map<String, String> said = ((NextAction.Invoke) must.action()).parameters();
        com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest theirs = JSON_TO_SDK.fromJson(
                Court.body(court.ours.get(0)).toString(),
                com.wechat.pay.java.service.payments.jsapi.model.PrepayRequest.class);
        PrepayWithRequestPaymentResponse call = new JsapiServiceExtension.Builder()
                .config(court.config)
                .httpClient(court.sdk.client(court.config))
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
                .isEqualTo(court.config.createSigner().sign(lines).getSign());
    }

    @Test
    void ourQueryCloseAndRefundAreTheSdks() throws IOException {
        ChargeRequest request = Court.request(WechatPay.NATIVE, null);
        String number = request.attempt().value();
        WechatPayProvider provider = court.ourProvider();
        NativePayService service = court.nativePay();
        provider.start(request);
        court.ours.clear();
        provider.query(new ChargeQuery(request, number));
        court.query(service, number);
        same();
        court.simulator.happens(Court.ACCOUNT, number, Event.PAYS);
        provider.cancel(Court.operation(OperationKind.VOID, request.attempt(), 1230));
        assertThatThrownBy(() -> service.closeOrder(court.closeRequest(number))).isInstanceOf(ServiceException.class);
        same();
        OperationRequest refund = Court.operation(OperationKind.REFUND, request.attempt(), 30);
        provider.refund(refund);
        RefundService refunds = court.refunds();
        refunds.create(Court.refundRequest(number, refund.operation().value(), 30));
        same();
        provider.queryOperation(refund);
        QueryByOutRefundNoRequest ask = new QueryByOutRefundNoRequest();
        ask.setOutRefundNo(refund.operation().value());
        refunds.queryByOutRefundNo(ask);
        same();
    }

    /** The last request of ours and of the SDK's: line, meaning of the body, and every header that says something. */
    private void same() throws IOException {
        Ask mine = court.ours.get(court.ours.size() - 1);
        SdkSide.Sent theirs = court.sdk.sent.get(court.sdk.sent.size() - 1);
        assertThat(mine.method()).isEqualTo(theirs.method());
        assertThat(mine.url().substring(court.server.url().length())).isEqualTo(theirs.path());
        if (mine.body().length > 0 || !theirs.body().isEmpty()) {
            assertThat(Court.body(mine)).isEqualTo(Court.JSON.readTree(theirs.body()));
        }
        assertThat(mine.headers().get("Accept")).isEqualTo(theirs.headers().get("Accept"));
        assertThat(mine.headers().get("Wechatpay-Serial"))
                .isEqualTo(theirs.headers().get("Wechatpay-Serial"));
        String shape = "(nonce_str|timestamp|signature)=\"[^\"]+\"";
        assertThat(mine.headers().get("Authorization").replaceAll(shape, "$1"))
                .isEqualTo(theirs.headers().get("Authorization").replaceAll(shape, "$1"));
    }
}
