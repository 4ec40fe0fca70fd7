package dev.tillgate.webapp.console;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ids as addresses bring them: anything at all. */
final class Ids {
    private Ids() {}

    /** The id if the text is one. */
    static <T> Optional<T> of(@Nullable String text, Function<String, T> id) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(id.apply(text));
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }
}
