package dev.tillgate.provider.stripe;

import dev.tillgate.money.Money;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A form as Stripe wants it: nested names in brackets, lists with their index, brackets left as they are. */
final class StripeForm {
    private final Map<String, String> fields = new LinkedHashMap<>();

    StripeForm put(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** Puts it unless there is nothing to put. */
    StripeForm maybe(String name, @Nullable String value) {
        return value == null || value.isBlank() ? this : put(name, value);
    }

    /** @throws dev.tillgate.money.InvalidMoney when Stripe cannot write this amount */
    StripeForm amount(String name, Money amount) {
        return put(name, Long.toString(StripeAmounts.toWire(amount)));
    }

    String encoded() {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    byte[] bytes() {
        return encoded().getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("%5B", "[")
                .replace("%5D", "]");
    }
}
