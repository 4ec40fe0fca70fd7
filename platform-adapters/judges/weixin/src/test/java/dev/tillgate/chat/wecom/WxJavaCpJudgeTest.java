package dev.tillgate.chat.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.Channel.Pull;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.tencent.Envelope;
import dev.tillgate.chat.tencent.Push;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.util.List;
import java.util.Map;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.cp.api.WxCpService;
import me.chanjar.weixin.cp.api.impl.WxCpServiceImpl;
import me.chanjar.weixin.cp.bean.kf.WxCpKfMsgListResp;
import me.chanjar.weixin.cp.bean.kf.WxCpKfMsgListResp.WxCpKfMsgItem;
import me.chanjar.weixin.cp.bean.kf.WxCpKfMsgSendRequest;
import me.chanjar.weixin.cp.bean.kf.msg.WxCpKfMenuMsg;
import me.chanjar.weixin.cp.bean.kf.msg.WxCpKfTextMsg;
import me.chanjar.weixin.cp.bean.message.WxCpXmlMessage;
import me.chanjar.weixin.cp.config.impl.WxCpDefaultConfigImpl;
import me.chanjar.weixin.cp.util.crypto.WxCpCryptUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WxJava, unmodified, hears our WeCom as our channel does, and sends what it sends. */
class WxJavaCpJudgeTest {
    private static final String BUYER = "wmpI5mOQAAr5ArPGyeDmNpMtWVU5uLCw";

    private final FakeWeCom weCom = new FakeWeCom();
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final WeComChannel ours = new WeComChannel(
            new Settings(Map.of(
                    WeCom.CORP, FakeWeCom.CORP,
                    WeCom.SECRET, FakeWeCom.SECRET,
                    WeCom.ACCOUNT, FakeWeCom.ACCOUNT,
                    WeCom.TOKEN, FakeWeCom.TOKEN,
                    WeCom.KEY, FakeWeCom.KEY,
                    WeCom.API, weCom.server().url())),
            new ChannelType.Tools(
                    wire, "https://gateway.example/hooks/chat/chn_1", ChannelFixture.NO_SEAL, weCom.server()));
    private final WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
    private final WxCpService theirs = new WxCpServiceImpl();

    WxJavaCpJudgeTest() {
        config.setCorpId(FakeWeCom.CORP);
        config.setCorpSecret(FakeWeCom.SECRET);
        config.setAgentId(1);
        config.setToken(FakeWeCom.TOKEN);
        config.setAesKey(FakeWeCom.KEY);
        config.setBaseApiUrl(weCom.server().url());
        theirs.setWxCpConfigStorage(config);
    }

    @AfterEach
    void close() {
        weCom.close();
        wire.close();
    }

    @Test
    void a_knock_is_opened_by_the_judge_and_what_the_judge_seals_by_us() {
        Push knock = weCom.knock();
        Map<String, String> query = knock.query();
        WxCpXmlMessage read = WxCpXmlMessage.fromEncryptedXml(
                knock.body(), config, query.get("timestamp"), query.get("nonce"), query.get("msg_signature"));
        assertThat(read.getEvent()).isEqualTo("kf_msg_or_event");
        assertThat(read.getAllFieldsMap()).containsEntry("OpenKfId", FakeWeCom.ACCOUNT);
        assertThat(ours.read(knock.request())).isInstanceOf(Received.Knock.class);

        WxCpCryptUtil judge = new WxCpCryptUtil(config);
        Envelope envelope = new Envelope(FakeWeCom.TOKEN, FakeWeCom.CORP, FakeWeCom.KEY);
        for (String text : List.of("", "1616140317555161061", "付款 👍🏽", "长".repeat(700))) {
            assertThat(envelope.open(judge.encrypt("0123456789abcdef", text))).contains(text);
            assertThat(judge.decrypt(weCom.seal().seal(text))).isEqualTo(text);
        }
        Push handshake = weCom.handshake("1616140317555161061");
        assertThat(theirs.checkSignature(
                        handshake.query().get("msg_signature"),
                        handshake.query().get("timestamp"),
                        handshake.query().get("nonce"),
                        handshake.query().get("echostr")))
                .isTrue();
    }

    @Test
    void what_is_pulled_is_read_alike_page_by_page() throws WxErrorException {
        weCom.pages(2);
        weCom.writes(BUYER, "付款 1042");
        weCom.sendsPicture(BUYER);
        weCom.writes(BUYER, "👍🏽");
        weCom.enters("wmNew", "TG-0123456789ABCDEF");
        String cursor = "";
        WxCpKfMsgListResp page;
        int count = 0;
        do {
            page = theirs.getKfService().syncMsg(cursor, "", 100, 0, FakeWeCom.ACCOUNT);
            count += page.getMsgList().size();
            cursor = page.getNextCursor();
        } while (page.getHasMore() == 1);
        assertThat(count).isEqualTo(4);
        WxCpKfMsgItem last = page.getMsgList().get(1);
        assertThat(last.getEvent().getSceneParam()).isEqualTo("TG-0123456789ABCDEF");

        Pull first = ours.pull(null);
        List<ChatEvent> second = ours.pull(first.mark()).events();
        assertThat(second.get(0).key()).isEqualTo(page.getMsgList().get(0).getMsgId());
        assertThat(second.get(0).text())
                .isEqualTo(page.getMsgList().get(0).getText().getContent());
        assertThat(second.get(1).text()).isEqualTo(last.getEvent().getSceneParam());
    }

    @Test
    void both_say_a_text_and_a_menu_with_the_same_words_on_the_wire() throws WxErrorException {
        weCom.writes(BUYER, "你好");
        WxCpKfTextMsg text = new WxCpKfTextMsg();
        text.setContent("付款成功 👍🏽 a&b <c>");
        WxCpKfMsgSendRequest words = request("t1", "text");
        words.setText(text);
        assertThat(theirs.getKfService().sendMsg(words).getMsgId()).isEqualTo("t1");
        WxCpKfMsgSendRequest asked = request("t2", "msgmenu");
        asked.setMsgMenu(menu());
        theirs.getKfService().sendMsg(asked);

        assertThat(ours.send(BUYER, new Outgoing("付款成功 👍🏽 a&b <c>", null, List.of(), "[]"), "o1"))
                .isEqualTo(new Sent.Done("o1"));
        Outgoing card = new Outgoing(
                "订单 1042",
                new Link("去付款", "https://pay.example/p?a=1&b=2"),
                List.of(new Button("换一种方式", "change_method")),
                "[]");
        assertThat(ours.send(BUYER, card, "o2")).isEqualTo(new Sent.Done("o2"));
        List<JsonNode> calls = weCom.calls();
        for (int i = 0; i < 2; i++) {
            for (String field : List.of("touser", "open_kfid", "msgtype", "text", "msgmenu")) {
                assertThat(calls.get(i + 2).path(field))
                        .as(field)
                        .isEqualTo(calls.get(i).path(field));
            }
        }
        assertThatThrownBy(() -> theirs.getKfService().sendMsg(words)).isInstanceOf(WxErrorException.class);
    }

    private static WxCpKfMsgSendRequest request(String name, String kind) {
        WxCpKfMsgSendRequest request = new WxCpKfMsgSendRequest();
        request.setToUser(BUYER);
        request.setOpenKfid(FakeWeCom.ACCOUNT);
        request.setMsgId(name);
        request.setMsgType(kind);
        return request;
    }

    private static WxCpKfMenuMsg menu() {
        WxCpKfMenuMsg.MenuView view = new WxCpKfMenuMsg.MenuView();
        view.setUrl("https://pay.example/p?a=1&b=2");
        view.setContent("去付款");
        WxCpKfMenuMsg.WxCpKfMenuItem link = new WxCpKfMenuMsg.WxCpKfMenuItem();
        link.setType("view");
        link.setView(view);
        WxCpKfMenuMsg.MenuClick click = new WxCpKfMenuMsg.MenuClick();
        click.setId("change_method");
        click.setContent("换一种方式");
        WxCpKfMenuMsg.WxCpKfMenuItem button = new WxCpKfMenuMsg.WxCpKfMenuItem();
        button.setType("click");
        button.setClick(click);
        WxCpKfMenuMsg menu = new WxCpKfMenuMsg();
        menu.setHeadContent("订单 1042");
        menu.setList(List.of(link, button));
        return menu;
    }
}
