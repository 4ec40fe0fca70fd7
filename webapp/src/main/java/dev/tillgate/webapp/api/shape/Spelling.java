package dev.tillgate.webapp.api.shape;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How single values are spelled in JSON: constants in lower case, times as ISO 8601 in UTC. */
public final class Spelling {
    private Spelling() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public static @Nullable String ofOptional(@Nullable Enum<?> constant) {
        return constant == null ? null : of(constant);
    }

    public static String of(Instant time) {
        return time.toString();
    }

    public static @Nullable String ofOptional(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
