package dev.tillgate.chat.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two libraries for WhatsApp's Cloud API, whatsapp-api-js and @kapso/whatsapp-cloud-api, are the judges: of what we believe,
 * of what we send, and of the fake that the other tests stand on.
 */
class WhatsAppJudgeTest {
    private static final String BUYER = "16505551234";
    private static final List<String> SCRIPTS =
            List.of("pay order 1042", "我要付款，订单 1042", "مرحبا، كيف أدفع؟", "👩‍👩‍👧 / \"quoted\" \\ <b>");

    private static Court court;

    private final OpenedWhatsApp opened =
            new OpenedWhatsApp(Map.of(WhatsApp.TEMPLATE, FakeWhatsApp.TEMPLATE, WhatsApp.LANGUAGE, "en_US"));

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

    private static JsonNode judged(String judge, InboundRequest request) {
        return court.ask(Court.question(judge)
                .put("secret", FakeGraph.APP_SECRET)
                .put("signature", request.header("X-Hub-Signature-256"))
                .put("body", new String(request.body(), StandardCharsets.UTF_8)));
    }

    private ChatEvent event(InboundRequest request) {
        return ((Received.Verified) opened.channel().read(request)).events().get(0);
    }

    @Test
    void what_the_fake_signs_is_heard_by_others_as_we_hear_it() {
        for (String text : SCRIPTS) {
            InboundRequest request = FakeGraph.request(FakeGraph.written(
                    FakeWhatsApp.notification(opened.whatsapp().text(BUYER, text))));
            ChatEvent event = event(request);

            JsonNode first = judged("whatsapp-api-js hears", request).path("heard");
            assertThat(first.at("/message/text/body").asText()).isEqualTo(text).isEqualTo(event.text());
            assertThat(first.at("/message/id").asText()).isEqualTo(event.key());
            assertThat(first.path("from").asText()).isEqualTo(event.conversation());
            assertThat(first.path("phoneID").asText()).isEqualTo(FakeWhatsApp.NUMBER);

            JsonNode second = judged("kapso hears", request).at("/heard/0");
            assertThat(second.at("/text/body").asText()).isEqualTo(text);
            assertThat(second.at("/kapso/direction").asText()).isEqualTo("inbound");
            assertThat(second.path("timestamp").asLong()).isEqualTo(event.at().getEpochSecond());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"whatsapp-api-js hears", "kapso hears"})
    void what_we_refuse_is_refused_by_others(String judge) {
        InboundRequest genuine = FakeGraph.request(
                FakeGraph.written(FakeWhatsApp.notification(opened.whatsapp().text(BUYER, "付款"))));
        assertThat(judged(judge, genuine).path("valid").asBoolean()).isTrue();
        for (InboundRequest forged : ForgedMeta.of(genuine)) {
            // Trailing blanks and signatures without their prefix are pardoned by one of them; we pardon nothing.
            boolean bare = String.valueOf(forged.header("X-Hub-Signature-256")).matches("[0-9a-f]{64}");
            if (forged.method().equals("POST") && !bare) {
                assertThat(judged(judge, forged).path("valid").asBoolean()).isFalse();
            }
            assertThat(opened.channel().read(forged)).isInstanceOf(Received.Rejected.class);
        }
    }

    @Test
    void hands_are_shaken_as_others_shake_them() {
        for (String word : List.of(FakeGraph.VERIFY, "guess")) {
            InboundRequest asked = ForgedMeta.handshake(word);
            JsonNode answer = court.ask(Court.question("whatsapp-api-js shakes hands")
                            .put("verify", FakeGraph.VERIFY)
                            .put("query", asked.query()))
                    .path("answer");
            Received ours = opened.channel().read(asked);
            assertThat(
                            ours instanceof Received.Greeting greeting
                                    ? greeting.reply().body()
                                    : null)
                    .isEqualTo(answer.isNull() ? null : answer.asText());
        }
    }

    private record Same(String kind, Outgoing ours, ObjectNode theirs) {}

    private static ObjectNode question(String text) {
        return Court.question("").put("text", text);
    }

    private static List<Same> messages() {
        Link link = new Link("Pay €12.30", "https://pay.shop.example/pay/pay_1?token=t&x=1");
        List<Same> all = new ArrayList<>();
        all.add(new Same("text", new Outgoing("你好 \"hello\"", null, List.of(), "[]"), question("你好 \"hello\"")));
        all.add(new Same(
                "pay",
                new Outgoing("Order 1042 · €12.30", link, List.of(), "[]"),
                question("Order 1042 · €12.30").put("label", link.label()).put("url", link.url())));
        for (int count : new int[] {1, 3, 5}) {
            ObjectNode theirs = question("How?").put("label", "Choose · 选择");
            ArrayNode choices = theirs.putArray("buttons");
            List<Button> buttons = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                buttons.add(new Button("Way " + i, "change_method:m" + i));
                choices.addObject().put("id", "change_method:m" + i).put("title", "Way " + i);
            }
            all.add(new Same(count > 3 ? "list" : "buttons", new Outgoing("How?", null, buttons, "[]"), theirs));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"whatsapp-api-js sends", "kapso sends"})
    void we_send_what_others_send_for_the_same_message(String judge) {
        for (String buyer : List.of(BUYER, "US.13491208655302741918")) {
            opened.whatsapp().text(buyer, "hello");
            for (Same one : messages()) {
                assertThat(opened.channel().send(buyer, one.ours(), "k")).isInstanceOf(Sent.Done.class);
                JsonNode theirs = court.ask(asked(one.theirs(), judge, one.kind(), buyer));
                ObjectNode ours = last(buyer);
                ours.remove("id");
                assertThat((JsonNode) ours).as("%s of %s", one.kind(), judge).isEqualTo(normal(theirs.path("body")));
                assertThat(theirs.path("url").asText())
                        .isEqualTo("/" + FakeGraph.VERSION + "/" + FakeWhatsApp.NUMBER + "/messages");
            }
        }
    }

    private static ObjectNode asked(ObjectNode question, String judge, String kind, String buyer) {
        return question.deepCopy()
                .put("judge", judge)
                .put("kind", kind)
                .put("to", buyer)
                .put("number", FakeWhatsApp.NUMBER)
                .put("token", FakeGraph.TOKEN);
    }

    private ObjectNode last(String buyer) {
        List<ObjectNode> all = opened.whatsapp().messages(buyer);
        return all.get(all.size() - 1).deepCopy();
    }

    /** One of them leaves out that links have no preview, which is the default, and names a policy, which is the only one. */
    private static JsonNode normal(JsonNode theirs) {
        ObjectNode normal = theirs.deepCopy();
        if (normal.path("type").asText().equals("text")) {
            ((ObjectNode) normal.get("text"))
                    .put("preview_url", normal.at("/text/preview_url").asBoolean());
        }
        if (normal.at("/template/language/policy").asText().equals("deterministic")) {
            ((ObjectNode) normal.at("/template/language")).remove("policy");
        }
        return normal;
    }

    @ParameterizedTest
    @ValueSource(strings = {"whatsapp-api-js sends", "kapso sends"})
    void our_template_is_what_others_send(String judge) {
        opened.whatsapp().text(BUYER, "hello");
        opened.whatsapp().passes(Duration.ofHours(25));
        Outgoing card = new Outgoing(
                "Paid",
                null,
                List.of(),
                "[{\"payment\":\"pay_1\",\"order\":\"1042\",\"amount_text\":\"€12.30\",\"status_text\":\"Paid\"}]");
        assertThat(opened.channel().sendLate(BUYER, card, "k")).isInstanceOf(Sent.Done.class);

        ObjectNode question =
                Court.question("").put("name", FakeWhatsApp.TEMPLATE).put("language", "en_US");
        question.putArray("places").add("1042").add("€12.30").add("Paid");
        JsonNode theirs = court.ask(asked(question, judge, "template", BUYER));
        ObjectNode ours = last(BUYER);
        ours.remove("id");
        assertThat((JsonNode) ours).isEqualTo(normal(theirs.path("body")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whatsapp-api-js sends", "kapso sends"})
    void the_fake_takes_what_others_send(String judge) {
        opened.whatsapp().text(BUYER, "hello");
        for (Same one : messages()) {
            ObjectNode question = asked(one.theirs(), judge, one.kind(), BUYER)
                    .put("origin", opened.whatsapp().origin());
            JsonNode answer = court.ask(question).path("answer");
            assertThat(answer.at("/messages/0/id").asText()).as(one.kind()).startsWith("wamid.");
        }
    }
}
