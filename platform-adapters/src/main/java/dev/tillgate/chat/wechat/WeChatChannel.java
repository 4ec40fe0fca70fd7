package dev.tillgate.chat.wechat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Tools;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Received.Reply;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.tencent.Callback;
import dev.tillgate.chat.tencent.CgiApi;
import dev.tillgate.chat.tencent.Envelope;
import dev.tillgate.chat.tencent.FlatXml;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One official account. WeChat waits five seconds for an answer and tells three times, so every push is acknowledged at once
 * and answered by a customer-service message. With a key everything must come sealed; without, a push's signature covers
 * only its time, and what it says is believed because it came by https with a signature made a moment ago.
 */
final class WeChatChannel implements Channel.Registers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json; charset=utf-8");
    private static final Reply SUCCESS = Reply.text("success");

    private final Envelope envelope;
    private final CgiApi api;
    /** Known not to show menus. */
    private volatile boolean plain;

    WeChatChannel(Settings settings, Tools tools) {
        String base = settings.getOr(WeChat.API, WeChat.OFFICIAL);
        String app = settings.get(WeChat.APP);
        String key = settings.getOr(WeChat.KEY, "");
        this.envelope = new Envelope(settings.get(WeChat.TOKEN), app, key.isEmpty() ? null : key);
        this.api = new CgiApi(
                base, fresh -> token(base, app, settings.get(WeChat.SECRET), fresh), tools.exchange(), tools.clock());
    }

    /** <a href="https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken">The stable token</a>. */
    private static Exchange.Ask token(String base, String app, String secret, boolean fresh) {
        ObjectNode body = JSON.createObjectNode()
                .put("grant_type", "client_credential")
                .put("appid", app)
                .put("secret", secret)
                .put("force_refresh", fresh);
        return Exchange.Ask.post(base + "/cgi-bin/stable_token", HEADERS, CgiApi.bytes(body));
    }

    /** WeChat is told by hand where to send; here only the credentials are tried. */
    @Override
    public Optional<String> register() {
        CgiApi.Result result = api.enter();
        if (result.ok()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (result.code()) {
                    case WeChatErrors.UNKNOWN_APP -> "channel.wechat.appid.wrong";
                    case WeChatErrors.WRONG_SECRET, WeChatErrors.SECRET_FORGED -> "channel.wechat.secret.wrong";
                    case WeChatErrors.STRANGE_ADDRESS -> "channel.wechat.address.strange";
                    default -> "channel.unreachable";
                });
    }

    @Override
    public Received read(InboundRequest request) {
        Callback callback = new Callback(request);
        if (!callback.isYoung()) {
            return Received.Rejected.unsigned("the timestamp is missing, or not of this moment");
        }
        String timestamp = callback.get("timestamp");
        String nonce = callback.get("nonce");
        if (callback.isHandshake() || !envelope.seals()) {
            if (!envelope.isSigned(callback.get("signature"), timestamp, nonce)) {
                return Received.Rejected.unsigned("the signature is missing or wrong");
            }
            return callback.isHandshake()
                    ? new Received.Greeting(Reply.text(callback.get("echostr")))
                    : FlatXml.read(callback.body())
                            .map(WeChatChannel::plain)
                            .orElseGet(() -> new Received.Rejected(400, "not a message"));
        }
        String sealed = FlatXml.read(callback.body())
                .map(xml -> xml.getOrDefault("Encrypt", ""))
                .orElse("");
        if (!envelope.isSigned(callback.get("msg_signature"), timestamp, nonce, sealed)) {
            return Received.Rejected.unsigned("the signature is missing or wrong");
        }
        return envelope.open(sealed)
                .flatMap(FlatXml::read)
                .map(WeChatChannel::pushed)
                .orElseGet(() -> new Received.Rejected(400, "sealed with another key, or for another account"));
    }

    private static Received plain(Map<String, String> push) {
        return push.containsKey("Encrypt") && !push.containsKey("MsgType")
                ? new Received.Rejected(400, "sealed, and there is no key among the settings")
                : pushed(push);
    }

    private static Received pushed(Map<String, String> push) {
        return Pushes.event(push)
                .<Received>map(event -> new Received.Verified(List.of(event), SUCCESS))
                .orElseGet(() -> new Received.Greeting(SUCCESS));
    }

    @Override
    public Sent send(String conversation, Outgoing message, String key) {
        CgiApi.Result result =
                tell(plain ? CustomMessages.text(conversation, message) : CustomMessages.menu(conversation, message));
        if (result.code() == WeChatErrors.NO_MENUS && !plain) {
            plain = true;
            result = tell(CustomMessages.text(conversation, message));
        }
        return result.ok() ? new Sent.Done("") : WeChatErrors.TABLE.sent(result);
    }

    private CgiApi.Result tell(ObjectNode message) {
        return api.call("/cgi-bin/message/custom/send", message);
    }
}
