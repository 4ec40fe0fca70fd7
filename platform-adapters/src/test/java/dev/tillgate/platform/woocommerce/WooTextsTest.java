package dev.tillgate.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.provider.SettingField;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever this platform can say to a merchant has words in both languages. */
class WooTextsTest {
    private static final Pattern KEY = Pattern.compile("\"(platform\\.woocommerce\\.[a-z_.]+)\"");
    private static final Path SOURCES = Path.of("src/main/java/dev/tillgate/platform/woocommerce");

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh_CN"})
    void everything_has_words(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = WooCommerce.class.getResourceAsStream("messages_" + language + ".properties")) {
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        List<String> needed = new ArrayList<>(SignedShop.keys("woocommerce"));
        WooCommerce.TYPE.settings().stream()
                .map(SettingField::name)
                .map(name -> "platform.woocommerce." + name)
                .forEach(needed::add);
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                Matcher matcher = KEY.matcher(Files.readString(file));
                while (matcher.find()) {
                    needed.add(matcher.group(1));
                }
            }
        }

        assertThat(texts.stringPropertyNames()).containsAll(needed);
    }
}
