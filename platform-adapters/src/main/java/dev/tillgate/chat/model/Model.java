package dev.tillgate.chat.model;

import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.provider.SettingField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Any model behind the address that most of them offer:
 * <a href="https://platform.openai.com/docs/api-reference/chat">chat completions</a>, checked 2026-11-25.
 */
public final class Model {
    static final String URL = "url";
    static final String KEY = "key";
    static final String NAME = "name";

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#]+[^\\s?#]*");

    public static final ChannelType TYPE = new ChannelType(
            "model",
            List.of(
                    SettingField.text(URL).checked(Model::address),
                    SettingField.text(NAME),
                    SettingField.secret(KEY).optional()),
            LanguageModel.class,
            new ChannelType.Limits(1, null, 0),
            LanguageModel::new,
            settings -> Map.of());

    private Model() {}

    private static Optional<String> address(String value) {
        return ADDRESS.matcher(value).matches() ? Optional.empty() : Optional.of("problem.setting.invalid");
    }
}
