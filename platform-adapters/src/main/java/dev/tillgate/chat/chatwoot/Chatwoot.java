package dev.tillgate.chat.chatwoot;

import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.provider.SettingField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An agent bot in a Chatwoot account, 4.13 or later: earlier ones do not sign what they send to bots
 * (<a href="https://github.com/chatwoot/chatwoot/pull/13892">change 13892</a>, checked 2026-11-25). The longest text is the
 * shortest of what its inboxes take, SMS apart.
 */
public final class Chatwoot {
    static final String ADDRESS = "address";
    static final String ACCOUNT = "account";
    static final String TOKEN = "token";
    static final String SECRET = "secret";

    private static final Pattern ADDRESS_FORM = Pattern.compile("https?://[^\\s?#]*[^\\s?#/]");
    private static final Pattern ACCOUNT_FORM = Pattern.compile("[0-9]{1,12}");
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{16,200}");

    public static final ChannelType TYPE = new ChannelType(
            "chatwoot",
            List.of(
                    SettingField.text(ADDRESS).checked(form(ADDRESS_FORM, "channel.chatwoot.address.form")),
                    SettingField.text(ACCOUNT).checked(form(ACCOUNT_FORM, "channel.chatwoot.account.form")),
                    SettingField.secret(TOKEN).checked(form(WORD, "channel.chatwoot.token.form")),
                    SettingField.secret(SECRET).checked(form(WORD, "channel.chatwoot.secret.form"))),
            ChatwootChannel.class,
            new ChannelType.Limits(2_000, null, 0),
            ChatwootChannel::new,
            settings -> Map.of());

    private Chatwoot() {}

    private static Function<String, Optional<String>> form(Pattern form, String problem) {
        return value -> form.matcher(value).matches() ? Optional.empty() : Optional.of(problem);
    }
}
