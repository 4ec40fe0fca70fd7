package dev.tillgate.chat.bot;

import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.provider.SettingField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A bot of the shop's own, on whatever it runs: Rasa, Botpress, Dialogflow, n8n, own code. */
public final class Bot {
    static final String URL = "url";
    static final String ANSWERS = "answers";
    static final String NOBODY = "chats";
    static final String VISITORS = "visitors";

    /** So many messages are told at once at most, see the workers; each is bounded. */
    private static final int LONGEST = 1_000_000;

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#]+[^\\s#]*");

    public static final ChannelType TYPE = new ChannelType(
            "bot",
            List.of(SettingField.text(URL).checked(Bot::address), SettingField.choice(ANSWERS, NOBODY, VISITORS)),
            BotChannel.class,
            new ChannelType.Limits(LONGEST, null, 0),
            BotChannel::new,
            settings -> Map.of());

    private Bot() {}

    private static Optional<String> address(String value) {
        return ADDRESS.matcher(value).matches() ? Optional.empty() : Optional.of("problem.setting.invalid");
    }
}
