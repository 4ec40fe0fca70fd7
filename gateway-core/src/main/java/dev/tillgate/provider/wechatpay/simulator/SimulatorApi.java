package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.wechatpay.WechatPay;
import dev.tillgate.provider.wechatpay.simulator.SimulatorMerchant.Signer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths under {@code /v3/}. Called under the book's lock, for a merchant who is known by signature. */
final class SimulatorApi {
    private static final Pattern ORDER = Pattern.compile("/v3/pay/transactions/out-trade-no/([0-9A-Za-z_|*@-]{1,64})");
    private static final Pattern CLOSE = Pattern.compile(ORDER.pattern() + "/close");
    private static final Pattern TRANSACTION = Pattern.compile("/v3/pay/transactions/id/([0-9A-Za-z]{1,64})");
    private static final String REFUNDS = "/v3/refund/domestic/refunds";

    private final String baseUrl;
    private final TradeDesk trades;
    private final RefundDesk refunds;
    private final SimulatorMerchants merchants;
    private final BillDesk bills;

    SimulatorApi(String baseUrl, TradeDesk trades, RefundDesk refunds, SimulatorMerchants merchants, BillDesk bills) {
        this.bills = bills;
        this.baseUrl = baseUrl;
        this.trades = trades;
        this.refunds = refunds;
        this.merchants = merchants;
    }

    /** @param body empty when there is none */
    record Told(int status, String body) {}

    /** @throws WireError for everything but success */
    Told answer(SimulatorMerchant merchant, InboundRequest request) {
        String path = request.path();
        return switch (request.method()) {
            case "POST" -> post(merchant, path, request);
            case "GET" -> get(merchant, path, request);
            default -> throw new WireError(405, "INVALID_REQUEST", "the method is not allowed");
        };
    }

    private Told post(SimulatorMerchant merchant, String path, InboundRequest request) {
        ObjectNode body = SimulatorJson.read(request.body());
        Matcher close = CLOSE.matcher(path);
        if (close.matches()) {
            requireSame(merchant, SimulatorJson.text(body, "mchid"));
            trades.close(merchant, close.group(1));
            return new Told(204, "");
        }
        return switch (path) {
            case "/v3/pay/transactions/native" ->
                ok(SimulatorJson.object().put("code_url", pageUrl(trades.prepay(merchant, "NATIVE", body))));
            case "/v3/pay/transactions/h5" ->
                ok(SimulatorJson.object().put("h5_url", pageUrl(trades.prepay(merchant, "MWEB", body))));
            case "/v3/pay/transactions/jsapi" ->
                ok(SimulatorJson.object()
                        .put(
                                "prepay_id",
                                trades.prepay(merchant, "JSAPI", body)
                                        .path("prepay_id")
                                        .asText()));
            case REFUNDS -> ok(RefundDesk.told(refunds.ask(merchant, body)));
            default -> throw unknown();
        };
    }

    private Told get(SimulatorMerchant merchant, String path, InboundRequest request) {
        Matcher order = ORDER.matcher(path);
        Matcher transaction = TRANSACTION.matcher(path);
        if (order.matches() || transaction.matches()) {
            requireSame(merchant, Form.read(request.query()).getOrDefault("mchid", ""));
            ObjectNode trade = order.matches()
                    ? trades.existing(merchant, order.group(1))
                    : trades.byTransaction(merchant, transaction.group(1));
            return ok(TradeDesk.told(trade));
        }
        if (path.startsWith(REFUNDS + "/")) {
            return ok(RefundDesk.told(refunds.existing(merchant, path.substring(REFUNDS.length() + 1))));
        }
        if (BillDesk.isAddress(path)) {
            return ok(bills.address(merchant, request));
        }
        if (path.equals("/v3/certificates")) {
            return certificates(merchant);
        }
        throw unknown();
    }

    private Told certificates(SimulatorMerchant merchant) {
        if (merchant.keyMode().equals(WechatPay.BY_PUBLIC_KEY)) {
            throw new WireError(404, "RESOURCE_NOT_EXISTS", "this merchant has the public key, and no certificates");
        }
        ObjectNode told = SimulatorJson.object();
        ArrayNode data = told.putArray("data");
        for (Signer signer : merchant.certificates()) {
            X509Certificate certificate = read(signer.pem());
            String nonce = merchants.nonce().substring(0, 12);
            ObjectNode entry = data.addObject();
            entry.put("serial_no", signer.name());
            entry.put(
                    "effective_time",
                    SimulatorJson.time(certificate.getNotBefore().toInstant()));
            entry.put(
                    "expire_time", SimulatorJson.time(certificate.getNotAfter().toInstant()));
            entry.putObject("encrypt_certificate")
                    .put("algorithm", "AEAD_AES_256_GCM")
                    .put("nonce", nonce)
                    .put("associated_data", "certificate")
                    .put("ciphertext", SimulatorKeys.seal(merchant.apiV3Key(), nonce, "certificate", signer.pem()));
        }
        return ok(told);
    }

    private static X509Certificate read(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("the book is damaged", damaged);
        }
    }

    String pageUrl(ObjectNode trade) {
        return baseUrl + PracticePages.PATH + trade.path("token").asText();
    }

    private static void requireSame(SimulatorMerchant merchant, String mchid) {
        if (!merchant.mchid().equals(mchid)) {
            throw SimulatorJson.wrong("mchid");
        }
    }

    private static Told ok(ObjectNode body) {
        return new Told(200, body.toString());
    }

    private static WireError unknown() {
        return new WireError(404, "NOT_FOUND", "there is no such path");
    }
}
