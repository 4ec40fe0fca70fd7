package dev.tillgate.provider.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.Later;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.Rejected;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.NoticeFault;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notifications: both kinds of keys, probes, refunds, repeats. */
class WechatPayNoticeTest {
    private final Practice practice = Practice.open();

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void whileChangingOverEitherKeySigns() throws IOException {
        Settings both = practice.simulator.keyMode(Practice.ACCOUNT, WechatPay.BY_BOTH);
        WechatPayProvider provider = practice.provider(both);
        Set<String> serials = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            practice.paid();
        }
        for (InboundRequest notice : notices(24)) {
            serials.add(notice.header("Wechatpay-Serial"));
            assertThat(provider.read(notice)).isInstanceOf(Verified.class);
        }
        assertThat(serials).hasSize(2).anyMatch(serial -> serial.startsWith("PUB_KEY_ID_"));
    }

    @Test
    void oneByANewCertificateWaitsUntilItCanBeFetched() throws IOException {
        practice.simulator.keyMode(Practice.ACCOUNT, WechatPay.BY_CERTIFICATE);
        practice.paid();
        InboundRequest notice = notices(1).get(0);
        WechatPayProvider provider = practice.provider();
        practice.faults.next(Fault.of(Fault.Kind.LOSE_BEFORE));
        assertThat(provider.read(notice)).isInstanceOf(Later.class);
        assertThat(provider.read(notice)).as("not asked for again at once").isInstanceOf(Later.class);
        InboundRequest soon = at(notice, Duration.ofSeconds(11));
        assertThat(provider.read(soon)).isInstanceOf(Verified.class);
    }

    @Test
    void aProbeIsRejectedAndTheGenuineOneComesAfterIt() throws IOException {
        practice.noticeStatus = 400;
        practice.faults.nextNotice(NoticeFault.WRONG_SIGNATURE);
        practice.paid();
        InboundRequest probe = notices(1).get(0);
        assertThat(probe.header("Wechatpay-Signature")).startsWith("WECHATPAY/SIGNTEST/");
        assertThat(practice.provider().read(probe)).isInstanceOf(Rejected.class);
    }

    @Test
    void oneThatIsNotTakenComesAgainWithTheSameIdSignedAnew() throws IOException {
        practice.noticeStatus = 500;
        practice.paid();
        List<InboundRequest> notices = notices(3);
        assertThat(notices.stream().map(notice -> key(practice.provider().read(notice))))
                .doesNotContain("")
                .containsOnly(key(practice.provider().read(notices.get(0))));
        assertThat(notices.stream().map(notice -> notice.header("Wechatpay-Signature")))
                .doesNotHaveDuplicates();
    }

    @Test
    void refundsAreReported() throws IOException {
        AttemptId attempt = practice.paid();
        WechatPayProvider provider = practice.provider();
        OperationRequest arrives = Practice.operation(OperationKind.REFUND, attempt, 30);
        OperationRequest fails = Practice.operation(OperationKind.REFUND, attempt, 30);
        for (OperationRequest refund : List.of(arrives, fails)) {
            provider.refund(refund);
        }
        practice.simulator.decideRefund(Practice.ACCOUNT, arrives.operation().value(), "SUCCESS");
        practice.simulator.decideRefund(Practice.ACCOUNT, fails.operation().value(), "ABNORMAL");
        List<OperationReport> reports = notices(3).stream()
                .map(provider::read)
                .map(Verified.class::cast)
                .flatMap(verified -> verified.reports().stream())
                .filter(OperationReport.class::isInstance)
                .map(OperationReport.class::cast)
                .toList();
        assertThat(reports).hasSize(2).anySatisfy(report -> {
            assertThat(report.operation()).isEqualTo(arrives.operation());
            assertThat(report.outcome()).isInstanceOf(Done.class);
        });
        assertThat(reports).anySatisfy(report -> {
            assertThat(report.operation()).isEqualTo(fails.operation());
            assertThat(report.outcome()).isInstanceOf(Declined.class);
        });
    }

    @Test
    void aRefundMadeInTheMerchantPlatformIsReportedByWechatsOwnId() throws IOException {
        AttemptId attempt = practice.paid();
        assertThat(notices(1)).hasSize(1);
        String number = practice.simulator.refundsInPlatform(Practice.ACCOUNT, attempt.value(), 30);
        assertThat(number).startsWith("BO");
        Notification read = practice.provider().read(notices(2).get(1));
        assertThat(((Verified) read).reports())
                .singleElement()
                .isInstanceOfSatisfying(Notification.RefundReport.class, report -> {
                    assertThat(report.attempt()).isEqualTo(attempt);
                    assertThat(report.ref()).startsWith("5030");
                    assertThat(report.outcome()).isInstanceOfSatisfying(Done.class, done -> assertThat(done.amount())
                            .isEqualTo(Money.ofMinor(30, "CNY")));
                });
    }

    @Test
    void aRefundIsReportedToTheAddressThatWasNamedForIt() throws IOException {
        AttemptId attempt = practice.paid();
        OperationRequest asked = Practice.operation(OperationKind.REFUND, attempt, 30);
        String address = WechatPayFixture.request(attempt, asked.amount(), WechatPay.NATIVE, null)
                        .notifyUrl() + "/refunds";
        practice.provider()
                .refund(new OperationRequest(
                        asked.operation(),
                        asked.kind(),
                        attempt,
                        null,
                        null,
                        asked.amount(),
                        asked.charged(),
                        address));
        practice.simulator.decideRefund(Practice.ACCOUNT, asked.operation().value(), "SUCCESS");
        assertThat(notices(2).stream().map(InboundRequest::path))
                .filteredOn(path -> path.endsWith("/refunds"))
                .hasSize(1);
    }

    @Test
    void oneForAnotherAppOfTheSameMerchantIsRejected() throws IOException {
        practice.paid();
        InboundRequest notice = notices(1).get(0);
        Settings other = Practice.with(practice.settings(), WechatPay.APPID, "wx0000000000000000");
        assertThat(practice.provider(other).read(notice)).isInstanceOf(Rejected.class);
        Settings otherKey = Practice.with(practice.settings(), WechatPay.API_V3_KEY, "0".repeat(32));
        assertThat(practice.provider(otherKey).read(notice)).isInstanceOf(Rejected.class);
    }

    private List<InboundRequest> notices(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> practice.notices.size() >= count);
        return practice.notices;
    }

    private static InboundRequest at(InboundRequest notice, Duration later) {
        return new InboundRequest(
                notice.method(),
                notice.path(),
                null,
                notice.headers(),
                notice.body(),
                notice.receivedAt().plus(later));
    }

    private static String key(Notification notification) {
        return notification instanceof Verified verified ? verified.dedupeKey() : "";
    }
}
