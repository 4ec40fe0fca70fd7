package dev.tillgate.platform.woocommerce;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** What we write beside an order, for the people of the shop, in their language. */
final class OrderNotes {
    private final Properties texts = new Properties();

    /** @param language as in the names of the bundles: {@code en} or {@code zh_CN} */
    OrderNotes(String language) {
        String name = "messages_" + (language.equals("zh_CN") ? language : "en") + ".properties";
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(OrderNotes.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String text(String key, String value) {
        return Objects.requireNonNull(texts.getProperty(key), key).replace("{0}", value);
    }
}
