package dev.tillgate.webapp.console;

import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one account's rule from what was typed in, and writes it back; what cannot be read is named field by field. */
final class RoutingForm {
    static final String LEAST = "least";
    static final String MOST = "most";
    static final String LIMIT_CURRENCY = "limit_currency";
    static final String CURRENCIES = "currencies";
    static final String COUNTRIES = "countries";
    static final String COST = "cost";
    static final String FIXED = "fixed";
    static final String FIXED_CURRENCY = "fixed_currency";
    static final String SHARE = "share";

    private static final Set<String> ALL_COUNTRIES = Set.of(Locale.getISOCountries());
    private static final int LONGEST = 1_000;

    private final Map<String, String> typed;
    private final Map<String, String> problems = new LinkedHashMap<>();

    /** @param typed text by field */
    RoutingForm(Map<String, String> typed) {
        this.typed = new HashMap<>(typed);
    }

    /** What a rule looks like when it is typed in. */
    static Map<String, String> typed(RouteRule rule) {
        Map<String, String> typed = new HashMap<>();
        putMoney(typed, LEAST, LIMIT_CURRENCY, rule.least());
        putMoney(typed, MOST, LIMIT_CURRENCY, rule.most());
        typed.put(CURRENCIES, String.join(" ", new TreeSet<>(rule.currencies())));
        typed.put(COUNTRIES, String.join(" ", new TreeSet<>(rule.countries())));
        Cost cost = rule.cost();
        if (cost != null) {
            typed.put(COST, RouteChoice.percent(cost.basisPoints()));
            putMoney(typed, FIXED, FIXED_CURRENCY, cost.fixed());
        }
        typed.put(SHARE, Integer.toString(rule.share()));
        return typed;
    }

    /** The part of a form that is about one account. */
    static Map<String, String> ofAccount(Map<String, String> fields, AccountId account) {
        String ending = "." + account.value();
        return fields.entrySet().stream()
                .filter(field -> field.getKey().endsWith(ending))
                .collect(Collectors.toMap(
                        field -> field.getKey().substring(0, field.getKey().length() - ending.length()),
                        Map.Entry::getValue));
    }

    /** The rule, or null when there is something wrong. */
    @Nullable
    RouteRule rule() {
        Money least = money(LEAST, LIMIT_CURRENCY);
        Money most = money(MOST, LIMIT_CURRENCY);
        if (least != null && most != null && least.compareTo(most) > 0) {
            problems.put(MOST, "problem.route.range");
        }
        Set<String> currencies = words(CURRENCIES, RoutingForm::isCurrency);
        Set<String> countries = words(COUNTRIES, ALL_COUNTRIES::contains);
        Cost cost = cost();
        int share = share();
        return problems.isEmpty() ? new RouteRule(least, most, currencies, countries, cost, share) : null;
    }

    /** Message key by field. */
    Map<String, String> problems() {
        return problems;
    }

    private @Nullable Cost cost() {
        Money fixed = money(FIXED, FIXED_CURRENCY);
        String text = text(COST);
        if (text.isEmpty()) {
            return fixed == null ? null : new Cost(0, fixed);
        }
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,2})?")) {
            problems.put(COST, "problem.route.percent");
            return null;
        }
        int basisPoints = new BigDecimal(text).movePointRight(2).intValueExact();
        if (basisPoints > Cost.MOST_BASIS_POINTS) {
            problems.put(COST, "problem.route.percent");
            return null;
        }
        return new Cost(basisPoints, fixed);
    }

    private int share() {
        String text = text(SHARE);
        if (text.isEmpty()) {
            return 0;
        }
        int share = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : RouteRule.MOST_SHARE + 1;
        if (share > RouteRule.MOST_SHARE) {
            problems.put(SHARE, "problem.route.share");
            return 0;
        }
        return share;
    }

    private @Nullable Money money(String field, String currencyField) {
        String amount = text(field);
        if (amount.isEmpty()) {
            return null;
        }
        String currency = text(currencyField).toUpperCase(Locale.ROOT);
        if (!isCurrency(currency)) {
            problems.put(currencyField, "problem.route.currency");
            return null;
        }
        try {
            Money money = Money.parse(amount, currency);
            if (money.minorUnits() >= 0) {
                return money;
            }
        } catch (InvalidMoney odd) {
            // Named below, like a negative one.
        }
        problems.put(field, "problem.route.amount");
        return null;
    }

    private Set<String> words(String field, Predicate<String> known) {
        Set<String> words = Arrays.stream(text(field).toUpperCase(Locale.ROOT).split("[\\s,;，；、]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        boolean fits = String.join(" ", words).length() <= LONGEST;
        if (!fits || !words.stream().allMatch(known)) {
            problems.put(field, "problem.route." + field);
            return Set.of();
        }
        return words;
    }

    private String text(String field) {
        return typed.getOrDefault(field, "").strip();
    }

    private static boolean isCurrency(String code) {
        try {
            return Money.currency(code).getCurrencyCode().equals(code);
        } catch (InvalidMoney unknown) {
            return false;
        }
    }

    private static void putMoney(Map<String, String> typed, String field, String currencyField, @Nullable Money money) {
        if (money != null) {
            typed.put(field, money.toDecimalText());
            typed.put(currencyField, money.currencyCode());
        }
    }
}
