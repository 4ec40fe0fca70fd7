package dev.tillgate.provider.stripe.simulator;

import dev.tillgate.money.Money;
import dev.tillgate.provider.stripe.StripeAmounts;
import java.util.Map;
import java.util.Objects;

/** What may be charged, as far as the simulator minds. */
final class Amounts {
    private static final Map<String, Long> SMALLEST =
            Map.of("usd", 50L, "eur", 50L, "gbp", 30L, "jpy", 50L, "mxn", 1000L, "hkd", 400L, "pln", 200L);

    private Amounts() {}

    static void check(long amount, String currency) {
        if (!currency.matches("[a-z]{3}") || StripeAmounts.fromWire(0L, currency) == null) {
            throw Refusal.invalid(null, "Invalid currency: " + currency).about("currency");
        }
        if (amount < SMALLEST.getOrDefault(currency, 1L)) {
            throw Refusal.invalid("amount_too_small", "The amount is below the minimum charge amount.")
                    .about("amount");
        }
        if (StripeAmounts.fromWire(amount, currency) == null) {
            throw Refusal.invalid("parameter_invalid_integer", "This amount cannot be charged in " + currency)
                    .about("amount");
        }
    }

    static Money money(long amount, String currency) {
        return Objects.requireNonNull(StripeAmounts.fromWire(amount, currency), "checked when it was made");
    }
}
