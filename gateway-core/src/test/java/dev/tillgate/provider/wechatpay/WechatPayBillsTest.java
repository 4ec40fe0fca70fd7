package dev.tillgate.provider.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bills as a merchant fetches them: their address and hash first, then the file. */
class WechatPayBillsTest {
    private final Practice practice = new Practice(1024, Duration.ZERO);

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void theBillsOfADayAreFetchedTheDayAfterAndFitTheirHash() throws Exception {
        AttemptId attempt = AttemptId.next();
        WechatPayProvider provider = practice.provider();
        provider.start(Practice.code(attempt));
        practice.simulator.happens(Practice.ACCOUNT, attempt.value(), Event.PAYS);
        provider.query(Practice.about(attempt, null));
        OperationRequest refund = Practice.operation(OperationKind.REFUND, attempt, 200);
        provider.refund(refund);
        LocalDate day = LocalDate.ofInstant(practice.instant(), ZoneId.of("Asia/Shanghai"));
        assertThat(get("/v3/bill/fundflowbill?bill_date=" + day).status()).isEqualTo(400);
        practice.later(Duration.ofDays(1));

        String moved = file("/v3/bill/fundflowbill?bill_date=" + day);
        String traded = file("/v3/bill/tradebill?bill_date=" + day);

        assertThat(moved)
                .startsWith("记账时间,")
                .contains("`交易,`交易,`收入,`12.30,", "`扣除交易手续费,`支出,`0.07,", "退款总金额2.00元;含手续费0.01元")
                .contains("`" + attempt, "`" + refund.operation(), "资金流水总笔数,");
        assertThat(traded).contains("`SUCCESS,", "`REFUND,", "`" + attempt, "`" + refund.operation(), "总交易单数,");
        assertThat(get("/v3/bill/tradebill?bill_date=yesterday").status()).isEqualTo(400);
        assertThat(file("/v3/bill/tradebill?bill_date=" + day.minusDays(1))).doesNotContain("`SUCCESS");
    }

    private String file(String path) throws Exception {
        String address = new String(get(path).body(), StandardCharsets.UTF_8);
        String url = address.replaceFirst(".*\"download_url\":\"([^\"]+)\".*", "$1");
        URI uri = URI.create(url);
        byte[] file = get(uri.getPath() + "?" + uri.getRawQuery()).body();
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(file));
        assertThat(address).contains("\"hash_type\":\"SHA1\"", hash);
        return new String(file, StandardCharsets.UTF_8);
    }

    private Answer get(String path) throws IOException {
        Settings settings = practice.settings();
        String timestamp = Long.toString(practice.instant().getEpochSecond());
        String signature = WechatPaySignature.sign(
                Objects.requireNonNull(Pem.privateKey(settings.get(WechatPay.PRIVATE_KEY))),
                List.of("GET", path, timestamp, "nonce", ""));
        String authorization = WechatPaySignature.SCHEME + " mchid=\"" + settings.get(WechatPay.MCHID)
                + "\",nonce_str=\"nonce\",timestamp=\"" + timestamp + "\",serial_no=\""
                + settings.get(WechatPay.MERCHANT_SERIAL) + "\",signature=\"" + signature + "\"";
        return practice.send(Ask.get(
                "http://127.0.0.1:1" + path, Map.of("Authorization", authorization, "Accept", "application/json")));
    }
}
