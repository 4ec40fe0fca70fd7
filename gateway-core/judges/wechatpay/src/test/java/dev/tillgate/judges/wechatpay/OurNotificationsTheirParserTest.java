package dev.tillgate.judges.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSACombinedNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.wechatpay.WechatPay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WeChat Pay's own parser reads our simulator's notifications, and ours is stricter. */
class OurNotificationsTheirParserTest {
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
    void theSdkReadsOurNotificationsAndRefusesTamperedOnes() throws IOException {
        String number = court.paidOrder();
        NotificationParser parser = new NotificationParser(court.config);
        Ask notice = court.notice(0);
        Transaction told = parser.parse(parameter(notice, Court.body(notice).toString()), Transaction.class);
        assertThat(told.getOutTradeNo()).isEqualTo(number);
        assertThat(told.getTradeState()).isEqualTo(Transaction.TradeStateEnum.SUCCESS);
        assertThat(told.getAmount().getTotal()).isEqualTo(1230);
        String tampered = Court.text(notice).replace("TRANSACTION.SUCCESS", "TRANSACTION.FAILURE");
        assertThatThrownBy(() -> parser.parse(parameter(notice, tampered), Transaction.class))
                .isInstanceOf(ValidationException.class);

        OperationRequest refund = Court.operation(OperationKind.REFUND, new AttemptId(number), 30);
        court.ourProvider().refund(refund);
        court.simulator.decideRefund(Court.ACCOUNT, refund.operation().value(), "SUCCESS");
        RefundNotification refunded =
                parser.parse(parameter(court.notice(1), Court.text(court.notice(1))), RefundNotification.class);
        assertThat(refunded.getOutRefundNo()).isEqualTo(refund.operation().value());
        assertThat(refunded.getRefundStatus()).isEqualTo(Status.SUCCESS);
        assertThat(refunded.getAmount().getRefund()).isEqualTo(30);
    }

    @Test
    void theSdkReadsNotificationsByCertificateToo() throws IOException {
        court.settings = court.simulator.keyMode(Court.ACCOUNT, WechatPay.BY_CERTIFICATE);
        String number = court.paidOrder();
        Transaction told = new NotificationParser(court.byCertificates())
                .parse(parameter(court.notice(0), Court.text(court.notice(0))), Transaction.class);
        assertThat(told.getOutTradeNo()).isEqualTo(number);
    }

    @Test
    void whileChangingOverTheSdkReadsBothKinds() throws IOException {
        court.settings = court.simulator.keyMode(Court.ACCOUNT, WechatPay.BY_BOTH);
        NotificationParser parser = new NotificationParser(new RSACombinedNotificationConfig.Builder()
                .merchantId(court.settings.get(WechatPay.MCHID))
                .merchantSerialNumber(court.settings.get(WechatPay.MERCHANT_SERIAL))
                .privateKey(court.settings.get(WechatPay.PRIVATE_KEY))
                .publicKey(court.settings.get(WechatPay.WECHAT_PUBLIC_KEY))
                .publicKeyId(court.settings.get(WechatPay.PUBLIC_KEY_ID))
                .apiV3Key(court.settings.get(WechatPay.API_V3_KEY))
                .httpClient(court.sdk.client(SdkSide.byPublicKey(court.settings)))
                .build());
        for (int i = 0; i < 12; i++) {
            court.paidOrder();
        }
        court.notice(11);
        for (Ask notice : court.notices) {
            assertThat(parser.parse(parameter(notice, Court.text(notice)), Transaction.class)
                            .getTradeState())
                    .isEqualTo(Transaction.TradeStateEnum.SUCCESS);
        }
    }

    @Test
    void ourReaderIsStricterThanTheSdkAboutAge() throws IOException {
        court.paidOrder();
        Ask notice = court.notice(0);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        InboundRequest late = new InboundRequest("POST", "/", null, notice.headers(), notice.body(), tomorrow);
        assertThat(court.ourProvider().read(late)).isInstanceOf(Notification.Rejected.class);
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
}
