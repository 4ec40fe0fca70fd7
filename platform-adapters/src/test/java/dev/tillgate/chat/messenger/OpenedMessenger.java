package dev.tillgate.chat.messenger;

import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.time.InstantSource;
import java.util.Map;

/** A channel that is connected to a Messenger of its own. */
final class OpenedMessenger implements AutoCloseable {
    private final FakeMessenger messenger = new FakeMessenger();
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final MessengerChannel channel = channel(Map.of());

    MessengerChannel channel(Map<String, String> more) {
        return new MessengerChannel(
                messenger.settings(Map.of(Messenger.PAGE, FakeMessenger.PAGE), more),
                ChannelFixture.tools(wire, InstantSource.system()));
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
