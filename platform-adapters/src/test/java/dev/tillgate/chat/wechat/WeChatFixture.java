package dev.tillgate.chat.wechat;

import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.Mishap;
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

/** An official account with WeChat behind it. */
final class WeChatFixture implements ChannelFixture {
    static final String BUYER = "oia2TjjewbmiOUlr6X-1crbLOvLw";

    private final FakeWeChat weChat;
    private final FakeWeChat.Mode mode;
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final WeChatChannel channel;
    private final Map<InboundRequest, Push> pushed = new HashMap<>();

    WeChatFixture(FakeWeChat.Mode mode) {
        this.mode = mode;
        this.weChat = new FakeWeChat(mode);
        this.channel = channel(Map.of());
        channel.register();
        weChat.writes(BUYER, "你好");
    }

    /** A channel with other settings. */
    WeChatChannel channel(Map<String, String> other) {
        Map<String, String> settings = new HashMap<>(Map.of(
                WeChat.APP, FakeWeChat.APP,
                WeChat.SECRET, FakeWeChat.SECRET,
                WeChat.TOKEN, FakeWeChat.TOKEN,
                WeChat.API, weChat.server().url()));
        if (mode != FakeWeChat.Mode.PLAIN) {
            settings.put(WeChat.KEY, FakeWeChat.KEY);
        }
        settings.putAll(other);
        return new WeChatChannel(new Settings(settings), ChannelFixture.tools(wire, weChat.server()));
    }

    FakeWeChat weChat() {
        return weChat;
    }

    @Override
    public ChannelType type() {
        return WeChat.TYPE;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public String conversation() {
        return BUYER;
    }

    @Override
    public InboundRequest writes(String conversation, String text) {
        Push push = weChat.writes(conversation, text);
        InboundRequest request = push.request();
        pushed.put(request, push);
        return request;
    }

    @Override
    public List<InboundRequest> forged(InboundRequest genuine) {
        Push push = pushed.get(genuine);
        boolean plain = mode == FakeWeChat.Mode.PLAIN;
        Seal another = new Seal("another", FakeWeChat.APP, FakeWeChat.KEY);
        List<Push> forged = new ArrayList<>(ForgedPush.of(push, plain ? "signature" : "msg_signature", another));
        if (!plain) {
            Seal stranger = new Seal(FakeWeChat.TOKEN, "wx0000000000000000", FakeWeChat.KEY);
            Seal guesser = new Seal(FakeWeChat.TOKEN, FakeWeChat.APP, "A".repeat(43));
            Map<String, String> words =
                    Map.of("FromUserName", BUYER, "CreateTime", "1", "MsgType", "text", "Content", "pay", "MsgId", "1");
            forged.addAll(ForgedPush.sealed(push, stranger, guesser, Push.xml(words)));
        }
        return forged.stream().map(Push::request).toList();
    }

    @Override
    public List<InboundRequest> besides() {
        return List.of(
                weChat.sendsPicture(BUYER).request(),
                weChat.happens(BUYER, "VIEW", "https://shop.example/").request(),
                weChat.happens(BUYER, "unsubscribe", "").request(),
                weChat.happens(BUYER, "LOCATION", "").request());
    }

    @Override
    public void trouble(Mishap next) {
        weChat.trouble(next);
    }

    @Override
    public Set<Mishap> possible() {
        return EnumSet.complementOf(EnumSet.of(Mishap.NONE));
    }

    @Override
    public List<String> screen(String conversation) {
        return weChat.screen(conversation);
    }

    @Override
    public void removes(String ref) {
        throw new UnsupportedOperationException("messages here have no names");
    }

    @Override
    public List<String> secrets() {
        return List.of(
                FakeWeChat.SECRET,
                FakeWeChat.TOKEN,
                FakeWeChat.KEY,
                weChat.server().currentToken());
    }

    @Override
    public void close() {
        weChat.close();
        wire.close();
    }
}
