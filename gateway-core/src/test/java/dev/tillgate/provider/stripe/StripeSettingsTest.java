package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a merchant may type in, what is recognized in the wrong place, and the texts that explain it. */
class StripeSettingsTest {
    private static final String LIVE_KEY = "sk_live_51Habcdefghij";
    private static final String TEST_KEY = "rk_test_51Habcdefghij";

    @Test
    void keysInTheWrongFieldAreRecognized() {
        assertThat(problem(Stripe.SECRET_KEY, LIVE_KEY)).isEmpty();
        assertThat(problem(Stripe.SECRET_KEY, TEST_KEY)).isEmpty();
        assertThat(problem(Stripe.SECRET_KEY, "pk_live_51Habcdefghij")).contains("problem.stripe.key.publishable");
        assertThat(problem(Stripe.SECRET_KEY, "whsec_abcdefghijk")).contains("problem.stripe.key.webhook");
        assertThat(problem(Stripe.SECRET_KEY, "sk_org_live_abcdefgh")).contains("problem.stripe.key.organization");
        assertThat(problem(Stripe.SECRET_KEY, "hello")).contains("problem.stripe.key.unknown");
        assertThat(problem(Stripe.WEBHOOK_SECRET, "whsec_abcdefghijk")).isEmpty();
        assertThat(problem(Stripe.WEBHOOK_SECRET, "whsec_abcdefghijk whsec_zyxwvutsrq"))
                .isEmpty();
        assertThat(problem(Stripe.WEBHOOK_SECRET, TEST_KEY)).contains("problem.stripe.webhook.key");
        assertThat(problem(Stripe.WEBHOOK_SECRET, "we_1Habcdefghij")).contains("problem.stripe.webhook.endpoint");
        assertThat(problem(Stripe.WEBHOOK_SECRET, "https://pay.example/notify"))
                .contains("problem.stripe.webhook.endpoint");
        assertThat(problem(Stripe.WEBHOOK_SECRET, "abc")).contains("problem.stripe.webhook.unknown");
        assertThat(problem(Stripe.WEBHOOK_SECRET, "whsec_aaaaaaaa whsec_bbbbbbbb whsec_cccccccc"))
                .contains("problem.stripe.webhook.many");
        assertThat(problem(Stripe.STATEMENT_SUFFIX, "Order 12")).isEmpty();
        assertThat(problem(Stripe.STATEMENT_SUFFIX, "12345")).contains("problem.stripe.suffix");
        assertThat(problem(Stripe.STATEMENT_SUFFIX, "a*b")).contains("problem.stripe.suffix");
        assertThat(problem(Stripe.PRACTICE_URL, "http://127.0.0.1:8080/practice/stripe"))
                .isEmpty();
        assertThat(problem(Stripe.PRACTICE_URL, "https://api.stripe.com")).isPresent();
        assertThat(problem(Stripe.PRACTICE_URL, "https://mystripe.community/practice/stripe"))
                .isEmpty();
        assertThat(problem(Stripe.MODE, "other")).isPresent();
    }

    @Test
    void keysOfTheOtherModeAreRecognized() {
        assertThat(together("live", LIVE_KEY, null)).isEmpty();
        assertThat(together("test", TEST_KEY, null)).isEmpty();
        assertThat(together("practice", TEST_KEY, "http://127.0.0.1:1/x")).isEmpty();
        assertThat(together("live", TEST_KEY, null))
                .containsEntry(Stripe.SECRET_KEY, "problem.stripe.key.test_in_live");
        assertThat(together("test", LIVE_KEY, null))
                .containsEntry(Stripe.SECRET_KEY, "problem.stripe.key.live_in_test");
        assertThat(together("practice", LIVE_KEY, "http://127.0.0.1:1/x"))
                .containsEntry(Stripe.SECRET_KEY, "problem.stripe.key.live_in_practice");
        assertThat(together("practice", TEST_KEY, null))
                .containsEntry(Stripe.PRACTICE_URL, "problem.stripe.practice_url.missing");
        assertThat(together("live", LIVE_KEY, "http://127.0.0.1:1/x"))
                .containsEntry(Stripe.PRACTICE_URL, "problem.stripe.practice_url.unused");
    }

    @Test
    void thePracticeAccountsSettingsAreFine() {
        try (StripeHouse house = new StripeHouse()) {
            Settings settings = house.simulator.account("shop");
            for (SettingField field : Stripe.TYPE.settings()) {
                String value = settings.getOr(field.name(), "");
                assertThat(value.isEmpty() ? Optional.empty() : field.check().apply(value))
                        .as(field.name())
                        .isEmpty();
            }
            assertThat(Stripe.TYPE.rules().check().apply(settings)).isEmpty();
        }
    }

    @Test
    void everySettingMethodAndProblemHasItsTextInBothLanguages() throws IOException {
        Properties english = texts("messages_en.properties");
        Properties chinese = texts("messages_zh_CN.properties");
        assertThat(english.keySet()).isEqualTo(chinese.keySet());
        Set<Object> needed = new TreeSet<>(Set.of("provider.stripe", "provider.stripe.guide.1"));
        for (SettingField field : Stripe.TYPE.settings()) {
            needed.add("provider.stripe." + field.name());
            needed.add("provider.stripe." + field.name() + ".help");
            field.choices().forEach(choice -> needed.add("provider.stripe." + field.name() + "." + choice));
        }
        for (MethodType method : Stripe.TYPE.methods()) {
            if (!method.code().equals("card")) {
                needed.add("method." + method.code());
                needed.add("method." + method.code() + ".hint");
            }
        }
        assertThat(english.keySet()).containsAll(needed);
    }

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(Stripe.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }

    private static Optional<String> problem(String field, String value) {
        return Stripe.TYPE.settings().stream()
                .filter(setting -> setting.name().equals(field))
                .findFirst()
                .orElseThrow()
                .check()
                .apply(value);
    }

    private static Map<String, String> together(String mode, String key, String practiceUrl) {
        Map<String, String> values = new HashMap<>(Map.of(Stripe.MODE, mode, Stripe.SECRET_KEY, key));
        if (practiceUrl != null) {
            values.put(Stripe.PRACTICE_URL, practiceUrl);
        }
        return Stripe.TYPE.rules().check().apply(new Settings(values));
    }
}
