package dev.tillgate.chat.whatsapp;

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

/** A channel that is connected to a WhatsApp of its own. */
final class OpenedWhatsApp implements AutoCloseable {
    private final FakeWhatsApp whatsapp = new FakeWhatsApp();
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final WhatsAppChannel channel;

    OpenedWhatsApp() {
        this(Map.of());
    }

    /** @param more settings besides the usual */
    OpenedWhatsApp(Map<String, String> more) {
        channel = channel(more);
    }

    WhatsAppChannel channel(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                WhatsApp.NUMBER, FakeWhatsApp.NUMBER,
                WhatsApp.ACCOUNT, FakeWhatsApp.ACCOUNT,
                MetaSettings.TOKEN, FakeGraph.TOKEN,
                MetaSettings.SECRET, FakeGraph.APP_SECRET,
                MetaSettings.VERIFY, FakeGraph.VERIFY,
                MetaSettings.API, whatsapp.url()));
        settings.putAll(more);
        return new WhatsAppChannel(
                new Settings(settings),
                new ChannelType.Tools(
                        wire,
                        "https://gateway.example/hooks/chat/chn_1",
                        ChannelFixture.NO_SEAL,
                        InstantSource.system()));
    }

    FakeWhatsApp whatsapp() {
        return whatsapp;
    }

    WhatsAppChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        whatsapp.close();
        wire.close();
    }
}
