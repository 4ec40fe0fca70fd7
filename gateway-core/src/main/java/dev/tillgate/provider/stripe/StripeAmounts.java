package dev.tillgate.provider.stripe;

import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as Stripe writes them. Its decimals are not ISO 4217's everywhere: MGA is sent without decimals, ISK and UGX
 * with two that are always zero, and the last of three decimals must be zero. What cannot be written so is refused,
 * never rounded. See <a href="https://docs.stripe.com/currencies">docs.stripe.com/currencies</a>, checked 2026-11-25.
 */
public final class StripeAmounts {
    /** At most eight digits. */
    private static final long LARGEST = 99_999_999;

    /** Stripe's decimals where they differ from ISO 4217's. */
    private static final Map<String, Integer> DECIMALS = Map.of("MGA", 0, "ISK", 2, "UGX", 2);

    /**
     * The smallest amounts that can be charged, as Stripe writes them; elsewhere about half a US dollar's worth.
     * All but THB agree with several public copies of that page's table (2026-11-25); the page's own table is still to
     * be compared.
     */
    private static final Map<String, Long> SMALLEST = Map.ofEntries(
            Map.entry("USD", 50L),
            Map.entry("AED", 200L),
            Map.entry("AUD", 50L),
            Map.entry("BGN", 100L),
            Map.entry("BRL", 50L),
            Map.entry("CAD", 50L),
            Map.entry("CHF", 50L),
            Map.entry("CZK", 1500L),
            Map.entry("DKK", 250L),
            Map.entry("EUR", 50L),
            Map.entry("GBP", 30L),
            Map.entry("HKD", 400L),
            Map.entry("HUF", 17_500L),
            Map.entry("INR", 50L),
            Map.entry("JPY", 50L),
            Map.entry("MXN", 1000L),
            Map.entry("MYR", 200L),
            Map.entry("NOK", 300L),
            Map.entry("NZD", 50L),
            Map.entry("PLN", 200L),
            Map.entry("RON", 200L),
            Map.entry("SEK", 300L),
            Map.entry("SGD", 50L),
            Map.entry("THB", 1000L));

    /** Currencies in which Stripe charges. */
    static final Set<String> CURRENCIES =
            Set.of(("AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD "
                            + "CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD "
                            + "GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT "
                            + "LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
                            + "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE "
                            + "SOS SRD SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF "
                            + "XPF YER ZAR ZMW")
                    .split(" "));

    private StripeAmounts() {}

    /** The amount as Stripe writes it. @throws InvalidMoney when it cannot */
    public static long toWire(Money money) {
        int iso = money.currency().getDefaultFractionDigits();
        int wire = DECIMALS.getOrDefault(money.currencyCode(), iso);
        long minor = money.minorUnits();
        if (iso == 3 && minor % 10 != 0) {
            throw new InvalidMoney("the last of three decimals must be 0 at Stripe");
        }
        if (wire >= iso) {
            try {
                return Math.multiplyExact(minor, power(wire - iso));
            } catch (ArithmeticException tooLarge) {
                throw new InvalidMoney("amount is too large");
            }
        }
        long unit = power(iso - wire);
        if (minor % unit != 0) {
            throw new InvalidMoney(money.currencyCode() + " has no decimals at Stripe");
        }
        return minor / unit;
    }

    /** What Stripe wrote, or null when that is no amount. */
    public static @Nullable Money fromWire(@Nullable Long units, @Nullable String currency) {
        if (units == null || currency == null || !currency.matches("[a-z]{3}")) {
            return null;
        }
        String code = currency.toUpperCase(Locale.ROOT);
        try {
            int iso = Money.currency(code).getDefaultFractionDigits();
            int wire = DECIMALS.getOrDefault(code, iso);
            long unit = power(Math.max(0, wire - iso));
            if (units % unit != 0 || iso == 3 && units % 10 != 0) {
                return null;
            }
            return Money.ofMinor(Math.multiplyExact(units / unit, power(Math.max(0, iso - wire))), code);
        } catch (InvalidMoney | ArithmeticException unusable) {
            return null;
        }
    }

    /** The currency as Stripe writes it. */
    static String currency(Money money) {
        return money.currencyCode().toLowerCase(Locale.ROOT);
    }

    /** Whether Stripe can charge this amount. */
    static boolean takes(Money money) {
        try {
            long wire = toWire(money);
            return wire >= SMALLEST.getOrDefault(money.currencyCode(), 1L) && wire <= LARGEST;
        } catch (InvalidMoney cannot) {
            return false;
        }
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
