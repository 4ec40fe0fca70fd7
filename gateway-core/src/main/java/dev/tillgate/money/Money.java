package dev.tillgate.money;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An exact amount: a whole number of minor units (cents, fen, fils) and the currency they belong to. The number of
 * decimals is the ISO 4217 one (JPY 0, EUR 2, KWD 3). There is no rounding anywhere in this type.
 *
 * @param minorUnits the amount in the currency's smallest unit; may be negative in sums, never in orders
 */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {
    /** Longest decimal text that is looked at; more cannot be a long. */
    private static final int MAX_TEXT = 24;

    public Money {
        requireUsable(currency);
    }

    /** The amount of {@code minorUnits} in the currency with this ISO 4217 code. */
    public static Money ofMinor(long minorUnits, String currencyCode) {
        return new Money(minorUnits, currency(currencyCode));
    }

    /**
     * Reads plain decimal text such as {@code 12.30}: digits, at most one point, no sign but a leading minus, no
     * exponent, no grouping, and no more decimals than the currency has.
     *
     * @throws InvalidMoney when the text is anything else, or does not fit
     */
    public static Money parse(String decimalText, String currencyCode) {
        Currency currency = currency(currencyCode);
        if (decimalText.length() > MAX_TEXT || !isPlainDecimal(decimalText)) {
            throw new InvalidMoney("amount must be plain decimal text such as 12.30");
        }
        BigDecimal value = new BigDecimal(decimalText);
        int decimals = currency.getDefaultFractionDigits();
        if (value.scale() > decimals) {
            throw new InvalidMoney(
                    "%s has %d decimals, the amount has %d".formatted(currencyCode, decimals, value.scale()));
        }
        try {
            return new Money(value.movePointRight(decimals).longValueExact(), currency);
        } catch (ArithmeticException tooLarge) {
            throw new InvalidMoney("amount is too large");
        }
    }

    /**
     * The ISO 4217 currency with this code, upper case.
     *
     * @throws InvalidMoney when there is none, or none that money is paid in (gold, test codes)
     */
    public static Currency currency(String code) {
        Currency currency;
        try {
            currency = Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidMoney("unknown currency; ISO 4217 upper case such as EUR is expected");
        }
        requireUsable(currency);
        return currency;
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** @throws InvalidMoney when the currencies differ or the sum does not fit */
    public Money plus(Money other) {
        requireSameCurrency(other);
        try {
            return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
        } catch (ArithmeticException tooLarge) {
            throw new InvalidMoney("amount is too large");
        }
    }

    /** @throws InvalidMoney when the currencies differ or the difference does not fit */
    public Money minus(Money other) {
        requireSameCurrency(other);
        try {
            return new Money(Math.subtractExact(minorUnits, other.minorUnits), currency);
        } catch (ArithmeticException tooLarge) {
            throw new InvalidMoney("amount is too large");
        }
    }

    public boolean isPositive() {
        return minorUnits > 0;
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    /** Plain decimal text with exactly the currency's decimals, such as {@code 12.30} or {@code 1500}. */
    public String toDecimalText() {
        return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits())
                .toPlainString();
    }

    public String currencyCode() {
        return currency.getCurrencyCode();
    }

    /** @throws InvalidMoney when the currencies differ */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(minorUnits, other.minorUnits);
    }

    @Override
    public String toString() {
        return toDecimalText() + " " + currencyCode();
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new InvalidMoney("currencies differ: " + currencyCode() + " and " + other.currencyCode());
        }
    }

    private static void requireUsable(Currency currency) {
        int decimals = currency.getDefaultFractionDigits();
        if (decimals < 0 || decimals > 3) {
            throw new InvalidMoney("no payments are made in " + currency.getCurrencyCode());
        }
    }

    private static boolean isPlainDecimal(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int point = text.indexOf('.');
        if (start == text.length() || point == start || point == text.length() - 1) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i != point && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}
