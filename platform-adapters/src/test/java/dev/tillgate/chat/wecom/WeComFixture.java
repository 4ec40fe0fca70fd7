package dev.tillgate.chat.wecom;

import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.tencent.ForgedPush;
import dev.tillgate.chat.tencent.Push;
import dev.tillgate.chat.tencent.Seal;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A customer-service account with WeCom behind it. */
final class WeComFixture implements ChannelFixture {
    static final String BUYER = "wmpI5mOQAAr5ArPGyeDmNpMtWVU5uLCw";

    private final FakeWeCom weCom = new FakeWeCom();
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final WeComChannel channel = channel(Map.of());
    private final Map<InboundRequest, Push> pushed = new HashMap<>();
    private final Map<InboundRequest, String> named = new HashMap<>();

    WeComFixture() {
        channel.register();
        weCom.writes(BUYER, "你好");
    }

    /** A channel with other settings. */
    WeComChannel channel(Map<String, String> other) {
        Map<String, String> settings = new HashMap<>(Map.of(
                WeCom.CORP, FakeWeCom.CORP,
                WeCom.SECRET, FakeWeCom.SECRET,
                WeCom.ACCOUNT, FakeWeCom.ACCOUNT,
                WeCom.TOKEN, FakeWeCom.TOKEN,
                WeCom.KEY, FakeWeCom.KEY,
                WeCom.API, weCom.server().url()));
        settings.putAll(other);
        return new WeComChannel(new Settings(settings), ChannelFixture.tools(wire, weCom.server()));
    }

    FakeWeCom weCom() {
        return weCom;
    }

    WeComChannel weComChannel() {
        return channel;
    }

    @Override
    public ChannelType type() {
        return WeCom.TYPE;
    }

    /** The channel and the worker that pulls it when somebody knocked, seen as one. */
    @Override
    public Channel channel() {
        return new Channel() {
            @Override
            public Received read(InboundRequest request) {
                Received received = channel.read(request);
                return received instanceof Received.Knock knock
                        ? new Received.Verified(pulled(named.get(request)), knock.reply())
                        : received;
            }

            @Override
            public Sent send(String conversation, Outgoing message, String key) {
                return channel.send(conversation, message, key);
            }
        };
    }

    /** The message that this knock is about; a knock does not say. */
    private List<ChatEvent> pulled(@Nullable String name) {
        Stream.Builder<ChatEvent> events = Stream.builder();
        String mark = null;
        Channel.Pull pull;
        do {
            pull = channel.pull(mark);
            pull.events().forEach(events::add);
            mark = pull.mark();
        } while (pull.again().isZero());
        return events.build().filter(event -> event.key().equals(name)).toList();
    }

    @Override
    public String conversation() {
        return BUYER;
    }

    @Override
    public InboundRequest writes(String conversation, String text) {
        return knocks(weCom.writes(conversation, text));
    }

    private InboundRequest knocks(String name) {
        Push push = weCom.knock();
        InboundRequest request = push.request();
        pushed.put(request, push);
        named.put(request, name);
        return request;
    }

    @Override
    public List<InboundRequest> forged(InboundRequest genuine) {
        Push push = pushed.get(genuine);
        String signature = push.query().get("msg_signature");
        Seal stranger = new Seal(FakeWeCom.TOKEN, "ww0000000000000000", FakeWeCom.KEY);
        Seal guesser = new Seal(FakeWeCom.TOKEN, FakeWeCom.CORP, "A".repeat(43));
        String plain = Push.xml(Map.of("Event", "kf_msg_or_event", "OpenKfId", FakeWeCom.ACCOUNT, "Token", "t"));
        List<Push> forged = new ArrayList<>(ForgedPush.of(push, "msg_signature", guesser));
        forged.add(push.with("msg_signature", "").with("signature", signature));
        forged.addAll(ForgedPush.sealed(push, stranger, guesser, plain));
        return forged.stream().map(Push::request).toList();
    }

    @Override
    public List<InboundRequest> besides() {
        return List.of(
                knocks(weCom.sendsPicture(BUYER)),
                knocks(weCom.personWrites(BUYER, "pay order 1042")),
                knocks(weCom.fails(BUYER, "k1", 10)),
                weCom.knock("wkOther").request(),
                weCom.sealed(Map.of("MsgType", "event", "Event", "change_contact"))
                        .request());
    }

    @Override
    public void trouble(Mishap next) {
        weCom.trouble(next);
    }

    /** Whether the buyer has blocked us is told later, as an event. */
    @Override
    public Set<Mishap> possible() {
        return EnumSet.complementOf(EnumSet.of(Mishap.NONE, Mishap.BLOCKED));
    }

    @Override
    public List<String> screen(String conversation) {
        return weCom.screen(conversation);
    }

    @Override
    public void removes(String ref) {
        throw new UnsupportedOperationException("nothing is edited here");
    }

    @Override
    public List<String> secrets() {
        return List.of(
                FakeWeCom.SECRET, FakeWeCom.TOKEN, FakeWeCom.KEY, weCom.server().currentToken());
    }

    @Override
    public void close() {
        weCom.close();
        wire.close();
    }
}
