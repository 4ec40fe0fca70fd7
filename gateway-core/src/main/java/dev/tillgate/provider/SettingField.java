package dev.tillgate.provider;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting of a provider account. Labels and help for merchants are in the message bundles under
 * {@code provider.<id>.<name>} and {@code provider.<id>.<name>.help}.
 *
 * @param kind how it is typed in and stored
 * @param choices what it can be, for {@link Kind#CHOICE}
 * @param check says what is wrong with a value, as a message key, or nothing
 */
public record SettingField(
        String name, Kind kind, boolean required, List<String> choices, Function<String, Optional<String>> check) {
    /** How a setting is typed in. */
    public enum Kind {
        TEXT,
        /** Shown never. */
        SECRET,
        /** One of a few words; texts are under {@code provider.<id>.<name>.<choice>}. */
        CHOICE,
        /** Several lines, such as a certificate. */
        LINES,
        /** Several lines, shown never, such as a private key. */
        SECRET_LINES
    }

    public SettingField {
        choices = List.copyOf(choices);
    }

    public static SettingField text(String name) {
        return of(name, Kind.TEXT);
    }

    public static SettingField secret(String name) {
        return of(name, Kind.SECRET);
    }

    /** A required setting of this kind, without a check. */
    public static SettingField of(String name, Kind kind) {
        return new SettingField(name, kind, true, List.of(), value -> Optional.empty());
    }

    /** One of these words, the first one when nothing is chosen. */
    public static SettingField choice(String name, String... choices) {
        return new SettingField(
                name,
                Kind.CHOICE,
                true,
                List.of(choices),
                value -> List.of(choices).contains(value) ? Optional.empty() : Optional.of("problem.setting.invalid"));
    }

    /** The same, which may be left empty. */
    public SettingField optional() {
        return new SettingField(name, kind, false, choices, check);
    }

    /** The same with a check of what is typed in. */
    public SettingField checked(Function<String, Optional<String>> by) {
        return new SettingField(name, kind, required, choices, by);
    }

    /** Whether it is never shown again; all settings are stored encrypted. */
    public boolean secret() {
        return kind == Kind.SECRET || kind == Kind.SECRET_LINES;
    }

    public boolean multiline() {
        return kind == Kind.LINES || kind == Kind.SECRET_LINES;
    }
}
