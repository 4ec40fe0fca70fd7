package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayRequest;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.ExtendParams;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.internal.util.AntCertificationUtil;
import com.alipay.api.internal.util.WebUtils;
import com.alipay.api.internal.util.json.JSONWriter;
import com.alipay.api.request.AlipayTradeAppPayRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Form;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What our client sends is what Alipay's own would send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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
    void certificateSerialsAreWhatTheSdkMakesOfThem() throws Exception {
        Settings settings = court.certified.simulator.account("shop");
        String app = settings.get(Alipay.APP_CERTIFICATE);
        String root = settings.get(Alipay.ALIPAY_ROOT_CERTIFICATE);
        assertThat(AlipaySerial.of(AlipayKeys.certificates(app).get(0)))
                .isEqualTo(AntCertificationUtil.getCertSN(AntCertificationUtil.getCertFromContent(app)));
        assertThat(AlipaySerial.ofRoots(AlipayKeys.certificates(root + app + root)))
                .isEqualTo(AntCertificationUtil.getRootCertSN(root + app + root));
    }

    @Test
    void ourAddressesAreTheSdks() throws Exception {
        for (String method : List.of(Alipay.PAGE, Alipay.WAP, Alipay.APP)) {
            for (AlipayHouse house : List.of(court.plain, court.certified)) {
                compareLocal(method, house);
            }
        }
    }

    @Test
    void ourCallsAreTheSdks() throws Exception {
        for (String method : List.of(Alipay.QR, Alipay.HUABEI + 6)) {
            ChargeRequest request = court.plain.request(AttemptId.next(), method);
            Exchange.Ask ask = sent(court.plain, request);
            Map<String, String> ours = query(ask.url(), ask.url().indexOf('?') + 1);
            String body = new String(ask.body(), StandardCharsets.UTF_8);
            String content = Form.read(body).get("biz_content");
            assertThat(body).isEqualTo(WebUtils.buildQuery(Map.of("biz_content", content), "utf-8"));
            AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
            model.setOutTradeNo(request.attempt().value());
            model.setProductCode("FACE_TO_FACE_PAYMENT");
            model.setSubject("Two things");
            model.setTimeExpire("2026-11-25 17:00:00");
            model.setTotalAmount("12.30");
            if (!method.equals(Alipay.QR)) {
                ExtendParams extend = new ExtendParams();
                extend.setHbFqNum("6");
                extend.setHbFqSellerPercent("0");
                model.setExtendParams(extend);
            }
            assertThat(JSON.readTree(content)).isEqualTo(JSON.readTree(new JSONWriter().write(model, true)));
            Map<String, String> signed = new TreeMap<>(ours);
            signed.put("biz_content", content);
            String sign = signed.remove("sign");
            String key = court.plain.simulator.account("shop").get(Alipay.PRIVATE_KEY);
            assertThat(sign)
                    .isEqualTo(AlipaySignature.rsaSign(AlipaySignature.getSignContent(signed), key, "utf-8", "RSA2"));
            assertThat(URI.create(ask.url()).getPath()).isEqualTo("/gateway.do");
        }
    }

    private void compareLocal(String method, AlipayHouse house) throws Exception {
        boolean certificates = house == court.certified;
        AlipayClient client = certificates ? court.certifiedClient() : court.plainClient();
        ChargeRequest request = distant(house.request(AttemptId.next(), method));
        Map<String, String> first = ours(house, request, Instant.now());
        String content = plainContent(house, first);
        Map<String, String> theirs = query("?" + theirs(client, method, request, content, certificates), 1);
        Instant then = LocalDateTime.parse(theirs.get("timestamp"), AlipayRequests.TIME)
                .toInstant(AlipayRequests.BEIJING);
        Map<String, String> ours = ours(house, request, then);
        same(house, ours, theirs);
    }

    /** Keeps what would be sent. */
    private static Exchange.Ask sent(AlipayHouse house, ChargeRequest request) throws Exception {
        house.asks.clear();
        house.provider.start(request);
        return house.asks.get(0);
    }

    private static Map<String, String> query(String url, int from) {
        return Form.read(url.substring(from));
    }

    /** Far enough away that the clock does not matter to when it ends. */
    private static ChargeRequest distant(ChargeRequest request) {
        return new ChargeRequest(
                request.attempt(),
                request.amount(),
                request.method(),
                null,
                request.captureMode(),
                request.orderReference(),
                request.description(),
                request.returnUrl(),
                request.notifyUrl(),
                request.locale(),
                Instant.now().plusSeconds(3600),
                null);
    }

    private static Map<String, String> ours(AlipayHouse house, ChargeRequest request, Instant then) throws Exception {
        AlipayProvider provider = new AlipayProvider(house.simulator.account("shop"), house, () -> then);
        NextAction action = ((Outcome.PayerMust) provider.start(request)).action();
        String text = action instanceof NextAction.Redirect redirect
                ? redirect.url().substring(redirect.url().indexOf('?') + 1)
                : ((NextAction.Invoke) action).parameters().get("order_string");
        Map<String, String> fields = Form.read(text);
        // The SDK's own writer of queries makes the same bytes of the same fields.
        assertThat(text).isEqualTo(WebUtils.buildQuery(new TreeMap<>(fields), "utf-8"));
        return fields;
    }

    private static String plainContent(AlipayHouse house, Map<String, String> fields) {
        String content = fields.get("biz_content");
        String key = house.simulator.account("shop").getOr(Alipay.CONTENT_KEY, "");
        if (key.isEmpty()) {
            return content;
        }
        return new String(
                Objects.requireNonNull(
                        Objects.requireNonNull(AlipayCipher.of(key)).decrypted(content)),
                StandardCharsets.UTF_8);
    }

    private static String theirs(
            AlipayClient client, String method, ChargeRequest request, String content, boolean encrypted)
            throws Exception {
        AlipayRequest<?> made =
                switch (method) {
                    case Alipay.PAGE -> filled(new AlipayTradePagePayRequest(), content);
                    case Alipay.WAP -> filled(new AlipayTradeWapPayRequest(), content);
                    default -> filled(new AlipayTradeAppPayRequest(), content);
                };
        made.setNotifyUrl(request.notifyUrl());
        if (!method.equals(Alipay.APP)) {
            made.setReturnUrl(request.returnUrl());
        }
        made.setNeedEncrypt(encrypted);
        String body = method.equals(Alipay.APP)
                ? client.sdkExecute(made).getBody()
                : client.pageExecute(made, "GET").getBody();
        return body.substring(body.indexOf('?') + 1);
    }

    private static AlipayTradePagePayRequest filled(AlipayTradePagePayRequest request, String content) {
        request.setBizContent(content);
        return request;
    }

    private static AlipayTradeWapPayRequest filled(AlipayTradeWapPayRequest request, String content) {
        request.setBizContent(content);
        return request;
    }

    private static AlipayTradeAppPayRequest filled(AlipayTradeAppPayRequest request, String content) {
        request.setBizContent(content);
        return request;
    }

    /** Field by field, but for the SDK's name of itself; and the SDK signs our fields as we do. */
    private static void same(AlipayHouse house, Map<String, String> ours, Map<String, String> theirs) throws Exception {
        Map<String, String> wanted = new TreeMap<>(theirs);
        wanted.remove("alipay_sdk");
        wanted.remove("sign");
        Map<String, String> got = new TreeMap<>(ours);
        String sign = got.remove("sign");
        assertThat(got).isEqualTo(wanted);
        String key = house.simulator.account("shop").get(Alipay.PRIVATE_KEY);
        assertThat(sign).isEqualTo(AlipaySignature.rsaSign(AlipaySignature.getSignContent(got), key, "utf-8", "RSA2"));
        assertThat(AlipayKeys.privateKey(key)).isNotNull();
    }
}
