package dev.tillgate.provider.sandbox.bank;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.sandbox.bank.BankCharge.Terms;
import dev.tillgate.provider.sandbox.bank.BankCharge.Texts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and checks the bodies of requests; names the field that is wrong. */
final class BankRequests {
    private BankRequests() {}

    /** What a charge request asks for. */
    record Wanted(Terms terms, @Nullable Scenario scenario) {}

    /** What a capture, void or refund asks for. */
    record Amount(String key, String digest, long minorUnits, String currency) {}

    static Wanted charge(String account, InboundRequest request) {
        JsonNode body = body(request);
        String reference = need(body, "reference", 100);
        if (!reference.equals(request.header("Idempotency-Key"))) {
            throw BankError.invalid("Idempotency-Key must be the reference");
        }
        String capture = Objects.requireNonNullElse(StrictJson.text(body, "capture"), "automatic");
        if (!capture.equals("automatic") && !capture.equals("manual")) {
            throw BankError.invalid("capture is automatic or manual");
        }
        BankMethod method =
                BankMethod.of(need(body, "method", 30)).orElseThrow(() -> BankError.invalid("method is not known"));
        if (capture.equals("manual") && !method.manualCapture()) {
            throw BankError.invalid("this method cannot reserve money");
        }
        Money amount = amount(body);
        if (amount.minorUnits() > method.limit()) {
            throw new BankError(422, "amount_too_large", "more than this method takes");
        }
        Long expiresAt = StrictJson.integer(body, "expires_at");
        if (expiresAt == null || expiresAt <= 0 || expiresAt > 1L << 36) {
            throw BankError.invalid("expires_at is needed, in unix seconds");
        }
        Terms terms = new Terms(
                account,
                reference,
                digest(request.body()),
                method.code(),
                amount.minorUnits(),
                amount.currencyCode(),
                capture.equals("manual"),
                texts(body),
                expiresAt * 1000);
        return new Wanted(terms, scenario(StrictJson.text(body, "instrument")));
    }

    static Amount operation(InboundRequest request) {
        JsonNode body = body(request);
        String key = request.header("Idempotency-Key");
        if (key == null || !key.matches("[A-Za-z0-9_-]{1,100}")) {
            throw BankError.invalid("Idempotency-Key is needed");
        }
        Money amount = amount(body);
        return new Amount(key, digest(request.body()), amount.minorUnits(), amount.currencyCode());
    }

    /** The terms of a charge that never came; without a digest, so that no request equals it. */
    static Terms unseen(String account, String reference, Amount amount) {
        Texts texts = new Texts("", "", "", "", "en");
        return new Terms(account, reference, "", "card", amount.minorUnits(), amount.currency(), false, texts, 0);
    }

    private static Texts texts(JsonNode body) {
        return new Texts(
                optional(body, "order_reference", 200),
                optional(body, "description", 500),
                web(need(body, "return_url", 2_000), "return_url"),
                web(optional(body, "notify_url", 2_000), "notify_url"),
                optional(body, "locale", 40));
    }

    private static @Nullable Scenario scenario(@Nullable String instrument) {
        return instrument == null
                ? null
                : Scenario.ofToken(instrument)
                        .orElseThrow(() -> new BankError(400, "unknown_instrument", "there is no such token"));
    }

    private static JsonNode body(InboundRequest request) {
        JsonNode body = StrictJson.object(request.body());
        if (body == null) {
            throw BankError.invalid("the body must be a JSON object");
        }
        return body;
    }

    private static Money amount(JsonNode body) {
        Long minorUnits = StrictJson.integer(body, "amount");
        if (minorUnits == null || minorUnits <= 0) {
            throw BankError.invalid("amount is needed, a whole number of minor units above zero");
        }
        try {
            return Money.ofMinor(minorUnits, need(body, "currency", 3));
        } catch (InvalidMoney unusable) {
            throw BankError.invalid("currency: " + unusable.getMessage());
        }
    }

    private static String need(JsonNode body, String field, int longest) {
        String value = optional(body, field, longest);
        if (value.isEmpty()) {
            throw BankError.invalid(field + " is needed");
        }
        return value;
    }

    private static String optional(JsonNode body, String field, int longest) {
        String value = StrictJson.text(body, field);
        if (value != null && value.length() > longest) {
            throw BankError.invalid(field + " is longer than " + longest);
        }
        return value == null ? "" : value;
    }

    private static String web(String url, String field) {
        boolean fine = url.isEmpty() || url.matches("https?://[^\\s\"'<>\\\\]+");
        if (!fine) {
            throw BankError.invalid(field + " must be an http or https address");
        }
        return url;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
