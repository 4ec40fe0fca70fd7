package dev.tillgate.provider.alipay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Provider.OperationRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what is sent to Alipay, and what the payer takes there: fields, content and signature. */
final class AlipayRequests {
    /** Alipay's clock is on Beijing's time, and says so nowhere. */
    static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private static final int LONGEST_SUBJECT = 128;

    private final AlipayAccount account;
    private final InstantSource clock;

    AlipayRequests(AlipayAccount account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /** When what is handed out now dies: Alipay keeps no payment open for ever. */
    Instant expiry(ChargeRequest request, AlipayProduct.Way way) {
        Instant longest = clock.instant().plus(way.longest);
        Instant wanted = request.expiresAt().isBefore(longest) ? request.expiresAt() : longest;
        return wanted.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The terms of a payment, in alphabetical order. */
    ObjectNode terms(ChargeRequest request, AlipayProduct product) {
        ObjectNode terms = JsonNodeFactory.instance.objectNode();
        if (product.instalments() > 0) {
            // Nothing of the fee is borne by the seller: "0"; all of it would be "100".
            terms.putObject("extend_params")
                    .put("hb_fq_num", String.valueOf(product.instalments()))
                    .put("hb_fq_seller_percent", "0");
        }
        terms.put("out_trade_no", request.attempt().value());
        terms.put("product_code", product.way().code);
        if (product.way() == AlipayProduct.Way.WAP) {
            terms.put("quit_url", request.returnUrl());
        }
        terms.put("subject", subject(request));
        terms.put("time_expire", text(expiry(request, product.way())));
        terms.put("total_amount", request.amount().toDecimalText());
        return terms;
    }

    /** Alipay refuses these characters in a subject. */
    private static String subject(ChargeRequest request) {
        String plain = request.description()
                .replaceAll("[/=&\\p{Cntrl}]+", " ")
                .replaceAll(" +", " ")
                .strip();
        String subject = plain.isEmpty() ? request.orderReference().replaceAll("[/=&\\p{Cntrl}]+", " ") : plain;
        return subject.codePoints()
                .limit(LONGEST_SUBJECT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static ObjectNode trade(String attempt) {
        return JsonNodeFactory.instance.objectNode().put("out_trade_no", attempt);
    }

    /** Always the same for the same operation: another amount or reason under its number would be refused. */
    static ObjectNode refund(OperationRequest request) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("out_request_no", request.operation().value())
                .put("out_trade_no", request.attempt().value())
                .put("refund_amount", request.amount().toDecimalText());
    }

    static ObjectNode refundQuery(OperationRequest request) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("out_request_no", request.operation().value())
                .put("out_trade_no", request.attempt().value());
    }

    /** The same for a refund that was made on Alipay's own pages. */
    static ObjectNode refundQuery(AttemptId attempt, String number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("out_request_no", number)
                .put("out_trade_no", attempt.value());
    }

    /** A call to Alipay's server: the fields in the address, the content in the body, as the vendor's SDK does it. */
    Ask call(AlipayErrors.Call call, ObjectNode content, Map<String, String> more) {
        Map<String, String> fields = signed(call.method, content, more);
        String body = "biz_content=" + encoded(fields.getOrDefault("biz_content", ""));
        fields.remove("biz_content");
        return Ask.post(
                account.gateway() + "?" + form(fields),
                Map.of("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** The address of Alipay's page for these terms. */
    String address(ChargeRequest request, AlipayProduct product) {
        return account.gateway() + "?" + order(request, product);
    }

    /** What the payer takes to Alipay: a query string for the page, or a text for the app. */
    String order(ChargeRequest request, AlipayProduct product) {
        Map<String, String> more = product.way() == AlipayProduct.Way.APP
                ? Map.of("notify_url", request.notifyUrl())
                : Map.of("notify_url", request.notifyUrl(), "return_url", request.returnUrl());
        return form(signed(product.way().method, terms(request, product), more));
    }

    private Map<String, String> signed(String method, ObjectNode content, Map<String, String> more) {
        Map<String, String> fields = new TreeMap<>(more);
        fields.put("app_id", account.appId());
        fields.put("method", method);
        fields.put("format", "json");
        fields.put("charset", "utf-8");
        fields.put("sign_type", AlipaySignature.TYPE);
        fields.put("timestamp", text(clock.instant()));
        fields.put("version", "1.0");
        AlipayAccount.Serials serials = account.serials();
        if (serials != null) {
            fields.put("app_cert_sn", serials.app());
            fields.put("alipay_root_cert_sn", serials.root());
        }
        // Certificates are public, and handed out in the clear.
        AlipayCipher cipher = method.equals(AlipayErrors.Call.CERTIFICATE.method) ? null : account.cipher();
        if (cipher == null) {
            fields.put("biz_content", content.toString());
        } else {
            fields.put("encrypt_type", "AES");
            fields.put("biz_content", cipher.encrypted(content.toString()));
        }
        fields.put("sign", AlipaySignature.sign(account.privateKey(), AlipaySignature.content(fields, Set.of("sign"))));
        return fields;
    }

    static String text(Instant instant) {
        return TIME.format(instant.atOffset(BEIJING));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
