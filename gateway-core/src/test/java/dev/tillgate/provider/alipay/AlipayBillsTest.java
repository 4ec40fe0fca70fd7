package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Bills as a merchant fetches them: their address first, which is good for a short while, then the archive. */
class AlipayBillsTest {
    private static final Charset GBK = Charset.forName("GBK");

    @Test
    void theBillsOfADayAreFetchedTheDayAfterForAShortWhile() throws IOException {
        try (AlipayHouse house = new AlipayHouse()) {
            AttemptId attempt = house.paid();
            OperationRequest refund = house.operation(OperationKind.REFUND, attempt, 200);
            house.provider.refund(refund);
            assertThat(asked(house, "signcustomer", "2026-11-25")).contains("isp.bill_not_exist");
            house.pass(Duration.ofDays(1));

            String address = url(asked(house, "signcustomer", "2026-11-25"));
            String moved = unpacked(house.get(address).body());
            String traded =
                    unpacked(house.get(url(asked(house, "trade", "2026-11-25"))).body());

            assertThat(moved)
                    .startsWith("#支付宝账务明细查询")
                    .contains(attempt + "\t,Two things,2026-11-25 16:00:00", ",12.30,,", ",-0.07,", ",-2.00,", "交易退款");
            assertThat(traded).contains("交易,Two things", "退款,Two things", refund.operation() + "\t");
            house.pass(Duration.ofSeconds(31));
            assertThat(house.get(address).status()).isEqualTo(404);
            assertThat(asked(house, "secrets", "2026-11-25")).contains("INVAILID_ARGUMENTS");
        }
    }

    private static String url(String answer) {
        return answer.replaceFirst(".*\"bill_download_url\":\"([^\"]+)\".*", "$1");
    }

    private static String unpacked(byte[] archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), GBK)) {
            zip.getNextEntry();
            zip.getNextEntry();
            return new String(zip.readAllBytes(), GBK);
        }
    }

    private static String asked(AlipayHouse house, String type, String day) throws IOException {
        Settings settings = house.simulator.account("shop");
        Map<String, String> fields = new TreeMap<>(Map.of(
                "app_id", settings.get(Alipay.APP_ID),
                "method", "alipay.data.dataservice.bill.downloadurl.query",
                "charset", "utf-8",
                "sign_type", "RSA2",
                "version", "1.0",
                "timestamp", "2026-11-26 16:00:00",
                "biz_content", "{\"bill_type\":\"" + type + "\",\"bill_date\":\"" + day + "\"}"));
        String content = AlipaySignature.content(fields, Set.of());
        fields.put(
                "sign",
                AlipaySignature.sign(
                        Objects.requireNonNull(AlipayKeys.privateKey(settings.get(Alipay.PRIVATE_KEY))), content));
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded;charset=utf-8");
        return new String(
                house.send(Ask.post("http://sim.test/gateway.do", headers, form.getBytes(StandardCharsets.UTF_8)))
                        .body(),
                StandardCharsets.UTF_8);
    }
}
