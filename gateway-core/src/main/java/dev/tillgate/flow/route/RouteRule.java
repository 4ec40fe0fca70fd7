package dev.tillgate.flow.route;

import dev.tillgate.money.Money;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which payments of one method of a store an account may take, what it costs, and which share it is to get.
 *
 * @param least the smallest amount, or null; binds payments in its currency only
 * @param most the largest amount, in the same currency, or null
 * @param currencies ISO 4217 codes, or empty for all
 * @param countries of buyers, ISO 3166-1 alpha-2, or empty for all; a buyer whose country is not known fits none
 * @param cost or null when it is not known
 * @param share weight among the accounts that have one; 0 for none: those come after the others
 */
public record RouteRule(
        @Nullable Money least,
        @Nullable Money most,
        Set<String> currencies,
        Set<String> countries,
        @Nullable Cost cost,
        int share) {
    public static final int MOST_SHARE = 1_000;

    /** Any payment, cost unknown, no share: as if there were no rule. */
    public static final RouteRule NONE = new RouteRule(null, null, Set.of(), Set.of(), null, 0);

    public RouteRule {
        currencies = Set.copyOf(currencies);
        countries = Set.copyOf(countries);
        if (share < 0 || share > MOST_SHARE) {
            throw new IllegalArgumentException("a share is a weight from 0 to " + MOST_SHARE);
        }
        if (least != null && most != null && least.compareTo(most) > 0) {
            throw new IllegalArgumentException("the smallest amount is above the largest");
        }
    }

    /** Which part of the rule keeps this payment from the account, or null when none does. */
    public @Nullable Reason against(Money amount, @Nullable String country) {
        if (!currencies.isEmpty() && !currencies.contains(amount.currencyCode())) {
            return Reason.CURRENCY;
        }
        if (isOutside(amount)) {
            return Reason.AMOUNT;
        }
        boolean welcome = countries.isEmpty() || (country != null && countries.contains(country));
        return welcome ? null : Reason.COUNTRY;
    }

    private boolean isOutside(Money amount) {
        return (least != null && isComparable(least, amount) && amount.compareTo(least) < 0)
                || (most != null && isComparable(most, amount) && amount.compareTo(most) > 0);
    }

    private static boolean isComparable(Money limit, Money amount) {
        return limit.currency().equals(amount.currency());
    }
}
