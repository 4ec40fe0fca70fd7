package dev.tillgate.chat.whatsapp;

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

/** WhatsApp keeps the contract of channels. */
class WhatsAppContractTest extends ChannelContract {
    @Override
    protected ChannelFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements MetaFixture {
        private static final String BUYER = "4915112345678";

        private final OpenedWhatsApp opened = new OpenedWhatsApp();

        Fixture() {
            opened.whatsapp().text(BUYER, "hello");
        }

        @Override
        public ChannelType type() {
            return WhatsApp.TYPE;
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
            return request(FakeWhatsApp.notification(opened.whatsapp().text(conversation, text)));
        }

        private static InboundRequest request(ObjectNode notification) {
            return FakeGraph.request(FakeGraph.written(notification));
        }

        @Override
        public List<InboundRequest> besides() {
            FakeWhatsApp whatsapp = opened.whatsapp();
            ObjectNode group = whatsapp.text(BUYER, "pay order 1042").put("group_id", "Y2FwaV9ncm91cDo");
            List<InboundRequest> all = new ArrayList<>(List.of(
                    request(FakeWhatsApp.notification(whatsapp.picture(BUYER))),
                    request(FakeWhatsApp.notification(group)),
                    request(FakeWhatsApp.notification(List.of(List.of(FakeWhatsApp.change(
                            "999999999999999", List.of(whatsapp.text(BUYER, "to another number")), List.of()))))),
                    request(FakeWhatsApp.notification(whatsapp.text(BUYER, "x")).put("object", "page"))));
            for (String status : List.of("sent", "delivered", "read", "failed")) {
                all.add(request(FakeWhatsApp.notification(List.of(List.of(FakeWhatsApp.change(
                        FakeWhatsApp.NUMBER, List.of(), List.of(whatsapp.status(BUYER, "wamid.x", status))))))));
            }
            all.add(ForgedMeta.handshake(FakeGraph.VERIFY));
            return all;
        }

        @Override
        public void trouble(Mishap next) {
            opened.whatsapp().trouble(next);
        }

        @Override
        public List<String> screen(String conversation) {
            return opened.whatsapp().messages(conversation).stream()
                    .map(FakeWhatsApp::seen)
                    .toList();
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
