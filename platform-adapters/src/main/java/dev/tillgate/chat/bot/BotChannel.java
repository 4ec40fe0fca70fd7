package dev.tillgate.chat.bot;

import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Tools;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the bot what was said, signed as callbacks are. A 2xx is success; everything else is told again, perhaps with what
 * was said meanwhile: a message is known by its conversation and number.
 */
final class BotChannel implements Channel.Listens, Channel.Registers {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

    private static final String TEST = "{\"type\":\"chat.test\"}";

    private final String url;
    private final boolean answersVisitors;
    private final Tools tools;

    BotChannel(Settings settings, Tools tools) {
        this.url = settings.get(Bot.URL);
        this.answersVisitors = Bot.VISITORS.equals(settings.getOr(Bot.ANSWERS, Bot.NOBODY));
        this.tools = tools;
    }

    @Override
    public boolean answersVisitors() {
        return answersVisitors;
    }

    /** A bot speaks through the API, where it shows who it is; nothing that comes here is from it. */
    @Override
    public Received read(InboundRequest request) {
        return new Received.Rejected(404, "a bot speaks through the API");
    }

    /** Calls it with nothing to tell, so that a wrong address is seen at once. */
    @Override
    public Optional<String> register() {
        return switch (send("", new Outgoing("", null, List.of(), TEST), TimeOrderedId.next("tst"))) {
            case Sent.Done done -> Optional.empty();
            default -> Optional.of("channel.bot.no_answer");
        };
    }

    @Override
    public Sent send(String conversation, Outgoing message, String key) {
        byte[] body = message.source().getBytes(StandardCharsets.UTF_8);
        try {
            Exchange.Answer answer = tools.exchange().send(tools.seal().sign(url, key, body));
            int status = answer.status();
            if (status >= 200 && status < 300) {
                return new Sent.Done("");
            }
            return new Sent.Later("status " + status, pause(answer.header("retry-after")));
        } catch (IOException lost) {
            return new Sent.Later("no answer", null);
        }
    }

    private static @Nullable Duration pause(@Nullable String retryAfter) {
        return retryAfter != null && SECONDS.matcher(retryAfter).matches()
                ? Duration.ofSeconds(Long.parseLong(retryAfter))
                : null;
    }

    /** Without the address: it may hold a password. */
    @Override
    public String toString() {
        return "BotChannel";
    }
}
