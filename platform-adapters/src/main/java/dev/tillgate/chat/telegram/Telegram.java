package dev.tillgate.chat.telegram;

import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.provider.SettingField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A bot at Telegram. Limits: <a href="https://core.telegram.org/bots/api">Bot API</a> 10.1, checked 2026-11-25. */
public final class Telegram {
    static final String TOKEN = "token";
    static final String API = "api";
    static final String OFFICIAL = "https://api.telegram.org";

    private static final Pattern TOKEN_FORM = Pattern.compile("[0-9]{3,20}:[0-9A-Za-z_-]{20,80}");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#]+");

    public static final ChannelType TYPE = new ChannelType(
            "telegram",
            List.of(
                    SettingField.secret(TOKEN).checked(Telegram::token),
                    SettingField.text(API).optional().checked(Telegram::address)),
            TelegramChannel.class,
            new ChannelType.Limits(4_096, null, 0),
            TelegramChannel::new,
            settings -> Map.of());

    private Telegram() {}

    private static Optional<String> token(String value) {
        return TOKEN_FORM.matcher(value).matches() ? Optional.empty() : Optional.of("channel.telegram.token.form");
    }

    private static Optional<String> address(String value) {
        return value.isEmpty() || ADDRESS.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("problem.setting.invalid");
    }
}
