package dev.tillgate.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order to be paid.
 *
 * @param order the shop's own order number, unique in the store
 * @param revision the shop's version of the order: a changed order needs a higher one
 * @param amount exact decimal text, such as {@code 12.30}
 * @param currency ISO 4217, such as {@code EUR}
 * @param description one line for the buyer, or null
 * @param returnUrl where the buyer goes after paying, or null
 * @param cancelUrl where the buyer goes to try again in the shop, or null
 * @param locale the buyer's language as a BCP 47 tag, or null
 * @param reserveOnly whether the money is only reserved, to be collected later
 */
public record NewPayment(
        String order,
        long revision,
        String amount,
        String currency,
        @Nullable String description,
        List<Line> lines,
        @Nullable String returnUrl,
        @Nullable String cancelUrl,
        @Nullable String locale,
        boolean reserveOnly) {
    /**
     * What the buyer is shown of the order; the amount is what counts.
     *
     * @param total what the line costs in all
     */
    public record Line(String name, int quantity, String total) {}

    public NewPayment {
        lines = List.copyOf(lines);
    }

    /** The first revision of an order, with nothing but what is necessary. */
    public static NewPayment of(String order, String amount, String currency) {
        return new NewPayment(order, 1, amount, currency, null, List.of(), null, null, null, false);
    }

    public NewPayment revision(long next) {
        return new NewPayment(
                order, next, amount, currency, description, lines, returnUrl, cancelUrl, locale, reserveOnly);
    }

    public NewPayment describedAs(String text) {
        return new NewPayment(
                order, revision, amount, currency, text, lines, returnUrl, cancelUrl, locale, reserveOnly);
    }

    /** With one more line. */
    public NewPayment with(Line line) {
        List<Line> more = new ArrayList<>(lines);
        more.add(line);
        return new NewPayment(
                order, revision, amount, currency, description, more, returnUrl, cancelUrl, locale, reserveOnly);
    }

    /** Where the buyer goes after paying. */
    public NewPayment returnTo(String url) {
        return new NewPayment(
                order, revision, amount, currency, description, lines, url, cancelUrl, locale, reserveOnly);
    }

    /** Where the buyer goes to try again in the shop. */
    public NewPayment cancelTo(String url) {
        return new NewPayment(
                order, revision, amount, currency, description, lines, returnUrl, url, locale, reserveOnly);
    }

    /** The buyer's language, such as {@code zh-CN}. */
    public NewPayment inLanguage(String tag) {
        return new NewPayment(
                order, revision, amount, currency, description, lines, returnUrl, cancelUrl, tag, reserveOnly);
    }

    /** Only reserves the money. */
    public NewPayment reserved() {
        return new NewPayment(
                order, revision, amount, currency, description, lines, returnUrl, cancelUrl, locale, true);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("order", order);
        json.put("revision", revision);
        json.put("amount", amount);
        json.put("currency", currency);
        put(json, "description", description);
        json.put("capture", reserveOnly ? "manual" : "automatic");
        if (!lines.isEmpty()) {
            json.put("lines", lines.stream().map(NewPayment::json).toList());
        }
        Map<String, Object> buyer = new LinkedHashMap<>();
        put(buyer, "return_url", returnUrl);
        put(buyer, "cancel_url", cancelUrl);
        put(buyer, "locale", locale);
        if (!buyer.isEmpty()) {
            json.put("buyer", buyer);
        }
        return json;
    }

    private static Map<String, Object> json(Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", line.name());
        json.put("quantity", (long) line.quantity());
        json.put("total", line.total());
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
