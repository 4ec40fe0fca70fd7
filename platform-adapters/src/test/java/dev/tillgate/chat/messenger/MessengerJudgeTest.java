package dev.tillgate.chat.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.chat.meta.ForgedMeta;
import dev.tillgate.chat.signed.Court;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two libraries for Messenger are the judges: @warriorteam/messenger-sdk of what we believe, messaging-api-messenger of what
 * we send.
 */
class MessengerJudgeTest {
    private static final String BUYER = "1254477777772919";

    private static Court court;

    private final OpenedMessenger opened = new OpenedMessenger();

    @BeforeAll
    static void open() {
        court = Court.open();
    }

    @AfterAll
    static void closeCourt() {
        if (court != null) {
            court.close();
        }
    }

    @AfterEach
    void close() {
        opened.close();
    }

    private static JsonNode judged(InboundRequest request) {
        return court.ask(Court.question("messenger-sdk hears")
                .put("secret", FakeGraph.APP_SECRET)
                .put("signature", request.header("X-Hub-Signature-256"))
                .put("body", new String(request.body(), StandardCharsets.UTF_8)));
    }

    private static InboundRequest request(ObjectNode event) {
        return FakeGraph.request(FakeGraph.written(FakeMessenger.notification(event)));
    }

    @Test
    void what_the_fake_signs_is_heard_by_another_as_we_hear_it() {
        opened.channel().register();
        opened.messenger().text(BUYER, "hello");
        opened.channel().send(BUYER, new Outgoing("How?", null, List.of(new Button("微信支付", "yes")), "[]"), "k");
        for (ObjectNode told : List.of(
                opened.messenger().text(BUYER, "我要付款 👍 /"),
                opened.messenger().taps(BUYER, "微信支付"),
                opened.messenger().begins(BUYER, null))) {
            InboundRequest request = request(told);
            ChatEvent event = ((Received.Verified) opened.channel().read(request))
                    .events()
                    .get(0);
            JsonNode heard = judged(request).at("/heard/0");
            boolean postback = told.has("postback");
            JsonNode what = heard.at(postback ? "/event/postback" : "/event/message");

            assertThat(heard.path("kind").asText()).isEqualTo(postback ? "postback" : "message");
            assertThat(what.path(postback ? "title" : "text").asText()).isEqualTo(event.text());
            assertThat(heard.at("/event/sender/id").asText()).isEqualTo(event.conversation());
            String pressed = postback
                    ? what.path("payload").asText()
                    : what.at("/quick_reply/payload").asText(null);
            assertThat(pressed).isEqualTo(event.pressed());
        }
    }

    @Test
    void what_we_refuse_is_refused_by_another() {
        InboundRequest genuine = request(opened.messenger().text(BUYER, "付款"));
        assertThat(judged(genuine).path("valid").asBoolean()).isTrue();
        for (InboundRequest forged : ForgedMeta.of(genuine)) {
            boolean bare = String.valueOf(forged.header("X-Hub-Signature-256")).matches("[0-9a-f]{64}");
            if (forged.method().equals("POST") && !bare) {
                assertThat(judged(forged).path("valid").asBoolean()).isFalse();
            }
            assertThat(opened.channel().read(forged)).isInstanceOf(Received.Rejected.class);
        }
    }

    @Test
    void we_send_what_another_sends_for_the_same_message() {
        opened.messenger().text(BUYER, "hello");
        Link link = new Link("Pay €12.30", "https://pay.shop.example/pay/pay_1?token=t&x=1");
        Button yes = new Button("微信支付", "change_method:wechat_pay");

        same(new Outgoing("你好 \"hello\"", null, List.of(), "[]"), asked("你好 \"hello\""));
        same(
                new Outgoing("Order 1042", link, List.of(), "[]"),
                asked("Order 1042").put("label", link.label()).put("url", link.url()));
        ObjectNode question = asked("How?");
        question.putArray("buttons").addObject().put("id", yes.data()).put("title", yes.label());
        same(new Outgoing("How?", null, List.of(yes), "[]"), question);
    }

    private ObjectNode asked(String text) {
        return Court.question("messaging-api-messenger sends")
                .put("token", FakeGraph.TOKEN)
                .put("origin", opened.messenger().origin())
                .put("to", BUYER)
                .put("text", text);
    }

    /** Both send to the fake, which keeps what it took. */
    private void same(Outgoing ours, ObjectNode theirs) {
        assertThat(opened.channel().send(BUYER, ours, "k")).isInstanceOf(Sent.Done.class);
        JsonNode answer = court.ask(theirs);
        assertThat(answer.at("/answer/messageId")
                        .asText(answer.at("/answer/message_id").asText()))
                .as("%s", answer)
                .startsWith("m_");
        List<ObjectNode> all = opened.messenger().messages(BUYER);
        assertThat((JsonNode) all.get(all.size() - 2)).isEqualTo(all.get(all.size() - 1));
    }
}
