package dev.tillgate.webapp.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing an operator can set: in the configuration file under {@code name}, or in the environment under
 * {@link #variable()}.
 *
 * @param name lower case words joined by dots
 * @param form what a value looks like, for the documentation and for error messages
 * @param initial the text that holds when nothing is set; empty: there is none
 * @param secret whether the value must never be shown
 * @param meaning one sentence for the operator
 * @param parser turns the text into the value; throws {@link IllegalArgumentException} with a reason, which must not
 *     repeat a secret
 */
public record Key<T>(String name, String form, String initial, boolean secret, String meaning, Parser<T> parser) {

    /** Turns text into a value or throws {@link IllegalArgumentException} with a short reason. */
    public interface Parser<T> {
        T parse(String text);
    }

    /** The name in the environment: {@code db.pool.size} is {@code TILLGATE_DB_POOL_SIZE}. */
    public String variable() {
        return Settings.VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    static <T> Key<T> of(String name, String form, String initial, String meaning, Parser<T> parser) {
        return new Key<>(name, form, initial, false, meaning, parser);
    }

    static <T> Key<Optional<T>> optional(String name, String form, String meaning, Parser<T> parser) {
        return new Key<>(name, form, "", false, meaning, optional(parser));
    }

    static <T> Key<Optional<T>> secret(String name, String form, String meaning, Parser<T> parser) {
        return new Key<>(name, form, "", true, meaning, optional(parser));
    }

    private static <T> Parser<Optional<T>> optional(Parser<T> parser) {
        return text -> text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text));
    }
}
