package dev.tillgate.webapp.demo;

import dev.tillgate.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the demo shop sells. Names are in the bundle under {@code article.<code>}, pictures are assets. */
public enum Article {
    TEA("tea", 1280, 9800, 2100),
    CUP("cup", 1850, 14200, 3000),
    NOTEBOOK("notebook", 990, 7600, 1600),
    LAMP("lamp", 6400, 49900, 10500);

    /** What can be paid in, the usual one first. */
    public static final List<String> CURRENCIES = List.of("EUR", "CNY", "JPY");

    private final String code;
    private final List<Long> prices;

    Article(String code, long eurCents, long cnyFen, long yen) {
        this.code = code;
        this.prices = List.of(eurCents, cnyFen, yen);
    }

    public String code() {
        return code;
    }

    /** The price of one. */
    public Money price(String currency) {
        return Money.ofMinor(prices.get(CURRENCIES.indexOf(currency)), currency);
    }

    static Optional<Article> of(String code) {
        return Stream.of(values()).filter(each -> each.code.equals(code)).findFirst();
    }
}
