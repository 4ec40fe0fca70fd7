package dev.tillgate.chat.messenger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelContract;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.chat.meta.ForgedMeta;
import dev.tillgate.chat.meta.MetaFixture;
import dev.tillgate.provider.InboundRequest;
import java.util.ArrayList;
import java.util.List;

/** Messenger keeps the contract of channels. */
class MessengerContractTest extends ChannelContract {
    @Override
    protected ChannelFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements MetaFixture {
        private static final String BUYER = "1254477777772919";

        private final OpenedMessenger opened = new OpenedMessenger();

        Fixture() {
            opened.messenger().text(BUYER, "hello");
        }

        @Override
        public ChannelType type() {
            return Messenger.TYPE;
        }

        @Override
        public Channel channel() {
            return opened.channel();
        }

        @Override
        public String conversation() {
            return BUYER;
        }

        @Override
        public InboundRequest writes(String conversation, String text) {
            return request(FakeMessenger.notification(opened.messenger().text(conversation, text)));
        }

        private static InboundRequest request(ObjectNode notification) {
            return FakeGraph.request(FakeGraph.written(notification));
        }

        @Override
        public List<InboundRequest> besides() {
            FakeMessenger messenger = opened.messenger();
            ObjectNode standby = FakeMessenger.notification(messenger.text(BUYER, "to the other app"));
            ObjectNode entry = (ObjectNode) standby.at("/entry/0");
            entry.set("standby", entry.remove("messaging"));
            ObjectNode another = messenger.text(BUYER, "to another page");
            another.putObject("recipient").put("id", "111111111111111");
            List<InboundRequest> all = new ArrayList<>(List.of(
                    request(FakeMessenger.notification(messenger.echo(BUYER, "pay order 1042"))),
                    request(FakeMessenger.notification(messenger.comesBy(BUYER, "spring_sale", "ADS"))),
                    request(FakeMessenger.notification(another)),
                    request(FakeMessenger.notification(messenger.text(BUYER, "x"))
                            .put("object", "instagram")),
                    request(standby),
                    ForgedMeta.handshake(FakeGraph.VERIFY)));
            messenger.wordless(BUYER).forEach(event -> all.add(request(FakeMessenger.notification(event))));
            return all;
        }

        @Override
        public void trouble(Mishap next) {
            opened.messenger().trouble(next);
        }

        @Override
        public List<String> screen(String conversation) {
            return opened.messenger().messages(conversation).stream()
                    .map(FakeMessenger::seen)
                    .toList();
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
