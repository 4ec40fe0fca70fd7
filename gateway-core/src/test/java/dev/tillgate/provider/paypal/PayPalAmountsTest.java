package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import org.junit.jupiter.api.Test;

/** Amounts are exact, in PayPal's own numbers of decimals. */
class PayPalAmountsTest {
    @Test
    void everyCurrencyIsWrittenAndReadBackExactly() {
        for (String code : PayPalAmounts.CURRENCIES) {
            for (long minor : new long[] {100, 1_200, 100_000, 123_456_700}) {
                Money amount = Money.ofMinor(minor, code);
                assertThat(PayPalAmounts.takes(amount)).as(amount.toString()).isTrue();
                assertThat(PayPalAmounts.read(PayPalAmounts.write(amount))).isEqualTo(amount);
            }
        }
    }

    @Test
    void threeCurrenciesHaveNoDecimals() {
        assertThat(PayPalAmounts.write(Money.ofMinor(150_000, "HUF"))
                        .path("value")
                        .asText())
                .isEqualTo("1500");
        assertThat(PayPalAmounts.write(Money.ofMinor(150_000, "TWD"))
                        .path("value")
                        .asText())
                .isEqualTo("1500");
        assertThat(PayPalAmounts.write(Money.ofMinor(1500, "JPY")).path("value").asText())
                .isEqualTo("1500");
        assertThat(PayPalAmounts.write(Money.ofMinor(1230, "EUR")).path("value").asText())
                .isEqualTo("12.30");
    }

    @Test
    void aFractionThatCannotBeWrittenIsRefusedAndNeverRounded() {
        for (String code : new String[] {"HUF", "TWD"}) {
            Money fraction = Money.ofMinor(150_050, code);
            assertThat(PayPalAmounts.takes(fraction)).isFalse();
            assertThat(PayPal.TYPE.serves("paypal", fraction)).isFalse();
            assertThatThrownBy(() -> PayPalAmounts.write(fraction)).isInstanceOf(InvalidMoney.class);
        }
        assertThat(PayPal.TYPE.serves("paypal", Money.ofMinor(150_000, "HUF"))).isTrue();
    }

    @Test
    void whatPayPalDoesNotTakeIsNotOffered() {
        assertThat(PayPal.TYPE.serves("paypal", Money.ofMinor(12_345, "KWD"))).isFalse();
        assertThat(PayPal.TYPE.serves("paypal", Money.ofMinor(0, "EUR"))).isFalse();
        assertThat(PayPal.TYPE.serves("paypal", Money.ofMinor(-1, "EUR"))).isFalse();
        assertThat(PayPalAmounts.takes(Money.ofMinor(100_000_000_000_000_000L, "EUR")))
                .isFalse();
    }

    @Test
    void wholeAmountsMayBeWrittenWithZerosButNotWithMore() {
        assertThat(PayPalAmounts.read(amount("HUF", "1500.00"))).isEqualTo(Money.ofMinor(150_000, "HUF"));
        assertThat(PayPalAmounts.read(amount("JPY", "1500.00"))).isEqualTo(Money.ofMinor(1500, "JPY"));
        for (String value : new String[] {"1500.5", "1500.50", "1500.001", "1,500", "1e3", "-1", "", " 1", "１５"}) {
            assertThat(PayPalAmounts.read(amount("HUF", value))).as(value).isNull();
        }
        assertThat(PayPalAmounts.read(amount("EUR", "12.345"))).isNull();
        assertThat(PayPalAmounts.read(amount("KWD", "12.345"))).isNull();
        assertThat(PayPalAmounts.read(null)).isNull();
    }

    private static JsonNode amount(String currency, String value) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("currency_code", currency)
                .put("value", value);
    }
}
