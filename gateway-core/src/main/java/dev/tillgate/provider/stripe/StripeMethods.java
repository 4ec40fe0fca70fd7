package dev.tillgate.provider.stripe;

import dev.tillgate.money.Money;
import dev.tillgate.provider.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ways to pay that Stripe's hosted page offers, under Stripe's own names. Apple Pay and Google Pay are wallets inside
 * {@code card}: the page shows their buttons where the payer's device has them. Currencies and limits are from general
 * knowledge of <a href="https://docs.stripe.com/payments/payment-methods/payment-method-support">docs.stripe.com</a>, still to
 * be compared with it; Stripe refuses what an account cannot take.
 */
final class StripeMethods {
    static final String CARD = "card";

    static final List<MethodType> ALL = List.of(
            method(CARD, true, ""),
            method("link", true, ""),
            method("alipay", false, "AUD CAD CNY EUR GBP HKD JPY MYR NZD SGD USD"),
            method("wechat_pay", false, "AUD CAD CHF CNY DKK EUR GBP HKD JPY NOK SEK SGD USD"),
            method("klarna", true, "AUD CAD CHF CZK DKK EUR GBP NOK NZD PLN RON SEK USD"),
            method("affirm", true, "CAD USD"),
            method("afterpay_clearpay", true, "AUD CAD GBP NZD USD"),
            method("ideal", false, "EUR"),
            method("bancontact", false, "EUR"),
            method("eps", false, "EUR"),
            method("p24", false, "EUR PLN"),
            method("blik", false, "PLN"),
            method("sepa_debit", false, "EUR"),
            method("us_bank_account", false, "USD"));

    /** Methods whose money takes days to be sure of. */
    private static final Set<String> SLOW = Set.of("sepa_debit", "us_bank_account");

    /** Smallest and largest amounts, in the currency's minor units, where a method has its own. */
    private static final Map<String, Range> RANGES = Map.of(
            "affirm", new Range(3_500, 3_000_000),
            "afterpay_clearpay", new Range(100, 400_000));

    private StripeMethods() {}

    /** Whether Stripe collects this amount by this method. */
    static boolean takes(MethodType method, Money amount) {
        Range range = RANGES.get(method.code());
        boolean within =
                range == null || amount.minorUnits() >= range.smallest() && amount.minorUnits() <= range.largest();
        return within && StripeAmounts.takes(amount);
    }

    static boolean isSlow(String method) {
        return SLOW.contains(method);
    }

    private static MethodType method(String code, boolean manualCapture, String currencies) {
        Set<String> codes = currencies.isEmpty() ? Set.of() : Set.of(currencies.split(" "));
        return new MethodType(code, MethodType.Style.REDIRECT, manualCapture, codes);
    }

    private record Range(long smallest, long largest) {}
}
