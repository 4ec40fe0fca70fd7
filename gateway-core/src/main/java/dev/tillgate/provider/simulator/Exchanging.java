package dev.tillgate.provider.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Accounts at a simulator that keep one currency only: what comes in another is exchanged at a rate that is two percent
 * off to the merchant's loss, in both directions, as providers do. Rates are made up and stand still.
 */
public final class Exchanging {
    private static final String KIND = "settles_in";
    private static final BigDecimal SPREAD = new BigDecimal("0.02");

    /** How much of it is one US dollar. */
    private static final Map<String, BigDecimal> RATES = Map.of(
            "USD", BigDecimal.ONE,
            "EUR", new BigDecimal("0.92"),
            "GBP", new BigDecimal("0.78"),
            "CNY", new BigDecimal("7.12"),
            "JPY", new BigDecimal("151.3"));

    private final JsonBook book;

    public Exchanging(JsonBook book) {
        this.book = book;
    }

    /** From now on, and for all that was before, this account keeps this currency only. */
    public void settleIn(String account, String currency) {
        if (!RATES.containsKey(currency)) {
            throw new IllegalArgumentException("no rate for " + currency);
        }
        book.put(KIND, account, JsonNodeFactory.instance.objectNode().put("currency", currency));
    }

    /** The amount as the account keeps it: the same, unless it keeps another currency. */
    public Money kept(String account, Money amount) {
        ObjectNode settles = book.get(KIND, account);
        String to = settles == null ? "" : settles.path("currency").asText();
        BigDecimal from = RATES.get(amount.currencyCode());
        BigDecimal into = RATES.get(to);
        if (from == null || into == null || to.equals(amount.currencyCode())) {
            return amount;
        }
        // What goes out costs more than what comes in brings.
        BigDecimal factor = amount.isPositive() ? BigDecimal.ONE.subtract(SPREAD) : BigDecimal.ONE.add(SPREAD);
        BigDecimal exchanged = new BigDecimal(amount.toDecimalText())
                .multiply(into)
                .divide(from, MathContext.DECIMAL64)
                .multiply(factor)
                .setScale(Money.currency(to).getDefaultFractionDigits(), RoundingMode.HALF_EVEN);
        return Money.ofMinor(exchanged.unscaledValue().longValueExact(), to);
    }
}
