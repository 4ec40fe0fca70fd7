package dev.tillgate.provider.wechatpay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Provider.OperationRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bodies of our requests. The same charge makes the same body, or WeChat refuses to repeat the order. */
final class WechatPayRequests {
    private static final DateTimeFormatter CHINA =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX").withZone(ZoneOffset.ofHours(8));
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern OPENID = Pattern.compile("[0-9A-Za-z_-]{1,128}");
    private static final int LONGEST_DESCRIPTION = 127;
    private static final int LONGEST_ATTACH = 128;
    private static final int LONGEST_URL = 255;
    /** WeChat takes no order that ends at once. */
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(2);

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    /** Characters of an id that hold the time. */
    private static final int TIME_CHARACTERS = 10;

    private WechatPayRequests() {}

    /** Why this cannot be asked for, before anything is sent; null when it can. */
    static @Nullable String refusal(ChargeRequest request, boolean practice) {
        if (!WechatPay.takes(request.amount())) {
            return "WeChat Pay takes CNY only, from one fen up";
        }
        String notifyUrl = request.notifyUrl();
        if (!isNotifiable(notifyUrl, practice)) {
            return "WeChat Pay notifies https addresses without a query only";
        }
        String address = request.payerAddress();
        String instrument = request.instrument();
        return switch (request.method()) {
            case WechatPay.NATIVE -> null;
            // WeChat compares it with the address that opens the page: any other one would be turned away there.
            case WechatPay.H5 ->
                address != null && ADDRESS.matcher(address).matches()
                        ? null
                        : "a payment on the phone's web page needs the payer's IP address, and it is not known";
            case WechatPay.JSAPI ->
                instrument != null && OPENID.matcher(instrument).matches()
                        ? null
                        : "a payment inside WeChat needs the payer's openid as the instrument";
            default -> "no such method";
        };
    }

    private static boolean isNotifiable(String url, boolean practice) {
        boolean scheme = url.startsWith("https://") || (practice && url.startsWith("http://"));
        return scheme && !url.contains("?") && !url.contains("#") && url.length() <= LONGEST_URL;
    }

    static String path(String method) {
        return "/v3/pay/transactions/"
                + switch (method) {
                    case WechatPay.H5 -> "h5";
                    case WechatPay.JSAPI -> "jsapi";
                    default -> "native";
                };
    }

    static ObjectNode order(ChargeRequest request, String appid, String mchid) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("appid", appid);
        body.put("mchid", mchid);
        String description = request.description().isBlank() ? request.orderReference() : request.description();
        body.put("description", shortened(description, LONGEST_DESCRIPTION));
        body.put("out_trade_no", request.attempt().value());
        body.put("time_expire", CHINA.format(payableUntil(request)));
        if (!request.orderReference().isBlank()) {
            body.put("attach", shortened(request.orderReference(), LONGEST_ATTACH));
        }
        body.put("notify_url", request.notifyUrl());
        body.putObject("amount").put("total", request.amount().minorUnits()).put("currency", WechatPay.CNY);
        if (request.method().equals(WechatPay.JSAPI)) {
            body.putObject("payer").put("openid", request.instrument());
        }
        if (request.method().equals(WechatPay.H5)) {
            ObjectNode scene = body.putObject("scene_info");
            scene.put("payer_client_ip", request.payerAddress());
            scene.putObject("h5_info").put("type", "Wap");
        }
        return body;
    }

    /**
     * With our address for its notification: without one WeChat tells the address in its console, if there is any. When
     * ours is none that WeChat takes, the refund is only asked about.
     */
    static ObjectNode refund(OperationRequest request, boolean practice) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("out_trade_no", request.attempt().value());
        body.put("out_refund_no", request.operation().value());
        String notifyUrl = request.notifyUrl();
        if (notifyUrl != null && isNotifiable(notifyUrl, practice)) {
            body.put("notify_url", notifyUrl);
        }
        body.putObject("amount")
                .put("refund", request.amount().minorUnits())
                .put("total", request.charged().minorUnits())
                .put("currency", WechatPay.CNY);
        return body;
    }

    static ObjectNode close(String mchid) {
        return JsonNodeFactory.instance.objectNode().put("mchid", mchid);
    }

    /** Until when the order can be paid, in whole seconds. */
    static Instant payableUntil(ChargeRequest request) {
        Instant wanted = request.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        Instant earliest = madeAt(request.attempt()).plus(SHORTEST_LIFE).truncatedTo(ChronoUnit.SECONDS);
        return wanted.isBefore(earliest) ? earliest : wanted;
    }

    /** When the attempt was made, UTC: its id begins with 48 bits of milliseconds. */
    static Instant madeAt(AttemptId attempt) {
        String id = attempt.value();
        int start = AttemptId.PREFIX.length() + 1;
        long millis = 0;
        for (int i = start; i < start + TIME_CHARACTERS; i++) {
            millis = (millis << 5) | DIGITS.indexOf(id.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
    }

    /** At most so many bytes, never half a character. */
    private static String shortened(String text, int bytes) {
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            String next = Character.toString(text.codePointAt(i));
            used += next.getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes) {
                break;
            }
            kept.append(next);
        }
        return kept.toString();
    }
}
