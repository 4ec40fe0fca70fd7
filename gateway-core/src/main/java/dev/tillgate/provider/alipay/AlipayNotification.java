package dev.tillgate.provider.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.Report;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.StrictJson;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Alipay's notifications: a form whose fields, but for {@code sign} and {@code sign_type}, are signed as they are
 * after URL decoding ({@code rsaCheckV1} of the vendor's SDK). The scheme knows no age, so a genuine one can be sent again
 * by anybody who has seen it: what it says is only a reason to ask (checked 2026-11-25).
 */
final class AlipayNotification {
    private static final Set<String> NOT_SIGNED = Set.of("sign", "sign_type");
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "gbk", Charset.forName("GBK"),
            "gb2312", Charset.forName("GB2312"),
            "gb18030", Charset.forName("GB18030"));
    private static final int MOST_FIELDS = 100;

    /** The length of a time; that of a refund has milliseconds behind it. */
    private static final int SECONDS = 19;

    private AlipayNotification() {}

    static Notification read(InboundRequest request, AlipayAccount account) {
        String type = request.header("Content-Type");
        if (type == null || !type.strip().startsWith("application/x-www-form-urlencoded")) {
            return new Notification.Rejected("not a form");
        }
        String raw = new String(request.body(), StandardCharsets.ISO_8859_1);
        Charset charset = charset(raw);
        Map<String, String> fields = charset == null ? null : fields(raw, charset);
        if (charset == null || fields == null || !isGenuine(fields, charset, account)) {
            return new Notification.Rejected("not signed by Alipay for this app");
        }
        String seller = account.sellerId();
        Map<String, String> opened = opened(fields, account);
        if (!account.appId().equals(fields.get("app_id"))
                || seller != null && opened.containsKey("seller_id") && !seller.equals(opened.get("seller_id"))) {
            return new Notification.Rejected("about another app or seller");
        }
        String id = fields.get("notify_id");
        if (id == null || id.isEmpty()) {
            return new Notification.Rejected("without an id");
        }
        Report report = report(opened);
        return report == null
                ? new Notification.Ignored("about nothing we asked for")
                : new Notification.Verified(id, time(opened), List.of(report), true);
    }

    private static boolean isGenuine(Map<String, String> fields, Charset charset, AlipayAccount account) {
        String sign = fields.get("sign");
        return sign != null
                && AlipaySignature.TYPE.equals(fields.get("sign_type"))
                && AlipaySignature.verify(
                        account.alipayKey(), AlipaySignature.content(fields, NOT_SIGNED), sign, charset);
    }

    /** A refund is never a second payment; one without a number is nothing that we could look up. */
    private static @Nullable Report report(Map<String, String> fields) {
        String attempt = fields.getOrDefault("out_trade_no", "");
        if (!TimeOrderedId.isWellFormed(attempt, AttemptId.PREFIX)) {
            return null;
        }
        String status = fields.getOrDefault("trade_status", "");
        String refund = fields.getOrDefault("out_biz_no", "");
        if (isRefund(fields) && isElsewhere(refund)) {
            // How much it was is not said: the sum of all refunds is.
            return new Notification.RefundReport(
                    new AttemptId(attempt), refund, new Outcome.Unknown("to be asked about"));
        }
        boolean open = !status.equals("TRADE_CLOSED");
        if (open && isRefund(fields)) {
            return refund(refund);
        }
        return new Notification.AttemptReport(new AttemptId(attempt), outcome(fields, status));
    }

    /** Whether this is the number of a refund that was not asked for here: one made on Alipay's own pages. */
    private static boolean isElsewhere(String number) {
        return number.matches("[0-9A-Za-z_-]{1,64}") && !TimeOrderedId.isWellFormed(number, OperationId.PREFIX);
    }

    /** A payment may say {@code refund_fee=0.00}. */
    private static boolean isRefund(Map<String, String> fields) {
        Money refunded = AlipayReading.yuan(fields.getOrDefault("refund_fee", ""));
        boolean some = refunded != null && refunded.isPositive();
        return some || !fields.getOrDefault("gmt_refund", "").isEmpty();
    }

    private static @Nullable Report refund(String number) {
        return TimeOrderedId.isWellFormed(number, OperationId.PREFIX)
                ? new Notification.OperationReport(new OperationId(number), new Outcome.Unknown("a refund changed"))
                : null;
    }

    private static Outcome outcome(Map<String, String> fields, String status) {
        String tradeNo = fields.getOrDefault("trade_no", "");
        Money total = AlipayReading.yuan(fields.getOrDefault("total_amount", ""));
        if (tradeNo.isEmpty() || total == null || !total.isPositive()) {
            return new Outcome.Unknown("the notification lacks something");
        }
        return switch (status) {
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> new Outcome.Done(Effect.CAPTURED, tradeNo, total);
            case "TRADE_CLOSED" -> {
                boolean paid = !fields.getOrDefault("gmt_payment", "").isEmpty() || isRefund(fields);
                yield new Outcome.Done(paid ? Effect.REFUNDED : Effect.CLOSED, tradeNo, total);
            }
            default -> new Outcome.Unknown("trade status " + status);
        };
    }

    /** With the content encryption on, Alipay may send the fields of the trade as one encrypted JSON object. */
    private static Map<String, String> opened(Map<String, String> fields, AlipayAccount account) {
        AlipayCipher cipher = account.cipher();
        String content = fields.get("biz_content");
        byte[] plain = cipher == null || content == null ? null : cipher.decrypted(content);
        JsonNode inner = plain == null ? null : StrictJson.object(plain);
        if (inner == null) {
            return fields;
        }
        Map<String, String> all = new LinkedHashMap<>(fields);
        inner.properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                all.put(field.getKey(), field.getValue().textValue());
            }
        });
        return all;
    }

    private static @Nullable Instant time(Map<String, String> fields) {
        for (String field : List.of("gmt_refund", "gmt_payment", "gmt_close", "notify_time")) {
            String text = fields.getOrDefault(field, "");
            if (text.length() >= SECONDS) {
                return time(text.substring(0, SECONDS));
            }
        }
        return null;
    }

    private static @Nullable Instant time(String text) {
        try {
            return LocalDateTime.parse(text, AlipayRequests.TIME).toInstant(AlipayRequests.BEIJING);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /** The fields are decoded with the charset that one of them names; null for one that Alipay does not use. */
    private static @Nullable Charset charset(String raw) {
        for (String pair : raw.split("&", MOST_FIELDS)) {
            if (pair.startsWith("charset=")) {
                return CHARSETS.get(pair.substring("charset=".length()).toLowerCase(Locale.ROOT));
            }
        }
        return StandardCharsets.UTF_8;
    }

    /** Null when it is no form as a machine writes it: doubled names, stray characters, escapes in two spellings. */
    private static @Nullable Map<String, String> fields(String raw, Charset charset) {
        boolean oneSpelling = !(raw.matches("(?s).*%(?:[0-9A-F]?[a-f]|[a-f][0-9]).*")
                && raw.matches("(?s).*%(?:[0-9a-f]?[A-F]|[A-F][0-9]).*"));
        if (!oneSpelling || !raw.matches("[\\x21-\\x7e]+")) {
            return null;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || fields.size() >= MOST_FIELDS) {
                return null;
            }
            try {
                String name = URLDecoder.decode(pair.substring(0, equals), charset);
                String value = URLDecoder.decode(pair.substring(equals + 1), charset);
                if (fields.putIfAbsent(name, value) != null) {
                    return null;
                }
            } catch (IllegalArgumentException garbled) {
                return null;
            }
        }
        return fields;
    }
}
