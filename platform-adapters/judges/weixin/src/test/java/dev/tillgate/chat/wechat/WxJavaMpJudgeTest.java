package dev.tillgate.chat.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.tencent.Envelope;
import dev.tillgate.chat.tencent.FlatXml;
import dev.tillgate.chat.tencent.Push;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.bean.kefu.WxMpKefuMessage;
import me.chanjar.weixin.mp.bean.message.WxMpXmlMessage;
import me.chanjar.weixin.mp.bean.message.WxMpXmlOutMessage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import me.chanjar.weixin.mp.util.crypto.WxMpCryptUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WxJava, unmodified, reads what our WeChat sends and sends what our channel sends. */
class WxJavaMpJudgeTest {
    private static final String BUYER = "oia2TjjewbmiOUlr6X-1crbLOvLw";
    private static final List<String> TEXTS =
            List.of("", "a", "付款 1042", "👩‍👩‍👧 👍🏽", "a&b <c> \"d\" 'e'", "长".repeat(700));

    private final FakeWeChat weChat = new FakeWeChat(FakeWeChat.Mode.SEALED);
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final WeChatChannel ours = new WeChatChannel(
            new Settings(Map.of(
                    WeChat.APP, FakeWeChat.APP,
                    WeChat.SECRET, FakeWeChat.SECRET,
                    WeChat.TOKEN, FakeWeChat.TOKEN,
                    WeChat.KEY, FakeWeChat.KEY,
                    WeChat.API, weChat.server().url())),
            new ChannelType.Tools(
                    wire, "https://gateway.example/hooks/chat/chn_1", ChannelFixture.NO_SEAL, weChat.server()));
    private final WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
    private final WxMpService theirs = new WxMpServiceImpl();

    WxJavaMpJudgeTest() {
        config.setAppId(FakeWeChat.APP);
        config.setSecret(FakeWeChat.SECRET);
        config.setToken(FakeWeChat.TOKEN);
        config.setAesKey(FakeWeChat.KEY);
        config.useStableAccessToken(true);
        config.setHostConfig(new WxMpHostConfig(weChat.server().url(), null, null));
        theirs.setWxMpConfigStorage(config);
    }

    @AfterEach
    void close() {
        weChat.close();
        wire.close();
    }

    @Test
    void each_opens_what_the_other_sealed_and_believes_its_signature() {
        // Its base class refuses Tencent's own sample key, for its last character's spare bits; this one decodes
        // leniently.
        WxMpCryptUtil judge = new WxMpCryptUtil(config);
        Envelope envelope = new Envelope(FakeWeChat.TOKEN, FakeWeChat.APP, FakeWeChat.KEY);
        for (String text : TEXTS) {
            String sealed = weChat.seal().seal(text);
            assertThat(judge.decryptContent(weChat.seal().sign("1", "2", sealed), "1", "2", sealed))
                    .isEqualTo(text);
            var by = judge.encryptContext(text);
            assertThat(envelope.isSigned(by.getSignature(), by.getTimeStamp(), by.getNonce(), by.getEncrypt()))
                    .isTrue();
            assertThat(envelope.open(by.getEncrypt())).contains(text);
        }
        assertThatThrownBy(
                        () -> judge.decryptContent("00", "1", "2", weChat.seal().seal("a")))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void what_a_buyer_writes_is_read_alike() {
        for (String text : TEXTS.subList(1, TEXTS.size())) {
            Push push = weChat.writes(BUYER, text);
            WxMpXmlMessage read = read(push);
            ChatEvent event = event(push);
            assertThat(read.getContent()).isEqualTo(text).isEqualTo(event.text());
            assertThat(read.getFromUser()).isEqualTo(event.conversation());
            assertThat(event.key()).isEqualTo(read.getFromUser() + "-" + read.getMsgId());
            assertThat(Instant.ofEpochSecond(read.getCreateTime())).isEqualTo(event.at());
        }
    }

    @Test
    void events_and_menus_are_read_alike() throws WxErrorException {
        WxMpXmlMessage click = read(weChat.happens(BUYER, "CLICK", "how_to_pay"));
        assertThat(click.getEvent()).isEqualTo("CLICK");
        assertThat(click.getEventKey()).isEqualTo("how_to_pay");
        theirs.getKefuService().sendKefuMessage(menu());
        Push pressed = weChat.presses(BUYER, "微信支付");
        assertThat(read(pressed).getBizMsgMenuId()).isEqualTo(event(pressed).pressed());
    }

    private WxMpXmlMessage read(Push push) {
        Map<String, String> query = push.query();
        return WxMpXmlMessage.fromEncryptedXml(
                push.body(), config, query.get("timestamp"), query.get("nonce"), query.get("msg_signature"));
    }

    private ChatEvent event(Push push) {
        return ((Received.Verified) ours.read(push.request())).events().get(0);
    }

    @Test
    void a_handshake_is_believed_by_both() {
        Push handshake = weChat.handshake("42");
        Map<String, String> query = handshake.query();
        assertThat(theirs.checkSignature(query.get("timestamp"), query.get("nonce"), query.get("signature")))
                .isTrue();
        assertThat(ours.read(handshake.request())).isInstanceOf(Received.Greeting.class);
    }

    @Test
    void an_answer_that_the_judge_seals_is_opened() {
        String xml = WxMpXmlOutMessage.TEXT()
                .content("收到")
                .fromUser("gh_7f083739789a")
                .toUser(BUYER)
                .build()
                .toEncryptedXml(config);
        Map<String, String> fields = FlatXml.read(xml).orElseThrow();
        Envelope envelope = new Envelope(FakeWeChat.TOKEN, FakeWeChat.APP, FakeWeChat.KEY);
        assertThat(envelope.isSigned(
                        fields.get("MsgSignature"),
                        fields.get("TimeStamp"),
                        fields.get("Nonce"),
                        fields.get("Encrypt")))
                .isTrue();
        assertThat(envelope.open(fields.get("Encrypt")).orElseThrow()).contains("收到");
    }

    @Test
    void both_say_a_text_and_a_menu_with_the_same_words_on_the_wire() throws WxErrorException {
        weChat.writes(BUYER, "你好");
        theirs.getKefuService()
                .sendKefuMessage(WxMpKefuMessage.TEXT()
                        .toUser(BUYER)
                        .content("a&b <c> \"d\" 'e' 付款 👍🏽")
                        .build());
        theirs.getKefuService().sendKefuMessage(menu());
        assertThat(ours.send(BUYER, new Outgoing("a&b <c> \"d\" 'e' 付款 👍🏽", null, List.of(), "[]"), "k1"))
                .isInstanceOf(Sent.Done.class);
        Outgoing asked = new Outgoing(
                "换一种方式?", null, List.of(new Button("微信支付", "change_method:wechat_pay"), new Button("No", "no")), "[]");
        assertThat(ours.send(BUYER, asked, "k2")).isInstanceOf(Sent.Done.class);
        List<JsonNode> calls = weChat.calls();
        assertThat(calls).hasSize(4);
        assertThat(calls.get(2)).isEqualTo(calls.get(0));
        assertThat(calls.get(3)).isEqualTo(calls.get(1));
    }

    private WxMpKefuMessage menu() {
        weChat.writes(BUYER, "你好");
        return WxMpKefuMessage.MSGMENU()
                .toUser(BUYER)
                .headContent("换一种方式?")
                .addMenus(
                        new WxMpKefuMessage.MsgMenu("change_method:wechat_pay", "微信支付"),
                        new WxMpKefuMessage.MsgMenu("no", "No"))
                .tailContent("")
                .build();
    }

    @Test
    void our_wechats_refusals_are_understood_by_the_judge() throws WxErrorException {
        WxMpKefuMessage message =
                WxMpKefuMessage.TEXT().toUser("oNobody").content("hello").build();
        assertThatThrownBy(() -> theirs.getKefuService().sendKefuMessage(message))
                .isInstanceOfSatisfying(
                        WxErrorException.class,
                        refused -> assertThat(refused.getError().getErrorCode()).isEqualTo(40003));
        weChat.writes("oNobody", "你好");
        weChat.server().token(true);
        assertThat(theirs.getKefuService().sendKefuMessage(message)).isTrue();
        assertThat(weChat.screen("oNobody")).containsExactly("hello");
    }
}
