package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.provider.StrictJson;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as PayPal writes them: decimal text. Three currencies have no decimals there although ISO 4217 gives two of
 * them two; such an amount with a fraction is refused, never rounded. Checked 2026-11-25:
 * https://developer.paypal.com/api/rest/reference/currency-codes/
 */
public final class PayPalAmounts {
    /** What PayPal takes. BRL, CNY and MYR only in accounts of their own country, which PayPal checks. */
    public static final Set<String> CURRENCIES = Set.of(
            "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR",
            "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD");

    /** Without decimals at PayPal, whatever ISO 4217 says. */
    private static final Set<String> WHOLE = Set.of("HUF", "JPY", "TWD");

    /** The field holds 15 digits before the point. */
    private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(15);

    private PayPalAmounts() {}

    /** Whether PayPal can collect exactly this. */
    public static boolean takes(Money amount) {
        BigDecimal value = decimal(amount);
        boolean whole = !WHOLE.contains(amount.currencyCode())
                || value.stripTrailingZeros().scale() <= 0;
        return CURRENCIES.contains(amount.currencyCode())
                && amount.isPositive()
                && whole
                && value.compareTo(TOO_MUCH) < 0;
    }

    /** @throws InvalidMoney when it cannot be written exactly */
    public static ObjectNode write(Money amount) {
        if (amount.minorUnits() < 0 || !CURRENCIES.contains(amount.currencyCode())) {
            throw new InvalidMoney("PayPal does not take " + amount);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("currency_code", amount.currencyCode())
                .put("value", text(amount));
    }

    private static String text(Money amount) {
        if (!WHOLE.contains(amount.currencyCode())) {
            return amount.toDecimalText();
        }
        try {
            return decimal(amount).toBigIntegerExact().toString();
        } catch (ArithmeticException fraction) {
            throw new InvalidMoney("PayPal takes no fractions of " + amount.currencyCode());
        }
    }

    /** The amount in an object of currency and value, or null when it is not exactly one. */
    public static @Nullable Money read(@Nullable JsonNode node) {
        String currency = node == null ? null : StrictJson.text(node, "currency_code");
        String value = node == null ? null : StrictJson.text(node, "value");
        if (currency == null || value == null || !CURRENCIES.contains(currency)) {
            return null;
        }
        try {
            Money amount = Money.parse(WHOLE.contains(currency) ? withoutZeros(value) : value, currency);
            return amount.minorUnits() < 0 ? null : amount;
        } catch (InvalidMoney unusable) {
            return null;
        }
    }

    /** "1500.00" is "1500" where there are no decimals; any other decimals stay and are refused. */
    private static String withoutZeros(String value) {
        return value.endsWith(".00") ? value.substring(0, value.length() - 3) : wholeOnly(value);
    }

    private static String wholeOnly(String value) {
        if (value.indexOf('.') >= 0) {
            throw new InvalidMoney("no fractions here");
        }
        return value;
    }

    private static BigDecimal decimal(Money amount) {
        return BigDecimal.valueOf(amount.minorUnits(), amount.currency().getDefaultFractionDigits());
    }
}
