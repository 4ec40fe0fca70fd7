package dev.tillgate.chat.chatwoot;

import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A channel that is connected to a Chatwoot of its own. */
final class OpenedChatwoot implements AutoCloseable {
    private final FakeChatwoot chatwoot = new FakeChatwoot();
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final ChatwootChannel channel = channel(Map.of());

    ChatwootChannel channel(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                Chatwoot.ADDRESS, chatwoot.origin(),
                Chatwoot.ACCOUNT, FakeChatwoot.ACCOUNT,
                Chatwoot.TOKEN, FakeChatwoot.TOKEN,
                Chatwoot.SECRET, FakeChatwoot.SECRET));
        settings.putAll(more);
        return new ChatwootChannel(
                new Settings(settings),
                new ChannelType.Tools(
                        wire,
                        "https://gateway.example/hooks/chat/chn_1",
                        ChannelFixture.NO_SEAL,
                        InstantSource.system()));
    }

    FakeChatwoot chatwoot() {
        return chatwoot;
    }

    ChatwootChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        chatwoot.close();
        wire.close();
    }
}
