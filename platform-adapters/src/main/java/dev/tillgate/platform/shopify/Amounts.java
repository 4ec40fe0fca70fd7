package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.provider.StrictJson;

/**
 * Amounts as Shopify writes them: in the currency that the buyer saw, as text with as many zeros as it likes ({@code
 * "64.0"} for 64 yen). What is not exact in the currency is refused, never rounded.
 */
final class Amounts {
    private Amounts() {}

    /**
     * The presentment money of a bag.
     *
     * @throws InvalidMoney when it is not there or not exact
     */
    static Money presentment(JsonNode bag) {
        JsonNode money = bag.path("presentmentMoney");
        String amount = StrictJson.text(money, "amount");
        String currency = StrictJson.text(money, "currencyCode");
        if (amount == null || currency == null) {
            throw new InvalidMoney("an amount is missing");
        }
        return Money.parse(plain(amount), currency);
    }

    /** Without the zeros at the end that say nothing. */
    static String plain(String amount) {
        int point = amount.indexOf('.');
        if (point < 1) {
            return amount;
        }
        int end = amount.length();
        while (end > point + 1 && amount.charAt(end - 1) == '0') {
            end--;
        }
        return amount.substring(0, end == point + 1 ? point : end);
    }
}
