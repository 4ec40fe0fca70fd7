package dev.tillgate.provider.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Outcome.Pending;
import dev.tillgate.provider.Outcome.Refused;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each way to pay, lost starts, closes, refunds, keys and hosts. */
class WechatPayProviderTest {
    private final Practice practice = Practice.open();
    private final WechatPayProvider provider = practice.provider();

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void aCodeIsShownAndPaid() throws IOException {
        AttemptId attempt = AttemptId.next();
        Outcome outcome = provider.start(Practice.code(attempt));
        assertThat(outcome).isInstanceOfSatisfying(PayerMust.class, must -> assertThat(must.action())
                .isInstanceOfSatisfying(NextAction.Scan.class, scan -> assertThat(scan.content())
                        .isEqualTo(practice.simulator.payerPage(Practice.ACCOUNT, attempt.value()))));
        practice.happens(attempt, Event.PAYS);
        assertThat(provider.query(Practice.about(attempt, attempt.value())))
                .isInstanceOfSatisfying(Done.class, done -> assertThat(done)
                        .extracting(Done::effect, Done::amount)
                        .containsExactly(Effect.CAPTURED, Practice.AMOUNT));
    }

    @Test
    void aPhoneIsSentToThePageAndBack() throws IOException {
        AttemptId attempt = AttemptId.next();
        Outcome outcome = provider.start(Practice.charge(attempt, WechatPay.H5, null));
        assertThat(outcome).isInstanceOfSatisfying(PayerMust.class, must -> assertThat(must.action())
                .isInstanceOfSatisfying(NextAction.Redirect.class, redirect -> {
                    assertThat(redirect.url()).endsWith("?redirect_url=http%3A%2F%2Fshop.test%2Freturn");
                    assertThat(redirect.expiresAt())
                            .isEqualTo(WechatPayRequests.madeAt(attempt).plusSeconds(300));
                }));
        JsonNode scene = body().path("scene_info");
        assertThat(scene.path("payer_client_ip").asText()).isEqualTo("203.0.113.7");
        assertThat(scene.path("h5_info").path("type").asText()).isEqualTo("Wap");
    }

    @Test
    void aPhoneWhoseAddressIsNotKnownIsRefusedBeforeAnythingIsSent() throws IOException {
        ChargeRequest request = Practice.withoutAddress(Practice.charge(AttemptId.next(), WechatPay.H5, null));
        assertThat(provider.start(request)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.why())
                .contains("IP address"));
        assertThat(practice.asked).isEmpty();
    }

    @Test
    void insideWechatTheCallIsSigned() throws IOException {
        AttemptId attempt = AttemptId.next();
        Outcome outcome = provider.start(Practice.charge(attempt, WechatPay.JSAPI, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"));
        assertThat(body().path("payer").path("openid").asText()).isEqualTo("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
        assertThat(outcome).isInstanceOfSatisfying(PayerMust.class, must -> assertThat(must.action())
                .isInstanceOfSatisfying(NextAction.Invoke.class, invoke -> {
                    assertThat(invoke.bridge()).isEqualTo("wechat_jsapi");
                    Map<String, String> said = invoke.parameters();
                    assertThat(said).containsEntry("signType", "RSA");
                    X509Certificate own = Pem.certificate(practice.settings().get(WechatPay.MERCHANT_CERTIFICATE));
                    List<String> lines = List.of(said.get("appId"), said.get("timeStamp"), said.get("nonceStr"));
                    byte[] packet = said.get("package").getBytes(StandardCharsets.UTF_8);
                    assertThat(WechatPaySignature.verify(own.getPublicKey(), lines, packet, said.get("paySign")))
                            .isTrue();
                }));
        assertThat(provider.start(Practice.charge(AttemptId.next(), WechatPay.JSAPI, null)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void onlyWholeFenAreAskedFor() throws IOException {
        for (Money amount : List.of(
                Money.ofMinor(0, "CNY"),
                Money.ofMinor(2_147_483_648L, "CNY"),
                Money.ofMinor(100, "HKD"),
                Money.ofMinor(100, "JPY"))) {
            ChargeRequest request = WechatPayFixture.request(AttemptId.next(), amount, WechatPay.NATIVE, null);
            assertThat(provider.start(request)).isInstanceOf(Refused.class);
            assertThat(WechatPay.TYPE.serves(WechatPay.NATIVE, amount)).isFalse();
        }
        assertThat(practice.asked).isEmpty();
        for (long fen : new long[] {1, 1230, 2_147_483_647L}) {
            Money amount = Money.ofMinor(fen, "CNY");
            assertThat(WechatPay.TYPE.serves(WechatPay.NATIVE, amount)).isTrue();
            provider.start(WechatPayFixture.request(AttemptId.next(), amount, WechatPay.NATIVE, null));
            assertThat(body().path("amount").path("total").longValue()).isEqualTo(fen);
        }
    }

    @Test
    void aLostStartOfACodeIsOfferedAgain() throws IOException {
        AttemptId attempt = AttemptId.next();
        practice.faults.next(Fault.of(Fault.Kind.LOSE_AFTER));
        assertThatThrownBy(() -> provider.start(Practice.code(attempt))).isInstanceOf(IOException.class);
        Outcome outcome = provider.query(Practice.about(attempt, null));
        assertThat(outcome).isInstanceOfSatisfying(PayerMust.class, must -> assertThat(must.action())
                .isInstanceOf(NextAction.Scan.class));
        assertThat(provider.query(Practice.about(attempt, attempt.value())))
                .isInstanceOfSatisfying(
                        PayerMust.class, must -> assertThat(must.action()).isInstanceOf(NextAction.Await.class));
    }

    @Test
    void aLostStartThatNobodyCanPayIsClosedOnceItIsOver() throws IOException {
        for (String method : List.of(WechatPay.H5, WechatPay.JSAPI)) {
            AttemptId attempt = AttemptId.next();
            ChargeRequest request = Practice.charge(attempt, method, "openid");
            practice.faults.next(Fault.of(Fault.Kind.LOSE_AFTER));
            assertThatThrownBy(() -> provider.start(request)).isInstanceOf(IOException.class);
            ChargeQuery query = new ChargeQuery(Practice.withoutAddress(request), null);
            assertThat(provider.query(query)).isInstanceOf(Unknown.class);
            practice.later(Duration.ofMinutes(3));
            assertThat(provider.query(query)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                    .isEqualTo(Effect.CLOSED));
            assertThat(practice.simulator
                            .truth(Practice.ACCOUNT, attempt.value())
                            .state())
                    .isEqualTo("CLOSED");
            practice.later(Duration.ofMinutes(-3));
        }
    }

    @Test
    void aStartThatNeverArrivedHasNoRecord() throws IOException {
        AttemptId attempt = AttemptId.next();
        assertThat(provider.query(Practice.about(attempt, null))).isInstanceOf(NotSent.class);
        practice.faults.next(Fault.of(Fault.Kind.RATE_LIMIT));
        assertThat(provider.start(Practice.code(attempt))).isInstanceOf(NotSent.class);
    }

    @Test
    void eachStateIsToldApart() throws IOException {
        expect("SUCCESS", Done.class, true);
        expect("REFUND", Done.class, true);
        expect("NOTPAY", PayerMust.class, false);
        expect("USERPAYING", PayerMust.class, false);
        expect("ACCEPT", Pending.class, false);
        expect("CLOSED", Done.class, false);
        expect("REVOKED", Done.class, false);
        expect("PAYERROR", Declined.class, false);
        expect("NEW_STATE", Unknown.class, false);
        expect("SUCCESS", Unknown.class, false);
        expect("NOTPAY", Unknown.class, true);
        expect("CLOSED", Unknown.class, true);
    }

    private void expect(String state, Class<? extends Outcome> kind, boolean paid) throws IOException {
        AttemptId attempt = AttemptId.next();
        String trade = "{\"mchid\":\"%s\",\"appid\":\"%s\",\"out_trade_no\":\"%s\",\"trade_state\":\"%s\"%s}"
                .formatted(
                        practice.settings().get(WechatPay.MCHID),
                        practice.settings().get(WechatPay.APPID),
                        attempt,
                        state,
                        paid
                                ? ",\"transaction_id\":\"42\",\"success_time\":\"2026-11-25T10:00:00+08:00\","
                                        + "\"amount\":{\"total\":1230,\"payer_total\":1200,\"currency\":\"CNY\"}"
                                : "");
        practice.swap = answer -> practice.signed(200, trade);
        assertThat(provider.query(Practice.about(attempt, "known"))).as(state).isInstanceOf(kind);
        practice.swap = null;
    }

    @Test
    void anOpenOrderIsClosedAndAPaidOneIsNot() throws IOException {
        AttemptId open = practice.order();
        OperationRequest close = Practice.operation(OperationKind.VOID, open, 1230);
        assertThat(provider.queryOperation(close)).isInstanceOf(NotSent.class);
        Outcome closed = provider.cancel(close);
        assertThat(closed).isInstanceOf(Done.class).isEqualTo(provider.queryOperation(close));
        assertThat(provider.cancel(close)).isInstanceOf(Unknown.class);
        OperationRequest late = Practice.operation(OperationKind.VOID, practice.paid(), 1230);
        assertThat(provider.cancel(late)).isInstanceOf(Declined.class);
        assertThat(provider.queryOperation(late)).isInstanceOf(Declined.class);
    }

    @Test
    void aCloseWhileThePasswordIsTypedDidNotHappen() throws IOException {
        AttemptId attempt = practice.order();
        practice.happens(attempt, Event.TYPES_PASSWORD);
        OperationRequest close = Practice.operation(OperationKind.VOID, attempt, 1230);
        assertThat(provider.cancel(close)).isInstanceOf(NotSent.class);
        assertThat(provider.queryOperation(close)).isInstanceOf(Pending.class);
        assertThat(provider.query(Practice.about(attempt, "known"))).isInstanceOf(PayerMust.class);
        practice.happens(attempt, Event.TURNS_BACK);
        assertThat(provider.cancel(close)).isInstanceOf(Done.class);
        practice.happens(attempt, Event.PAYS_LATE);
        assertThat(provider.query(Practice.about(attempt, "known"))).isInstanceOf(Done.class);
    }

    @Test
    void aRefundIsAcceptedFirstAndDoneWhenItArrives() throws IOException {
        AttemptId attempt = practice.paid();
        OperationRequest refund = Practice.operation(OperationKind.REFUND, attempt, 400);
        Outcome accepted = provider.refund(refund);
        assertThat(accepted).isInstanceOf(Pending.class).isEqualTo(provider.refund(refund));
        assertThat(provider.queryOperation(refund)).isInstanceOf(Pending.class);
        practice.simulator.decideRefund(Practice.ACCOUNT, refund.operation().value(), "SUCCESS");
        assertThat(provider.queryOperation(refund)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.amount())
                .isEqualTo(Money.ofMinor(400, "CNY")));
        assertThat(practice.simulator.truth(Practice.ACCOUNT, attempt.value()).refunded())
                .isEqualTo(400);
    }

    @Test
    void aRefundThatFailsLaterLeavesTheMoney() throws IOException {
        AttemptId attempt = practice.paid();
        for (String end : List.of("ABNORMAL", "CLOSED")) {
            OperationRequest refund = Practice.operation(OperationKind.REFUND, attempt, 1230);
            assertThat(provider.refund(refund)).isInstanceOf(Pending.class);
            practice.simulator.decideRefund(Practice.ACCOUNT, refund.operation().value(), end);
            assertThat(provider.queryOperation(refund))
                    .isInstanceOfSatisfying(Declined.class, declined -> assertThat(declined.reason())
                            .isEqualTo(DeclineReason.PROCESSING_ERROR));
        }
        assertThat(practice.simulator.truth(Practice.ACCOUNT, attempt.value()).refunded())
                .isZero();
    }

    @Test
    void aRefundWithoutBalanceIsSentAgainUnderTheSameNumber() throws IOException {
        OperationRequest refund = Practice.operation(OperationKind.REFUND, practice.paid(), 1230);
        practice.simulator.balance(Practice.ACCOUNT, false);
        assertThat(provider.refund(refund)).isInstanceOf(NotSent.class);
        assertThat(provider.queryOperation(refund)).isInstanceOf(NotSent.class);
        practice.simulator.balance(Practice.ACCOUNT, true);
        assertThat(provider.refund(refund)).isInstanceOf(Pending.class);
    }

    @Test
    void theOlderARefundIsTheMoreSeldomItIsAskedAbout() throws IOException {
        OperationRequest refund = Practice.operation(OperationKind.REFUND, practice.paid(), 1230);
        provider.refund(refund);
        Duration last = Duration.ZERO;
        for (int hours : new int[] {0, 1, 1, 20}) {
            practice.later(Duration.ofHours(hours));
            Pending pending = (Pending) provider.queryOperation(refund);
            assertThat(pending.askAgain()).isGreaterThan(last).isLessThanOrEqualTo(Duration.ofHours(1));
            last = pending.askAgain();
        }
    }

    @Test
    void theBackupHostIsAskedOnlyWhenNothingLeftForTheMainOne() throws IOException {
        Settings live = Practice.with(
                Practice.with(practice.settings(), WechatPay.MODE, WechatPay.LIVE), WechatPay.PRACTICE_URL, "unused");
        WechatPayProvider there = practice.provider(live);
        AttemptId attempt = AttemptId.next();
        ChargeRequest plain = Practice.code(attempt);
        assertThat(there.start(plain)).isInstanceOf(Refused.class);
        assertThat(practice.asked).isEmpty();

        practice.refusingHost = "https://api.mch.weixin.qq.com/";
        there.query(Practice.about(attempt, null));
        assertThat(practice.asked).extracting(Ask::url).allMatch(url -> url.contains(attempt.value()));
        assertThat(practice.asked)
                .extracting(Ask::url)
                .satisfiesExactly(
                        url -> assertThat(url).startsWith("https://api.mch.weixin.qq.com/v3/"),
                        url -> assertThat(url).startsWith("https://api2.mch.weixin.qq.com/v3/"));

        practice.refusingHost = null;
        practice.asked.clear();
        practice.faults.next(Fault.of(Fault.Kind.LOSE_AFTER));
        assertThatThrownBy(() -> there.query(Practice.about(attempt, null)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotSentException.class);
        assertThat(practice.asked).hasSize(1);
    }

    @Test
    void aPracticeAccountNeverReachesWechat() throws IOException {
        provider.start(Practice.code(AttemptId.next()));
        provider.query(Practice.about(AttemptId.next(), null));
        assertThat(practice.asked).isNotEmpty().allSatisfy(ask -> assertThat(ask.url())
                .startsWith("http://127.0.0.1:1/v3/"));
    }

    @Test
    void certificatesAreFetchedWhenTheyAreNewAndNotForEveryStranger() throws IOException {
        WechatPayProvider there =
                practice.provider(practice.simulator.keyMode(Practice.ACCOUNT, WechatPay.BY_CERTIFICATE));
        AttemptId attempt = AttemptId.next();
        assertThat(there.start(Practice.code(attempt))).isInstanceOf(PayerMust.class);
        assertThat(fetches()).isEqualTo(1);
        there.query(Practice.about(attempt, "known"));
        assertThat(fetches()).isEqualTo(1);
        assertThat(last().headers()).containsKey("Wechatpay-Serial");

        String serial = practice.simulator.rotateCertificate(Practice.ACCOUNT);
        practice.later(Duration.ofMinutes(2));
        there.query(Practice.about(attempt, "known"));
        assertThat(fetches()).as("the old one is still asked for, and used").isEqualTo(1);
        WechatPayProvider fresh = practice.provider();
        assertThat(fresh.query(Practice.about(attempt, "known"))).isInstanceOf(PayerMust.class);
        fresh.query(Practice.about(attempt, "known"));
        assertThat(last().headers()).containsEntry("Wechatpay-Serial", serial);
    }

    @Test
    void withoutCertificatesAnAnswerIsUnknown() throws IOException {
        WechatPayProvider there =
                practice.provider(practice.simulator.keyMode(Practice.ACCOUNT, WechatPay.BY_CERTIFICATE));
        practice.faults.on(request -> request.path().equals("/v3/certificates"), Fault.of(Fault.Kind.WRONG_SIGNATURE));
        AttemptId attempt = AttemptId.next();
        assertThat(there.start(Practice.code(attempt))).isInstanceOf(Unknown.class);
        practice.later(Duration.ofSeconds(11));
        assertThat(there.query(Practice.about(attempt, null))).isInstanceOf(PayerMust.class);
    }

    @Test
    void clocksThatAreFarApartMeanRefusedOrUnknown() throws IOException {
        WechatPayProvider behind = new WechatPayProvider(
                practice.settings(), practice, () -> practice.instant().minusSeconds(400));
        assertThat(behind.start(Practice.code(AttemptId.next()))).isInstanceOf(Refused.class);
    }

    private long fetches() {
        return practice.asked.stream()
                .filter(ask -> ask.url().endsWith("/v3/certificates"))
                .count();
    }

    private Ask last() {
        return practice.asked.get(practice.asked.size() - 1);
    }

    private JsonNode body() {
        return Objects.requireNonNull(StrictJson.object(last().body()));
    }
}
