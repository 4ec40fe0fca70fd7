package dev.tillgate.judges.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.QueryByOutRefundNoRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.Status;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.wechatpay.WechatPay;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WeChat Pay's own client speaks with our simulator. */
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
    void theSdkPaysByCodeAndRefundsAtTheSimulator() {
        NativePayService service = court.nativePay();
        String number = AttemptId.next().value();
        assertThat(service.prepay(court.nativeRequest(number)).getCodeUrl())
                .isEqualTo(court.simulator.payerPage(Court.ACCOUNT, number));
        assertThat(court.query(service, number).getTradeState()).isEqualTo(Transaction.TradeStateEnum.NOTPAY);
        court.simulator.happens(Court.ACCOUNT, number, Event.PAYS);
        Transaction paid = court.query(service, number);
        assertThat(paid.getTradeState()).isEqualTo(Transaction.TradeStateEnum.SUCCESS);
        assertThat(paid.getAmount().getTotal()).isEqualTo(1230);
        assertThat(paid.getTransactionId()).hasSize(28);
        assertThatThrownBy(() -> service.closeOrder(court.closeRequest(number)))
                .isInstanceOfSatisfying(ServiceException.class, refused -> assertThat(refused.getErrorCode())
                        .isEqualTo("ORDERPAID"));

        RefundService refunds = court.refunds();
        String refundNumber = OperationId.next().value();
        Refund refund = refunds.create(Court.refundRequest(number, refundNumber, 230));
        assertThat(refund.getStatus()).isEqualTo(Status.PROCESSING);
        assertThat(refunds.create(Court.refundRequest(number, refundNumber, 230))
                        .getRefundId())
                .isEqualTo(refund.getRefundId());
        court.simulator.decideRefund(Court.ACCOUNT, refundNumber, "SUCCESS");
        QueryByOutRefundNoRequest ask = new QueryByOutRefundNoRequest();
        ask.setOutRefundNo(refundNumber);
        assertThat(refunds.queryByOutRefundNo(ask).getStatus()).isEqualTo(Status.SUCCESS);
        assertThat(court.query(service, number).getTradeState()).isEqualTo(Transaction.TradeStateEnum.REFUND);
    }

    @Test
    void theSdkClosesAnOrderAndMissesAnother() {
        NativePayService service = court.nativePay();
        String number = AttemptId.next().value();
        service.prepay(court.nativeRequest(number));
        service.closeOrder(court.closeRequest(number));
        assertThat(court.query(service, number).getTradeState()).isEqualTo(Transaction.TradeStateEnum.CLOSED);
        assertThatThrownBy(() -> court.query(service, AttemptId.next().value()))
                .isInstanceOfSatisfying(ServiceException.class, missing -> {
                    assertThat(missing.getHttpStatusCode()).isEqualTo(404);
                    assertThat(missing.getErrorCode()).isEqualTo("ORDER_NOT_EXIST");
                });
    }

    @Test
    void theSdkFetchesCertificatesAfterAndBeforeARotation() {
        for (int i = 0; i < 2; i++) {
            court.settings = court.simulator.keyMode(Court.ACCOUNT + i, WechatPay.BY_CERTIFICATE);
            court.simulator.rotateCertificate(Court.ACCOUNT + i);
            RSAAutoCertificateConfig certificates = court.byCertificates();
            NativePayService service = court.nativePay(certificates);
            String number = AttemptId.next().value();
            assertThat(service.prepay(court.nativeRequest(number)).getCodeUrl()).startsWith(court.server.url());
        }
    }

    @Test
    void anotherMerchantsSignatureIsNotTheSdks() {
        Settings other = court.simulator.account("other");
        Map<String, String> mixed = new HashMap<>(court.settings.values());
        mixed.put(WechatPay.WECHAT_PUBLIC_KEY, other.get(WechatPay.WECHAT_PUBLIC_KEY));
        RSAPublicKeyConfig wrong = SdkSide.byPublicKey(new Settings(mixed));
        NativePayService service = court.nativePay(wrong);
        assertThatThrownBy(() ->
                        service.prepay(court.nativeRequest(AttemptId.next().value())))
                .isInstanceOf(ValidationException.class);
    }
}
