package dev.tillgate.chat.chatwoot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelContract;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Chatwoot keeps the contract of channels. */
class ChatwootContractTest extends ChannelContract {
    @Override
    protected ChannelFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements ChannelFixture {
        private final OpenedChatwoot opened = new OpenedChatwoot();
        private final String conversation = opened.chatwoot().opens();

        @Override
        public ChannelType type() {
            return Chatwoot.TYPE;
        }

        @Override
        public Channel channel() {
            return opened.channel();
        }

        @Override
        public String conversation() {
            return conversation;
        }

        @Override
        public InboundRequest writes(String in, String text) {
            return FakeChatwoot.request(opened.chatwoot().writes(in, text), Instant.now());
        }

        @Override
        public List<InboundRequest> forged(InboundRequest genuine) {
            byte[] body = genuine.body();
            String old =
                    Long.toString(Instant.now().minus(Duration.ofMinutes(6)).getEpochSecond());
            String coming =
                    Long.toString(Instant.now().plus(Duration.ofMinutes(6)).getEpochSecond());
            return List.of(
                    with(genuine, Map.of(ChatwootChannel.SIGNATURE, "")),
                    with(genuine, Map.of(ChatwootChannel.TIMESTAMP, "")),
                    with(genuine, Map.of(ChatwootChannel.TIMESTAMP, "now")),
                    // A fresh time on an old signature, and old times with right ones.
                    with(genuine, Map.of(ChatwootChannel.TIMESTAMP, coming)),
                    with(genuine, signed(FakeChatwoot.SECRET, old, body)),
                    with(genuine, signed(FakeChatwoot.SECRET, coming, body)),
                    with(genuine, Map.of(ChatwootChannel.SIGNATURE, Hmac.header(FakeChatwoot.SECRET, body))),
                    with(genuine, signed(FakeChatwoot.TOKEN, genuine.header(ChatwootChannel.TIMESTAMP) + "", body)));
        }

        private static Map<String, String> signed(String secret, String time, byte[] body) {
            return Map.of(
                    ChatwootChannel.TIMESTAMP,
                    time,
                    ChatwootChannel.SIGNATURE,
                    Hmac.header(secret, (time + ".").getBytes(StandardCharsets.US_ASCII), body));
        }

        private static InboundRequest with(InboundRequest request, Map<String, String> changed) {
            Map<String, String> headers = new HashMap<>(request.headers());
            headers.putAll(changed);
            return new InboundRequest(
                    request.method(), request.path(), request.query(), headers, request.body(), request.receivedAt());
        }

        @Override
        public List<InboundRequest> besides() {
            FakeChatwoot chatwoot = opened.chatwoot();
            ObjectNode another = chatwoot.writes(conversation, "to another account");
            another.putObject("account").put("id", 8);
            ObjectNode picture = chatwoot.writes(conversation, "x").putNull("content");
            ObjectNode status = chatwoot.writes(conversation, "x").put("event", "conversation_status_changed");
            ObjectNode edited = chatwoot.writes(conversation, "x").put("event", "message_updated");
            chatwoot.status(conversation, "open");
            ObjectNode agents = chatwoot.writes(conversation, "to the agent who has taken it");
            chatwoot.status(conversation, "pending");
            return Stream.of(
                            another,
                            picture,
                            status,
                            edited,
                            agents,
                            chatwoot.agentWrites(conversation, "pay order 1042", false),
                            chatwoot.agentWrites(conversation, "pay order 1042", true))
                    .map(body -> FakeChatwoot.request(body, Instant.now()))
                    .toList();
        }

        @Override
        public void trouble(Mishap next) {
            opened.chatwoot().trouble(next);
        }

        @Override
        public Set<Mishap> possible() {
            return EnumSet.of(Mishap.LOST_BEFORE, Mishap.LOST_AFTER, Mishap.BUSY, Mishap.BROKEN);
        }

        @Override
        public List<String> screen(String in) {
            return opened.chatwoot().ours(in).stream()
                    .map(message -> message.path("content").asText())
                    .toList();
        }

        @Override
        public void removes(String ref) {
            throw new UnsupportedOperationException("nothing is edited here");
        }

        @Override
        public List<String> secrets() {
            return List.of(FakeChatwoot.TOKEN, FakeChatwoot.SECRET);
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
