package dev.tillgate.chat.messenger;

import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.chat.meta.MetaSettings;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A channel that is connected to a Messenger of its own. */
final class OpenedMessenger implements AutoCloseable {
    private final FakeMessenger messenger = new FakeMessenger();
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final MessengerChannel channel = channel(Map.of());

    MessengerChannel channel(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                Messenger.PAGE, FakeMessenger.PAGE,
                MetaSettings.TOKEN, FakeGraph.TOKEN,
                MetaSettings.SECRET, FakeGraph.APP_SECRET,
                MetaSettings.VERIFY, FakeGraph.VERIFY,
                MetaSettings.API, messenger.url()));
        settings.putAll(more);
        return new MessengerChannel(
                new Settings(settings),
                new ChannelType.Tools(
                        wire,
                        "https://gateway.example/hooks/chat/chn_1",
                        ChannelFixture.NO_SEAL,
                        InstantSource.system()));
    }

    FakeMessenger messenger() {
        return messenger;
    }

    MessengerChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        messenger.close();
        wire.close();
    }
}
