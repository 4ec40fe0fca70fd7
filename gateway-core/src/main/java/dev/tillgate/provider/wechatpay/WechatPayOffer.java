package dev.tillgate.provider.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.wechatpay.WechatPayErrors.Verb;
import dev.tillgate.provider.wechatpay.WechatPayWire.Judged;
import dev.tillgate.provider.wechatpay.WechatPayWire.Signing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the payer gets to pay with once there is an order: a code, a page, or the parameters of a call inside WeChat. It
 * is the one answer of WeChat that does not name the order; nothing but an offer to pay is ever read from it.
 */
final class WechatPayOffer {
    /** How long a code is good for (https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter7_3_10.shtml, 2026-11-25). */
    private static final Duration CODE = Duration.ofHours(2);
    /**
     * How long a page's address is good for
     * (https://developers.weixin.qq.com/community/pay/doc/0000228524cf1005f9fd83ee851400, 2026-11-25).
     */
    private static final Duration PAGE = Duration.ofMinutes(5);

    private final String appid;
    private final Signing signing;
    private final boolean practice;

    WechatPayOffer(String appid, Signing signing, boolean practice) {
        this.appid = appid;
        this.signing = signing;
        this.practice = practice;
    }

    Outcome read(Judged answer, ChargeRequest request, Instant now) {
        Outcome trouble = WechatPayReading.trouble(answer, Verb.START);
        if (trouble != null) {
            return trouble;
        }
        JsonNode body = answer.body();
        if (answer.status() != 200 || body == null) {
            return new Outcome.Unknown("an order is answered with what the payer needs");
        }
        return switch (request.method()) {
            case WechatPay.NATIVE -> code(StrictJson.text(body, "code_url"), request);
            case WechatPay.H5 -> page(StrictJson.text(body, "h5_url"), request);
            case WechatPay.JSAPI -> call(StrictJson.text(body, "prepay_id"), request, now);
            default -> new Outcome.Unknown("no such method");
        };
    }

    private Outcome code(@Nullable String code, ChargeRequest request) {
        return code != null && (code.startsWith("weixin://") || isPracticePage(code))
                ? must(request, new NextAction.Scan(code, until(request, CODE)))
                : new Outcome.Unknown("no code to scan");
    }

    /** The page opens WeChat and then goes to where it is told. */
    private Outcome page(@Nullable String url, ChargeRequest request) {
        if (url == null || !(url.startsWith("https://") || isPracticePage(url))) {
            return new Outcome.Unknown("no page to go to");
        }
        String back = "redirect_url=" + URLEncoder.encode(request.returnUrl(), StandardCharsets.UTF_8);
        String whole = url + (url.contains("?") ? "&" : "?") + back;
        return must(request, new NextAction.Redirect(whole, until(request, PAGE)));
    }

    private Outcome call(@Nullable String prepayId, ChargeRequest request, Instant now) {
        if (prepayId == null || !prepayId.matches("[0-9A-Za-z_-]{1,64}")) {
            return new Outcome.Unknown("no prepay id");
        }
        String timestamp = Long.toString(now.getEpochSecond());
        String nonce = UUID.randomUUID().toString().replace("-", "");
        String packet = "prepay_id=" + prepayId;
        Map<String, String> parameters = Map.of(
                "appId", appid,
                "timeStamp", timestamp,
                "nonceStr", nonce,
                "package", packet,
                "signType", "RSA",
                "paySign", signing.sign(List.of(appid, timestamp, nonce, packet)));
        return must(request, new NextAction.Invoke("wechat_jsapi", parameters, until(request, CODE)));
    }

    /** In practice the payer needs a page to play on: a simulator's code is the address of one. */
    private boolean isPracticePage(String url) {
        return practice && (url.startsWith("http://") || url.startsWith("https://"));
    }

    private static Outcome must(ChargeRequest request, NextAction action) {
        return new Outcome.PayerMust(request.attempt().value(), action);
    }

    private static Instant until(ChargeRequest request, Duration good) {
        Instant order = WechatPayRequests.payableUntil(request);
        Instant offer = WechatPayRequests.madeAt(request.attempt()).plus(good);
        return order.isBefore(offer) ? order : offer;
    }
}
