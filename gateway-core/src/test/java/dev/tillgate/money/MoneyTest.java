package dev.tillgate.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource({
        "12.30, EUR, 1230",
        "12.3, EUR, 1230",
        "12, EUR, 1200",
        "0.01, EUR, 1",
        "1500, JPY, 1500",
        "1.234, KWD, 1234",
        "-5.00, USD, -500",
        "92233720368547758.07, EUR, 9223372036854775807"
    })
    void decimalTextIsReadExactly(String text, String currency, long minorUnits) {
        assertThat(Money.parse(text, currency)).isEqualTo(Money.ofMinor(minorUnits, currency));
    }

    @ParameterizedTest
    @CsvSource({
        "12.345, EUR, decimals",
        "1.5, JPY, decimals",
        "1.2345, KWD, decimals",
        "92233720368547758.08, EUR, too large"
    })
    void whatDoesNotFitIsRefusedNeverRounded(String text, String currency, String why) {
        assertThatThrownBy(() -> Money.parse(text, currency))
                .isInstanceOf(InvalidMoney.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "1.", ".5", "1e3", "1,000.00", "+1", " 1", "1 ", "0x1", "１２", "1.2.3", "NaN", "--1"
            })
    void anythingButPlainDecimalTextIsRefused(String text) {
        assertThatThrownBy(() -> Money.parse(text, "EUR")).isInstanceOf(InvalidMoney.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eur", "EU", "XXX", "XAU", "ABC", "", "EURO"})
    void onlyCurrenciesThatPeoplePayInAreKnown(String code) {
        assertThatThrownBy(() -> Money.ofMinor(1, code)).isInstanceOf(InvalidMoney.class);
    }

    @Test
    void currenciesNeverMeet() {
        Money euro = Money.ofMinor(100, "EUR");
        Money yen = Money.ofMinor(100, "JPY");
        assertThatThrownBy(() -> euro.plus(yen)).isInstanceOf(InvalidMoney.class);
        assertThatThrownBy(() -> euro.compareTo(yen)).isInstanceOf(InvalidMoney.class);
        assertThat(euro).isNotEqualTo(yen);
    }

    @Test
    void anOverflowIsRefused() {
        Money most = Money.ofMinor(Long.MAX_VALUE, "EUR");
        assertThatThrownBy(() -> most.plus(Money.ofMinor(1, "EUR"))).isInstanceOf(InvalidMoney.class);
        assertThatThrownBy(() -> Money.ofMinor(Long.MIN_VALUE, "EUR").minus(Money.ofMinor(1, "EUR")))
                .isInstanceOf(InvalidMoney.class);
    }

    @Test
    void whatIsPrintedIsReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            long minorUnits = random.nextLong() >> random.nextInt(64);
            for (String currency : new String[] {"JPY", "EUR", "KWD"}) {
                Money money = Money.ofMinor(minorUnits, currency);
                assertThat(Money.parse(money.toDecimalText(), currency)).isEqualTo(money);
            }
        }
    }
}
