package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Mistakes in the settings are recognized, explained in both languages, and none reaches a live host by accident. */
class PayPalSettingsTest {
    private static final String ID = "A" + "b1".repeat(39);
    private static final String SECRET = "E" + "c2".repeat(39);
    private static final String WEBHOOK = "0EH40505U7160970P";

    private static final Map<String, String> LIVE =
            Map.of("mode", "live", "client_id", ID, "client_secret", SECRET, "webhook_id", WEBHOOK);

    @Test
    void rightSettingsHaveNoProblem() {
        assertThat(problems(LIVE)).isEmpty();
        assertThat(problems(with(LIVE, "mode", "test"))).isEmpty();
        try (PayPalHouse house = new PayPalHouse()) {
            assertThat(problems(house.simulator.account("abc").values())).isEmpty();
        }
    }

    @Test
    void swappedKeysAreRecognized() {
        Map<String, String> swapped = with(with(LIVE, "client_id", SECRET), "client_secret", ID);
        assertThat(problems(swapped)).containsEntry("client_id", "problem.paypal.swapped");
        assertThat(problems(with(LIVE, "client_secret", ID))).containsEntry("client_secret", "problem.paypal.same");
    }

    @Test
    void whatIsOfAnotherKindOrModeIsRecognized() {
        assertThat(problems(with(LIVE, "client_id", "shop@example.com")))
                .containsEntry("client_id", "problem.paypal.client_id.account");
        assertThat(problems(with(LIVE, "client_id", "seller_api1.example.com")))
                .containsEntry("client_id", "problem.paypal.client_id.account");
        assertThat(problems(with(LIVE, "client_id", "access_token$production$abc$def")))
                .containsEntry("client_id", "problem.paypal.client_id.braintree");
        assertThat(problems(with(LIVE, "client_id", "sb")))
                .containsEntry("client_id", "problem.paypal.client_id.sandbox");
        assertThat(problems(with(LIVE, "client_id", "abc")))
                .containsEntry("client_id", "problem.paypal.client_id.invalid");
        assertThat(problems(with(LIVE, "client_secret", "short")))
                .containsEntry("client_secret", "problem.paypal.client_secret.invalid");
        assertThat(problems(with(LIVE, "webhook_id", "WH-2WR32451HC0233532-67976317FL4543714")))
                .containsEntry("webhook_id", "problem.paypal.webhook_id.event");
        assertThat(problems(with(LIVE, "webhook_id", "https://shop.example/notify")))
                .containsEntry("webhook_id", "problem.paypal.webhook_id.url");
        assertThat(problems(with(LIVE, "webhook_id", "a b")))
                .containsEntry("webhook_id", "problem.paypal.webhook_id.invalid");
        assertThat(problems(with(LIVE, "brand_name", "x".repeat(128))))
                .containsEntry("brand_name", "problem.paypal.brand_name.long");
    }

    @Test
    void practiceNeedsItsAddressAndItsOwnKeysAndTheOthersHaveNeither() {
        assertThat(problems(with(LIVE, "practice_url", "http://127.0.0.1:1")))
                .containsEntry("practice_url", "problem.paypal.practice_url.unwanted");
        assertThat(problems(with(LIVE, "mode", "practice")))
                .containsEntry("practice_url", "problem.paypal.practice_url.needed")
                .containsEntry("client_id", "problem.paypal.client_id.not_practice");
        try (PayPalHouse house = new PayPalHouse()) {
            Map<String, String> practice = house.simulator.account("abc").values();
            assertThat(problems(with(practice, "mode", "live")))
                    .containsEntry("client_id", "problem.paypal.client_id.practice");
            assertThat(problems(with(practice, "practice_url", "ftp://x"))).containsKey("practice_url");
        }
    }

    @Test
    void eachModeHasItsOwnHost() {
        assertThat(PayPal.api(new Settings(LIVE))).isEqualTo("https://api-m.paypal.com");
        assertThat(PayPal.api(new Settings(with(LIVE, "mode", "test")))).isEqualTo("https://api-m.sandbox.paypal.com");
        Map<String, String> practice = with(with(LIVE, "mode", "practice"), "practice_url", "http://127.0.0.1:9/p/");
        assertThat(PayPal.api(new Settings(practice))).isEqualTo("http://127.0.0.1:9/p");
    }

    @Test
    void everyTextIsThereInBothLanguages() throws IOException {
        Properties english = texts("en");
        Properties chinese = texts("zh_CN");
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        Set<String> wanted = new TreeSet<>(Set.of("provider.paypal", "method.paypal", "method.paypal.hint"));
        for (SettingField field : PayPal.TYPE.settings()) {
            wanted.add("provider.paypal." + field.name());
            wanted.add("provider.paypal." + field.name() + ".help");
            field.choices().forEach(choice -> wanted.add("provider.paypal." + field.name() + "." + choice));
        }
        for (int step = 1; step <= 8; step++) {
            wanted.add("provider.paypal.guide." + step);
        }
        assertThat(english.stringPropertyNames()).containsAll(wanted);
        assertThat(english.values()).noneMatch(text -> text.toString().isBlank());
    }

    @Test
    void everyProblemThatTheCheckFindsHasItsText() throws IOException {
        Properties english = texts("en");
        Matcher keys = Pattern.compile("\"(problem\\.paypal\\.[a-z_.]+[a-z])\"")
                .matcher(java.nio.file.Files.readString(
                        java.nio.file.Path.of("src/main/java/dev/tillgate/provider/paypal/PayPal.java")));
        int found = 0;
        while (keys.find()) {
            found++;
            assertThat(english.stringPropertyNames()).contains(keys.group(1));
        }
        assertThat(found).isGreaterThan(8);
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        String name = "messages_" + language + ".properties";
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(PayPal.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        return texts;
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    /** As the console finds them: each setting by itself, then all together. */
    private static Map<String, String> problems(Map<String, String> values) {
        Map<String, String> problems = new HashMap<>(PayPal.TYPE.rules().check().apply(new Settings(values)));
        for (SettingField field : PayPal.TYPE.settings()) {
            String value = values.getOrDefault(field.name(), "");
            if (value.isEmpty()) {
                assertThat(field.required()).as(field.name()).isFalse();
                continue;
            }
            Optional<String> problem = field.check().apply(value);
            problem.ifPresent(key -> problems.putIfAbsent(field.name(), key));
        }
        return problems;
    }
}
