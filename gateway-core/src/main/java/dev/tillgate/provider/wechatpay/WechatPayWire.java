package dev.tillgate.provider.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.wechatpay.WechatKeys.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests, sends them, and checks who signed the answers. What surely did not leave for the main host is sent to
 * the backup host: both are doors to the same house, and the order number keeps it one order.
 */
final class WechatPayWire {
    /** Hosts: https://pay.weixin.qq.com/doc/v3/merchant/4013070360 (checked 2026-11-25). */
    static final List<String> LIVE = List.of("https://api.mch.weixin.qq.com", "https://api2.mch.weixin.qq.com");

    private final List<String> hosts;
    private final String mchid;
    private final String serial;
    private final Signing signing;
    private final WechatKeys keys;
    private final Exchange exchange;
    private final InstantSource clock;

    /** Signs lines with the merchant's key. */
    @FunctionalInterface
    interface Signing {
        String sign(List<String> lines);

        /** With the key in these settings. */
        static Signing by(Settings settings) {
            PrivateKey key =
                    Objects.requireNonNull(Pem.privateKey(settings.get(WechatPay.PRIVATE_KEY)), "no private key");
            return lines -> WechatPaySignature.sign(key, lines);
        }
    }

    WechatPayWire(Settings settings, Signing signing, Exchange exchange, InstantSource clock) {
        boolean practice = settings.get(WechatPay.MODE).equals(WechatPay.PRACTICE);
        String url = practice ? settings.get(WechatPay.PRACTICE_URL) : "";
        this.hosts = practice ? List.of(url.endsWith("/") ? url.substring(0, url.length() - 1) : url) : LIVE;
        this.mchid = settings.get(WechatPay.MCHID);
        this.serial = settings.get(WechatPay.MERCHANT_SERIAL).toUpperCase(Locale.ROOT);
        this.signing = signing;
        this.exchange = exchange;
        this.clock = clock;
        this.keys = new WechatKeys(settings, () -> send("GET", "/v3/certificates", ""));
    }

    /**
     * An answer, judged.
     *
     * @param genuine whether WeChat surely signed it, within five minutes
     * @param body null when there is none, or it is no whole JSON object
     */
    record Judged(
            int status,
            boolean genuine,
            boolean empty,
            @Nullable JsonNode body) {}

    WechatKeys keys() {
        return keys;
    }

    Judged get(String path) throws IOException {
        return judged(send("GET", path, ""));
    }

    Judged post(String path, ObjectNode body) throws IOException {
        return judged(send("POST", path, body.toString()));
    }

    private Judged judged(Answer answer) {
        Verdict verdict = keys.judge(SignedBy.read(answer::header), answer.body(), clock.instant());
        boolean empty = answer.body().length == 0;
        return new Judged(answer.status(), verdict == Verdict.GENUINE, empty, StrictJson.object(answer.body()));
    }

    private Answer send(String method, String path, String body) throws IOException {
        for (String host : hosts.subList(0, hosts.size() - 1)) {
            try {
                return exchange.send(ask(host, method, path, body));
            } catch (NotSentException tryTheNext) {
                // Nothing reached that one: the same request may go to the next.
            }
        }
        return exchange.send(ask(hosts.get(hosts.size() - 1), method, path, body));
    }

    private Ask ask(String host, String method, String path, String body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", authorization(method, path, body));
        headers.put("Accept", "application/json");
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        headers.put("User-Agent", "Tillgate");
        String wanted = keys.wanted();
        if (!wanted.isEmpty()) {
            headers.put("Wechatpay-Serial", wanted);
        }
        return new Ask(method, host + path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private String authorization(String method, String path, String body) {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String signature = signing.sign(List.of(method, path, timestamp, nonce, body));
        return WechatPaySignature.SCHEME
                + " mchid=\"" + mchid
                + "\",nonce_str=\"" + nonce
                + "\",timestamp=\"" + timestamp
                + "\",serial_no=\"" + serial
                + "\",signature=\"" + signature + "\"";
    }
}
