package dev.tillgate.webapp.demo;

import dev.tillgate.money.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Articles and how many of each. As text (in the cart's cookie and the order's row): {@code tea.2_cup.1}. */
public record Cart(Map<Article, Integer> counts) {
    static final Cart EMPTY = new Cart(Map.of());

    private static final int MOST_OF_ONE = 20;

    public Cart {
        Map<Article, Integer> inOrder = new EnumMap<>(Article.class);
        inOrder.putAll(counts);
        counts = Collections.unmodifiableMap(inOrder);
    }

    /** Reads the text; whatever is not an article and a sensible count is left out, for a cookie can hold anything. */
    static Cart parse(@Nullable String text) {
        Map<Article, Integer> counts = new EnumMap<>(Article.class);
        for (String entry : (text == null ? "" : text).split("_")) {
            String[] parts = entry.split("\\.");
            if (parts.length == 2 && parts[1].matches("[0-9]{1,2}")) {
                int count = Math.min(Integer.parseInt(parts[1]), MOST_OF_ONE);
                Article.of(parts[0]).filter(article -> count > 0).ifPresent(article -> counts.put(article, count));
            }
        }
        return new Cart(counts);
    }

    /** With {@code change} more (or fewer) of an article. */
    Cart with(Article article, int change) {
        Map<Article, Integer> changed = new EnumMap<>(Article.class);
        changed.putAll(counts);
        int count = Math.min(changed.getOrDefault(article, 0) + change, MOST_OF_ONE);
        if (count > 0) {
            changed.put(article, count);
        } else {
            changed.remove(article);
        }
        return new Cart(changed);
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    public int size() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public List<Line> lines(String currency) {
        List<Line> lines = new ArrayList<>();
        counts.forEach((article, count) -> {
            Money price = article.price(currency);
            lines.add(new Line(article, count, Money.ofMinor(price.minorUnits() * count, currency)));
        });
        return lines;
    }

    public Money total(String currency) {
        return lines(currency).stream().map(Line::total).reduce(Money.ofMinor(0, currency), Money::plus);
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey().code() + "." + entry.getValue())
                .collect(Collectors.joining("_"));
    }

    /** One line of a cart or order. */
    public record Line(Article article, int count, Money total) {}
}
