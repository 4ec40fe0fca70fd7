package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Provider.OperationRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The bodies that PayPal is sent. The same request always gives the same bytes. */
final class PayPalRequests {
    private static final int LONGEST_TEXT = 127;
    /** A part of the attempt's id that no other attempt of the order shares. */
    private static final int SUFFIX = 10;

    private static final int LONGEST_KEY = 108;
    private static final int TIME_CHARACTERS = 10;
    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

    private PayPalRequests() {}

    static byte[] order(ChargeRequest request, String brandName) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("intent", request.captureMode() == CaptureMode.MANUAL ? "AUTHORIZE" : "CAPTURE");
        ObjectNode unit = body.putArray("purchase_units").addObject();
        unit.put("custom_id", request.attempt().value());
        unit.put("invoice_id", invoiceId(request));
        if (!request.description().isBlank()) {
            unit.put("description", cut(request.description(), LONGEST_TEXT));
        }
        unit.set("amount", PayPalAmounts.write(request.amount()));
        ObjectNode experience =
                body.putObject("payment_source").putObject("paypal").putObject("experience_context");
        if (!brandName.isBlank()) {
            experience.put("brand_name", brandName);
        }
        String locale = request.locale().toLanguageTag();
        if (locale.matches("[a-z]{2}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")) {
            experience.put("locale", locale);
        }
        experience.put("shipping_preference", "NO_SHIPPING");
        experience.put("user_action", "PAY_NOW");
        experience.put("return_url", request.returnUrl());
        // There is no page of its own for a payer who turns back: the same page offers to choose again.
        experience.put("cancel_url", request.returnUrl());
        return bytes(body);
    }

    /**
     * What the payer and the merchant's reports show: the shop's order number, and behind it a part of the attempt's id,
     * because many merchants have PayPal refuse a number that was paid before.
     */
    private static String invoiceId(ChargeRequest request) {
        String attempt = request.attempt().value();
        String own = "-" + attempt.substring(attempt.length() - SUFFIX);
        return cut(request.orderReference(), LONGEST_TEXT - own.length()) + own;
    }

    static byte[] capture(OperationRequest request, boolean last) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("amount", PayPalAmounts.write(request.amount()));
        body.put("invoice_id", request.operation().value());
        body.put("final_capture", last);
        return bytes(body);
    }

    static byte[] refund(OperationRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("amount", PayPalAmounts.write(request.amount()));
        body.put("custom_id", request.operation().value());
        body.put("invoice_id", request.operation().value());
        return bytes(body);
    }

    /** The key of the second request, always the same for the same attempt. */
    static String completionKey(AttemptId attempt) {
        String key = attempt.value() + "-c";
        if (key.length() > LONGEST_KEY) {
            throw new IllegalStateException("longer than PayPal's keys");
        }
        return key;
    }

    /** When an attempt was made: its id begins with the UTC milliseconds. */
    static Instant madeAt(AttemptId attempt) {
        String digits = attempt.value().substring(AttemptId.PREFIX.length() + 1);
        long millis = 0;
        for (int i = 0; i < TIME_CHARACTERS; i++) {
            millis = millis * 32 + CROCKFORD.indexOf(digits.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
    }

    /** At most so many bytes: PayPal counts other letters than ASCII for more than one, and does not say how. */
    private static String cut(String text, int most) {
        int end = 0;
        int bytes = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            bytes += text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > most) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
