package dev.tillgate.webapp.page;

import dev.tillgate.money.Money;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;

/** Amounts as people read them, such as {@code €12.30} or {@code CN¥99.00}: exact, in the language's own form. */
public final class MoneyText {

    private static final char NO_BREAK_SPACE = '\u00a0';

    private MoneyText() {}

    /** The amount with its currency's symbol, unambiguous in the language. */
    public static String of(Money money, Language language) {
        NumberFormat format = NumberFormat.getCurrencyInstance(language.locale());
        int decimals = money.currency().getDefaultFractionDigits();
        format.setCurrency(money.currency());
        if (format instanceof DecimalFormat decimal) {
            separateLetters(decimal);
        }
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(BigDecimal.valueOf(money.minorUnits(), decimals));
    }

    /** A currency without a symbol of its own is written with letters, which must not stick to the digits. */
    private static void separateLetters(DecimalFormat format) {
        DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
        String symbol = symbols.getCurrencySymbol();
        if (!symbol.isEmpty() && Character.isLetter(symbol.charAt(symbol.length() - 1))) {
            symbols.setCurrencySymbol(symbol + NO_BREAK_SPACE);
            format.setDecimalFormatSymbols(symbols);
        }
    }
}
