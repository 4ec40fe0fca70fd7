package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import java.util.Currency;
import org.junit.jupiter.api.Test;

/** Amounts on Stripe's wire are exact, and what cannot be written is refused. */
class StripeAmountsTest {
    @Test
    void decimalsAreStripesOwn() {
        assertThat(wire("12.30", "EUR")).isEqualTo(1230);
        assertThat(wire("1500", "JPY")).isEqualTo(1500);
        assertThat(wire("12.340", "KWD")).isEqualTo(12_340);
        assertThat(wire("1500", "ISK")).isEqualTo(150_000);
        assertThat(wire("1500", "UGX")).isEqualTo(150_000);
        assertThat(wire("1500.00", "MGA")).isEqualTo(1500);
        assertThat(wire("1500.00", "HUF")).isEqualTo(150_000);
    }

    @Test
    void whatCannotBeWrittenIsRefusedAndNeverRounded() {
        assertThatThrownBy(() -> wire("12.345", "KWD")).isInstanceOf(InvalidMoney.class);
        assertThatThrownBy(() -> wire("1500.50", "MGA")).isInstanceOf(InvalidMoney.class);
        assertThat(StripeAmounts.fromWire(150_001L, "isk")).isNull();
        assertThat(StripeAmounts.fromWire(12_345L, "kwd")).isNull();
        assertThat(StripeAmounts.fromWire(1L, "EUR")).isNull();
        assertThat(StripeAmounts.fromWire(1L, "xxx")).isNull();
        assertThat(StripeAmounts.fromWire(null, "eur")).isNull();
    }

    @Test
    void everyCurrencyComesBackAsItWent() {
        for (String code : StripeAmounts.CURRENCIES) {
            int decimals = Currency.getInstance(code).getDefaultFractionDigits();
            Money money = Money.ofMinor(decimals == 0 ? 7_000 : 700_000, code);
            String wire = StripeAmounts.currency(money);
            assertThat(StripeAmounts.fromWire(StripeAmounts.toWire(money), wire))
                    .as(code)
                    .isEqualTo(money);
        }
    }

    @Test
    void tooSmallAndTooLargeAmountsAreNotOffered() {
        assertThat(serves("card", "0.49", "USD")).isFalse();
        assertThat(serves("card", "0.50", "USD")).isTrue();
        assertThat(serves("card", "49", "JPY")).isFalse();
        assertThat(serves("card", "999999.99", "USD")).isTrue();
        assertThat(serves("card", "1000000.00", "USD")).isFalse();
        assertThat(serves("card", "12.345", "KWD")).isFalse();
        assertThat(serves("affirm", "34.99", "USD")).isFalse();
        assertThat(serves("affirm", "35.00", "USD")).isTrue();
        assertThat(serves("afterpay_clearpay", "4000.01", "USD")).isFalse();
        assertThat(serves("ideal", "10.00", "USD")).isFalse();
        assertThat(serves("ideal", "10.00", "EUR")).isTrue();
    }

    private static boolean serves(String method, String amount, String currency) {
        return Stripe.TYPE.serves(method, Money.parse(amount, currency));
    }

    private static long wire(String amount, String currency) {
        return StripeAmounts.toWire(Money.parse(amount, currency));
    }
}
