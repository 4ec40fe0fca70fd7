package dev.tillgate.webapp.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.catalog.Providers;
import dev.tillgate.money.Money;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.webapp.checkout.PageMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
    private final MessageBundle bundle = MessageBundle.nextTo(PageMaker.class);

    @Test
    void valuesArePutInAsTheyAre() {
        Texts texts = bundle.in(Language.EN);
        assertThat(texts.get("order", "{1} it's $0")).isEqualTo("Order {1} it's $0");
        assertThat(texts.getOr("no.such", "otherwise")).isEqualTo("otherwise");
        assertThatThrownBy(() -> texts.get("no.such")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyReasonOfADeclineAndEveryMethodHasAName(Language language) {
        Texts texts = bundle.in(language);
        for (DeclineReason reason : DeclineReason.values()) {
            assertThat(texts.get("decline." + reason)).isNotBlank();
            assertThat(texts.get("advice." + reason)).isNotBlank();
        }
        Providers.ALL.forEach(
                provider -> provider.methods().forEach(method -> assertThat(texts.has("method." + method.code()))
                        .as(method.code())
                        .isTrue()));
    }

    @ParameterizedTest
    @CsvSource({
        "1230, EUR, EN, €12.30",
        "1230, USD, EN, $12.30",
        "1230, USD, ZH_CN, US$12.30",
        "1230, CNY, EN, CN¥12.30",
        "1230, CNY, ZH_CN, ¥12.30",
        "1230, JPY, EN, '¥1,230'",
        "1230, KWD, EN, KWD 1.230",
        "9223372036854775807, EUR, EN, '€92,233,720,368,547,758.07'"
    })
    void amountsAreExactInEveryLanguage(long minor, String currency, Language language, String expected) {
        String shown = MoneyText.of(Money.ofMinor(minor, currency), language);
        assertThat(shown.replace('\u00a0', ' ')).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "https://a.example/x, https://a.example/x",
                "javascript:alert(1), none",
                "//a.example, none",
                "'h ttp', none"
            })
    void onlyWebPagesAreLinkedTo(String address, String expected) {
        assertThat(SafeLink.web(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "weixin://wxpay/bizpayurl?pr=x, weixin://wxpay/bizpayurl?pr=x",
                "JavaScript:alert(1), none",
                "data:text/html;base64;x, none",
                "00020101021226, none"
            })
    void anAppMayBeOpenedButNothingRunsHere(String address, String expected) {
        assertThat(SafeLink.webOrApp(address)).isEqualTo(expected);
    }
}
