package dev.tillgate.provider;

import java.util.Optional;
import java.util.function.Function;

/**
 * One setting of a provider account. Labels and help for merchants are in the message bundles under
 * {@code provider.<id>.<name>}.
 *
 * @param secret stored encrypted, shown never
 * @param check says what is wrong with a value, as a message key, or nothing
 */
public record SettingField(String name, boolean required, boolean secret, Function<String, Optional<String>> check) {
    public static SettingField text(String name) {
        return new SettingField(name, true, false, value -> Optional.empty());
    }

    public static SettingField secret(String name) {
        return new SettingField(name, true, true, value -> Optional.empty());
    }
}
