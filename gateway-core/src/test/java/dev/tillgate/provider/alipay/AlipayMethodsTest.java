package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way to pay, from the start to the money. */
class AlipayMethodsTest {
    private static final Instant END = Instant.parse("2026-11-25T09:00:00Z");

    private final AlipayHouse house = new AlipayHouse();
    private final AttemptId attempt = AttemptId.next();

    @AfterEach
    void close() {
        house.close();
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aQrCodeIsScannedAndPaid() {
        Outcome started = house.start(attempt, Alipay.QR);
        assertThat(started).isInstanceOfSatisfying(PayerMust.class, must -> assertThat(must.action())
                .isInstanceOfSatisfying(NextAction.Scan.class, scan -> {
                    assertThat(scan.expiresAt()).isEqualTo(END);
                    assertThat(scan.content()).isEqualTo(house.simulator.payerPage("shop", attempt.value()));
                }));
        assertThat(house.query(attempt, Alipay.QR)).isEqualTo(started);
        String page = String.valueOf(house.simulator.payerPage("shop", attempt.value()));
        assertThat(text(house.get(page))).contains("12.30 CNY", "value=\"PAY\"");
        assertThat(house.query(attempt, Alipay.QR)).isEqualTo(started);
        assertThat(text(house.press(page, "PAY"))).contains("Paid");
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOfSatisfying(Done.class, done -> assertThat(done)
                .extracting(Done::effect, Done::amount)
                .containsExactly(Effect.CAPTURED, AlipayHouse.AMOUNT));
        assertThat(house.simulator.payerPage("shop", attempt.value())).isNull();
    }

    @Test
    void aPageIsASignedAddressAndNothingIsSentToMakeIt() {
        for (String method : List.of(Alipay.PAGE, Alipay.WAP)) {
            AttemptId page = AttemptId.next();
            int asked = house.asks.size();
            Outcome started = house.start(page, method);
            assertThat(house.asks).hasSize(asked);
            String url = ((NextAction.Redirect) ((PayerMust) started).action()).url();
            assertThat(url).startsWith("http://sim.test/gateway.do?");
            assertThat(house.query(page, method)).isEqualTo(started);
            assertThat(text(house.get(url))).contains("12.30 CNY");
            assertThat(house.query(page, method)).isInstanceOf(PayerMust.class);
            Reply after = house.press(url, "PAY");
            assertThat(after.headers().get("location")).startsWith("http://shop.test/return?order=1001&app_id=");
            assertThat(house.query(page, method)).isInstanceOf(Done.class);
        }
    }

    @Test
    void aChangedAddressOpensNothing() {
        Outcome started = house.start(attempt, Alipay.PAGE);
        String url = ((NextAction.Redirect) ((PayerMust) started).action()).url();
        assertThat(house.get(url.replace("12.30", "01.30")).status()).isEqualTo(404);
        assertThat(house.get(url.replace("return%3F", "other%3F")).status()).isEqualTo(404);
        assertThat(house.simulator.truth("shop", attempt.value())).isNull();
    }

    @Test
    void anAppGetsASignedText() {
        Outcome started = house.start(attempt, Alipay.APP);
        NextAction.Invoke invoke = (NextAction.Invoke) ((PayerMust) started).action();
        assertThat(invoke.bridge()).isEqualTo("alipay_app");
        String order = invoke.parameters().getOrDefault("order_string", "");
        assertThat(Form.read(order))
                .containsEntry("method", "alipay.trade.app.pay")
                .containsEntry("notify_url", "http://gateway.test/notify")
                .doesNotContainKey("return_url");
        assertThat(text(house.get("http://sim.test/gateway.do?" + order))).contains("12.30 CNY");
        house.simulator.pays("shop", attempt.value());
        assertThat(house.query(attempt, Alipay.APP)).isInstanceOf(Done.class);
    }

    @Test
    void huabeiNamesItsInstalmentsAndIsPaidAtOnce() {
        for (int instalments : List.of(3, 6, 12)) {
            AttemptId huabei = AttemptId.next();
            assertThat(house.start(huabei, Alipay.HUABEI + instalments)).isInstanceOf(PayerMust.class);
            Map<String, String> body =
                    Form.read(new String(house.asks.get(house.asks.size() - 1).body(), StandardCharsets.UTF_8));
            assertThat(body.get("biz_content"))
                    .contains("\"hb_fq_num\":\"" + instalments + "\",\"hb_fq_seller_percent\":\"0\"");
            house.simulator.pays("shop", huabei.value());
            assertThat(house.query(huabei, Alipay.HUABEI + instalments)).isInstanceOf(Done.class);
        }
    }

    @Test
    void amountsAreExactAndCnyOnly() {
        MethodType qr = Alipay.TYPE.methods().get(0);
        for (String text : List.of("0.01", "0.10", "1.00", "99999999.99", "100000000.00")) {
            Money amount = Money.parse(text, "CNY");
            AttemptId exact = AttemptId.next();
            assertThat(Alipay.TYPE.serves(qr.code(), amount)).isTrue();
            house.outcome(() -> house.provider.start(house.request(exact, Alipay.QR, amount)));
            String body = Form.read(
                            new String(house.asks.get(house.asks.size() - 1).body(), StandardCharsets.UTF_8))
                    .get("biz_content");
            assertThat(body).contains("\"total_amount\":\"" + text + "\"");
        }
        for (Money amount :
                List.of(Money.ofMinor(0, "CNY"), Money.parse("100000000.01", "CNY"), Money.ofMinor(100, "EUR"))) {
            assertThat(Alipay.TYPE.serves(qr.code(), amount)).isFalse();
            int asked = house.asks.size();
            assertThat(house.outcome(() -> house.provider.start(house.request(attempt, Alipay.QR, amount))))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(house.asks).hasSize(asked);
        }
    }

    @Test
    void timesAreBeijingsAndComeFromTheGivenClock() {
        house.start(attempt, Alipay.QR);
        assertThat(house.asks.get(0).url()).contains("timestamp=2026-11-25+16%3A00%3A00");
        assertThat(new String(house.asks.get(0).body(), StandardCharsets.UTF_8))
                .contains("time_expire%22%3A%222026-11-25+17%3A00%3A00");
    }

    @Test
    void whatWasNotOpenedInTimeIsOver() {
        for (String method : List.of(Alipay.QR, Alipay.PAGE)) {
            AlipayHouse other = new AlipayHouse();
            AttemptId late = AttemptId.next();
            other.start(late, method);
            other.pass(Duration.ofMinutes(62));
            assertThat(other.query(late, method)).isInstanceOf(PayerMust.class);
            other.pass(Duration.ofMinutes(4));
            assertThat(other.query(late, method)).isInstanceOf(Outcome.Declined.class);
            other.close();
        }
    }

    @Test
    void whatWasOpenedAndNotPaidInTimeIsClosed() {
        house.start(attempt, Alipay.QR);
        house.simulator.opens("shop", attempt.value());
        house.pass(Duration.ofMinutes(61));
        house.simulator.pays("shop", attempt.value());
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOfSatisfying(Done.class, done -> assertThat(done.effect())
                .isEqualTo(Effect.CLOSED));
    }

    @Test
    void aTradeThatDoesNotExistIsNotSentOnlyWhenThePayerNeverGotIt() {
        assertThat(house.queryForgetful(attempt, Alipay.QR)).isInstanceOf(Outcome.NotSent.class);
        house.start(attempt, Alipay.QR);
        assertThat(house.queryForgetful(attempt, Alipay.QR)).isInstanceOf(Outcome.NotSent.class);
        assertThat(house.query(attempt, Alipay.QR)).isInstanceOf(PayerMust.class);
        house.simulator.opens("shop", attempt.value());
        assertThat(house.queryForgetful(attempt, Alipay.QR)).isInstanceOf(Outcome.Pending.class);
    }
}
