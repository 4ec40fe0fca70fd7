package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.wechatpay.WechatPay;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A merchant, read from the book.
 *
 * @param keyMode which of WeChat's keys sign for it
 * @param certificates oldest first
 */
record SimulatorMerchant(
        String account,
        String mchid,
        String appid,
        String apiV3Key,
        String serial,
        PublicKey publicKey,
        String keyMode,
        Signer key,
        List<Signer> certificates,
        ObjectNode page) {
    /**
     * One of WeChat's keys.
     *
     * @param name the id of the public key, or the serial number of the certificate
     * @param pem what the merchant gets to see of it
     */
    record Signer(String name, PrivateKey key, String pem) {}

    static SimulatorMerchant read(ObjectNode page) {
        List<Signer> certificates = new ArrayList<>();
        page.path("certificates").forEach(each -> certificates.add(signer(each)));
        return new SimulatorMerchant(
                page.path("account").asText(),
                page.path("mchid").asText(),
                page.path("appid").asText(),
                page.path("api_v3_key").asText(),
                page.path("serial").asText(),
                SimulatorKeys.publicKey(page.path("public_key").asText()),
                page.path("key_mode").asText(),
                signer(page.path("key")),
                List.copyOf(certificates),
                page);
    }

    private static Signer signer(JsonNode node) {
        return new Signer(
                node.path("name").asText(),
                SimulatorKeys.privateKey(node.path("private").asText()),
                node.path("pem").asText());
    }

    Signer newestCertificate() {
        return certificates.get(certificates.size() - 1);
    }

    /** What answers are signed with: what the merchant asked for, if it is there. */
    Signer signer(@Nullable String wanted) {
        for (Signer certificate : certificates) {
            if (certificate.name().equals(wanted) && !keyMode.equals(WechatPay.BY_PUBLIC_KEY)) {
                return certificate;
            }
        }
        boolean byKey = keyMode.equals(WechatPay.BY_PUBLIC_KEY)
                || (keyMode.equals(WechatPay.BY_BOTH) && key.name().equals(wanted));
        return byKey ? key : newestCertificate();
    }

    /** What the merchant would type in. */
    Settings settings(String baseUrl) {
        Map<String, String> values = new HashMap<>();
        values.put(WechatPay.MODE, "practice");
        values.put(WechatPay.PRACTICE_URL, baseUrl);
        values.put(WechatPay.MCHID, mchid);
        values.put(WechatPay.APPID, appid);
        values.put(WechatPay.MERCHANT_SERIAL, serial);
        values.put(WechatPay.MERCHANT_CERTIFICATE, page.path("certificate").asText());
        values.put(WechatPay.PRIVATE_KEY, page.path("private_key").asText());
        values.put(WechatPay.API_V3_KEY, apiV3Key);
        values.put(WechatPay.KEY_MODE, keyMode);
        if (!keyMode.equals(WechatPay.BY_CERTIFICATE)) {
            values.put(WechatPay.PUBLIC_KEY_ID, key.name());
            values.put(WechatPay.WECHAT_PUBLIC_KEY, key.pem());
        }
        return new Settings(values);
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "SimulatorMerchant[" + mchid + "]";
    }
}
