package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Notification.Rejected;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.NoticeFault;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications: genuine ones are reasons to ask, refunds are no payments, and others are refused. */
class AlipayNotificationTest {
    private final AlipayHouse house = new AlipayHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private InboundRequest notice(int number) {
        Awaitility.await().until(() -> house.notices.size() >= number);
        return house.notices.get(number - 1);
    }

    @Test
    void aPaymentIsAReasonToAsk() {
        AttemptId attempt = house.paid();
        assertThat(house.provider.read(notice(1))).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.weak()).isTrue();
            assertThat(verified.dedupeKey()).hasSize(32);
            assertThat(verified.occurredAt()).isEqualTo(Instant.parse("2026-11-25T08:00:00Z"));
            assertThat(verified.reports()).singleElement().isInstanceOfSatisfying(AttemptReport.class, report -> {
                assertThat(report.attempt()).isEqualTo(attempt);
                assertThat(report.outcome()).isInstanceOf(Outcome.Done.class);
            });
        });
        assertThat(Alipay.TYPE.rules().acknowledgement()).isEqualTo("success");
    }

    @Test
    void aPartialRefundIsNoSecondPayment() throws Exception {
        AttemptId attempt = house.paid();
        Notification first = house.provider.read(notice(1));
        OperationRequest refund = house.operation(OperationKind.REFUND, attempt, 100);
        house.provider.refund(refund);
        Notification second = house.provider.read(notice(2));
        assertThat(second).isInstanceOfSatisfying(Verified.class, verified -> assertThat(verified.reports())
                .singleElement()
                .isInstanceOfSatisfying(OperationReport.class, report -> assertThat(report.operation())
                        .isEqualTo(refund.operation())));
        assertThat(((Verified) second).dedupeKey()).isNotEqualTo(((Verified) first).dedupeKey());
    }

    @Test
    void aRefundMadeOnAlipaysOwnPagesIsReportedAsAlipayTellsItWhenAsked() {
        AttemptId attempt = house.paid();
        var unused = notice(1);
        Money part = Money.ofMinor(100, "CNY");
        String first = house.simulator.refundsInPortal("shop", attempt.value(), part);
        assertThat(refund(house.provider.read(notice(2))))
                .isEqualTo(new RefundReport(attempt, first, new Outcome.Done(Effect.REFUNDED, first, part)));

        // The rest closes the trade, and what the notification says is the sum of both.
        Money rest = Money.ofMinor(1_130, "CNY");
        String second = house.simulator.refundsInPortal("shop", attempt.value(), rest);
        assertThat(refund(house.provider.read(notice(3))))
                .isEqualTo(new RefundReport(attempt, second, new Outcome.Done(Effect.REFUNDED, second, rest)));
        house.faults.next(Fault.of(Fault.Kind.LOSE_BEFORE));
        assertThat(house.provider.read(notice(3))).isInstanceOf(Notification.Later.class);
    }

    private static RefundReport refund(Notification read) {
        return (RefundReport) ((Verified) read).reports().getFirst();
    }

    /** What the notification says alone is believed by nobody. */
    @Test
    void aRefundOfWhichAlipayHasNoRecordIsNotBooked() {
        Map<String, String> fields = fields(house.paid());
        fields.put("refund_fee", "1.00");
        fields.put("gmt_refund", "2026-11-25 16:00:00.1");
        fields.put("out_biz_no", "by-hand-1");
        assertThat(read(signed(fields, StandardCharsets.UTF_8))).isInstanceOf(Notification.Later.class);
        fields.remove("out_biz_no");
        assertThat(read(signed(fields, StandardCharsets.UTF_8))).isInstanceOf(Notification.Ignored.class);
    }

    @Test
    void aPaymentThatTellsOfNoRefundIsAPayment() {
        Map<String, String> fields = fields(house.paid());
        fields.put("refund_fee", "0.00");
        fields.put("gmt_close", "2026-11-25 16:00:00");
        assertThat(outcome(fields)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.effect())
                .isEqualTo(Outcome.Effect.CAPTURED));
    }

    @Test
    void aFullRefundClosesAndAnUnpaidOneDoesToo() {
        Map<String, String> fields = fields(house.paid());
        fields.put("trade_status", "TRADE_CLOSED");
        assertThat(outcome(fields)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.effect())
                .isEqualTo(Outcome.Effect.REFUNDED));
        fields.remove("gmt_payment");
        assertThat(outcome(fields)).isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(done.effect())
                .isEqualTo(Outcome.Effect.CLOSED));
        fields.put("trade_status", "TRADE_SOMETHING");
        assertThat(outcome(fields)).isInstanceOf(Outcome.Unknown.class);
    }

    private Outcome outcome(Map<String, String> fields) {
        Verified verified = (Verified) read(signed(fields, StandardCharsets.UTF_8));
        return ((AttemptReport) verified.reports().get(0)).outcome();
    }

    @Test
    void whatIsNotAnsweredWithTheSevenLettersIsSentAgain(@TempDir Path folder) {
        AttemptId attempt;
        try (AlipayHouse first = new AlipayHouse(folder, false, false)) {
            first.acknowledgement = "success\n";
            attempt = first.paid();
            Awaitility.await().until(() -> first.notices.size() == 1);
        }
        try (AlipayHouse second = new AlipayHouse(folder, false, false)) {
            Awaitility.await().until(() -> second.notices.size() == 1);
            String body = new String(second.notices.get(0).body(), StandardCharsets.UTF_8);
            assertThat(body).contains(attempt.value());
        }
        try (AlipayHouse third = new AlipayHouse(folder, false, false)) {
            third.paid();
            Awaitility.await().until(() -> !third.notices.isEmpty());
            assertThat(new String(third.notices.get(0).body(), StandardCharsets.UTF_8))
                    .doesNotContain(attempt.value());
        }
    }

    @Test
    void otherAppsAndSellersAreRefused() {
        Map<String, String> fields = fields(house.paid());
        assertThat(read(signed(fields, StandardCharsets.UTF_8))).isInstanceOf(Verified.class);
        Map<String, String> app = new HashMap<>(fields);
        app.put("app_id", "2021000000000000");
        assertThat(read(signed(app, StandardCharsets.UTF_8))).isInstanceOf(Rejected.class);
        Map<String, String> seller = new HashMap<>(fields);
        seller.put("seller_id", "2088000000000000");
        assertThat(read(signed(seller, StandardCharsets.UTF_8))).isInstanceOf(Rejected.class);
    }

    @Test
    void theCharsetOfTheFieldsIsTheirOwn() {
        Map<String, String> fields = fields(house.paid());
        fields.put("subject", "两件商品 & more");
        assertThat(read(signed(fields, StandardCharsets.UTF_8))).isInstanceOf(Verified.class);
        fields.put("charset", "GBK");
        assertThat(read(signed(fields, Charset.forName("GBK")))).isInstanceOf(Verified.class);
        fields.put("charset", "klingon");
        assertThat(read(signed(fields, StandardCharsets.UTF_8))).isInstanceOf(Rejected.class);
    }

    @Test
    void encryptedContentIsOpened() {
        try (AlipayHouse secret = new AlipayHouse(null, false, true)) {
            Settings settings = secret.simulator.account("shop");
            Map<String, String> fields = fields(house.paid());
            String key = settings.get(Alipay.CONTENT_KEY);
            String inner = "{\"out_trade_no\":\"" + fields.remove("out_trade_no") + "\",\"trade_status\":\""
                    + fields.remove("trade_status")
                    + "\",\"total_amount\":\"12.30\",\"trade_no\":\"2026112522001400\"}";
            fields.put("app_id", settings.get(Alipay.APP_ID));
            fields.put("seller_id", settings.get(Alipay.SELLER_ID));
            fields.put("encrypt_type", "AES");
            AlipayCipher cipher = Objects.requireNonNull(AlipayCipher.of(key));
            fields.put("biz_content", cipher.encrypted(inner));
            InboundRequest request = signed(fields, StandardCharsets.UTF_8, secret.simulator.signingKey("shop"));
            assertThat(secret.provider.read(request)).isInstanceOf(Verified.class);
        }
    }

    @Test
    void aWrongSignatureADoubledFieldAndAnotherTypeAreRefused() {
        InboundRequest good = signed(fields(house.paid()), StandardCharsets.UTF_8);
        String body = new String(good.body(), StandardCharsets.UTF_8);
        assertThat(read(with(body + "&trade_status=TRADE_CLOSED"))).isInstanceOf(Rejected.class);
        assertThat(read(with(body.replace("sign_type=RSA2", "sign_type=RSA")))).isInstanceOf(Rejected.class);
        assertThat(read(with(body.replace("&sign_type=RSA2", "")))).isInstanceOf(Rejected.class);
        assertThat(read(with(body.replace("12.30", "12.31")))).isInstanceOf(Rejected.class);
        house.faults.nextNotice(NoticeFault.WRONG_SIGNATURE);
        int before = house.notices.size();
        house.paid();
        assertThat(house.provider.read(notice(before + 1))).isInstanceOf(Rejected.class);
    }

    private Map<String, String> fields(AttemptId attempt) {
        Awaitility.await().until(() -> house.notices.stream()
                .anyMatch(n -> new String(n.body(), StandardCharsets.UTF_8).contains(attempt.value())));
        InboundRequest notice = house.notices.get(house.notices.size() - 1);
        Map<String, String> fields = Form.read(new String(notice.body(), StandardCharsets.UTF_8));
        fields.remove("sign");
        fields.remove("sign_type");
        return fields;
    }

    private Notification read(InboundRequest request) {
        return house.provider.read(request);
    }

    private InboundRequest signed(Map<String, String> fields, Charset charset) {
        return signed(fields, charset, house.simulator.signingKey("shop"));
    }

    private InboundRequest signed(Map<String, String> fields, Charset charset, String key) {
        try {
            PrivateKey signing = AlipayWitness.Keys.of(key).signing();
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(signing);
            String content = new TreeMap<>(fields)
                    .entrySet().stream()
                            .map(field -> field.getKey() + "=" + field.getValue())
                            .collect(Collectors.joining("&"));
            rsa.update(content.getBytes(charset));
            Map<String, String> all = new TreeMap<>(fields);
            all.put("sign", Base64.getEncoder().encodeToString(rsa.sign()));
            all.put("sign_type", "RSA2");
            return with(all.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), charset))
                    .collect(Collectors.joining("&")));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static InboundRequest with(String body) {
        return new InboundRequest(
                "POST",
                "/notify",
                null,
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8),
                Instant.parse("2026-11-25T08:00:00Z"));
    }
}
