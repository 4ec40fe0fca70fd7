package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.wechatpay.WechatPay;
import dev.tillgate.provider.wechatpay.simulator.SimulatorMerchant.Signer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Writes notifications: sealed and signed anew for every try. */
final class NoticeWriter {
    private final SimulatorMerchants merchants;
    private final InstantSource clock;

    NoticeWriter(SimulatorMerchants merchants, InstantSource clock) {
        this.merchants = merchants;
        this.clock = clock;
    }

    /** What the post keeps of a notification. */
    ObjectNode notice(SimulatorMerchant merchant, String url, String event, ObjectNode resource) {
        ObjectNode notice = SimulatorJson.object();
        notice.put("id", merchants.nonce()).put("account", merchant.account()).put("url", url);
        notice.put("event", event).put("created", clock.millis());
        notice.put("resource", resource.toString());
        return notice;
    }

    /** A wrong signature is one of the kind by which WeChat finds out whether anybody checks them. */
    Ask write(ObjectNode notice, boolean wrongSignature) {
        SimulatorMerchant merchant = merchants.account(notice.path("account").asText());
        byte[] body = envelope(merchant, notice).toString().getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(clock.millis() / 1000);
        String nonce = merchants.nonce();
        byte[] message = SimulatorKeys.message(timestamp, nonce, body);
        Signer signer = signer(merchant);
        String signature = wrongSignature
                ? "WECHATPAY/SIGNTEST/" + SimulatorKeys.sign(merchants.foreign(), message)
                : SimulatorKeys.sign(signer.key(), message);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Mozilla/4.0");
        headers.put("Wechatpay-Nonce", nonce);
        headers.put("Wechatpay-Serial", signer.name());
        headers.put("Wechatpay-Signature", signature);
        headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
        headers.put("Wechatpay-Timestamp", timestamp);
        return Ask.post(notice.path("url").asText(), headers, body);
    }

    /** While a merchant changes over, either key signs, by chance. */
    private static Signer signer(SimulatorMerchant merchant) {
        boolean byKey =
                switch (merchant.keyMode()) {
                    case WechatPay.BY_PUBLIC_KEY -> true;
                    case WechatPay.BY_CERTIFICATE -> false;
                    default -> ThreadLocalRandom.current().nextBoolean();
                };
        return byKey ? merchant.key() : merchant.newestCertificate();
    }

    private ObjectNode envelope(SimulatorMerchant merchant, ObjectNode notice) {
        String event = notice.path("event").asText();
        String kind = event.startsWith("REFUND") ? "refund" : "transaction";
        String nonce = merchants.nonce().substring(0, 12);
        ObjectNode envelope = SimulatorJson.object();
        envelope.put("id", notice.path("id").asText());
        envelope.put("create_time", SimulatorJson.time(notice.path("created").asLong()));
        envelope.put("resource_type", "encrypt-resource").put("event_type", event);
        envelope.put("summary", kind.equals("refund") ? "退款通知" : "支付成功");
        envelope.putObject("resource")
                .put("original_type", kind)
                .put("algorithm", "AEAD_AES_256_GCM")
                .put(
                        "ciphertext",
                        SimulatorKeys.seal(
                                merchant.apiV3Key(),
                                nonce,
                                kind,
                                notice.path("resource").asText()))
                .put("associated_data", kind)
                .put("nonce", nonce);
        return envelope;
    }
}
