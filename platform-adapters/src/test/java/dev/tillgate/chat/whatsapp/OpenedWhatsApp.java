package dev.tillgate.chat.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.time.InstantSource;
import java.util.List;
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
        Map<String, String> own = Map.of(WhatsApp.NUMBER, FakeWhatsApp.NUMBER, WhatsApp.ACCOUNT, FakeWhatsApp.ACCOUNT);
        return new WhatsAppChannel(whatsapp.settings(own, more), ChannelFixture.tools(wire, InstantSource.system()));
    }

    FakeWhatsApp whatsapp() {
        return whatsapp;
    }

    WhatsAppChannel channel() {
        return channel;
    }

    /** What buyers did, by a genuine request. */
    List<ChatEvent> events(InboundRequest request) {
        Received received = channel.read(request);
        assertThat(received).isInstanceOf(Received.Verified.class);
        return ((Received.Verified) received).events();
    }

    static Outgoing words(String text) {
        return new Outgoing(text, null, List.of(), "[]");
    }

    @Override
    public void close() {
        whatsapp.close();
        wire.close();
    }
}
