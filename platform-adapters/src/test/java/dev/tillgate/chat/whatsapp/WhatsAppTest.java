package dev.tillgate.chat.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.chat.meta.ForgedMeta;
import dev.tillgate.chat.meta.MetaSettings;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.chat.signed.Listener;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is WhatsApp's own, with requests as its documentation shows them. */
class WhatsAppTest {
    private static final String BUYER = "16505551234";
    private static final String LINK = "https://pay.shop.example/pay/pay_1?token=t";
    private static final Map<String, String> WITH_TEMPLATE =
            Map.of(WhatsApp.TEMPLATE, FakeWhatsApp.TEMPLATE, WhatsApp.LANGUAGE, "en_US");
    private static final String CARD =
            "[{\"text\":\"…\"},{\"order\":\"1042\",\"payment\":\"pay_1\",\"status\":\"paid\","
                    + "\"status_text\":\"Paid.\\nThank\\tyou!\",\"amount_text\":\"€12.30\"}]";

    private final OpenedWhatsApp opened = new OpenedWhatsApp();

    @AfterEach
    void close() {
        opened.close();
    }

    private static Outgoing words(String text) {
        return new Outgoing(text, null, List.of(), "[]");
    }

    private static InboundRequest signed(String body) {
        return FakeGraph.request(body.getBytes(StandardCharsets.UTF_8));
    }

    private List<ChatEvent> events(InboundRequest request) {
        Received received = opened.channel().read(request);
        assertThat(received).isInstanceOf(Received.Verified.class);
        return ((Received.Verified) received).events();
    }

    private JsonNode last() {
        List<ObjectNode> all = opened.whatsapp().messages(BUYER);
        return all.get(all.size() - 1);
    }

    @Test
    void a_message_as_the_documentation_shows_it() {
        // developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text
        List<ChatEvent> events = events(signed("""
                {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [{"value": {
                  "messaging_product": "whatsapp",
                  "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
                  "contacts": [{"profile": {"name": "Sheena Nelson"}, "wa_id": "16505551234"}],
                  "messages": [{"from": "16505551234",
                    "id": "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=",
                    "timestamp": "1749416383", "type": "text", "text": {"body": "Does it come in another color?"}}]},
                  "field": "messages"}]}]}
                """));
        assertThat(events)
                .containsExactly(ChatEvent.text(
                        "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=",
                        "16505551234",
                        "Does it come in another color?",
                        null,
                        Instant.ofEpochSecond(1_749_416_383L)));
    }

    @Test
    void buttons_lists_and_templates_are_answered() {
        String frame = """
                {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [{"field": "messages",
                 "value": {"messaging_product": "whatsapp",
                  "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
                  "messages": [{"context": {"from": "15550783881", "id": "wamid.gBGGSFcCNEOPAgkO_KJ55r4w_ww"},
                   "from": "16505551234", "id": "wamid.x", "timestamp": "1749416383", %s}]}}]}]}
                """;
        ChatEvent button = events(signed(
                        frame.formatted("\"type\": \"interactive\", \"interactive\": {\"type\": \"button_reply\","
                                + " \"button_reply\": {\"id\": \"change_method:paypal\", \"title\": \"PayPal\"}}")))
                .get(0);
        ChatEvent row = events(signed(frame.formatted(
                        "\"type\": \"interactive\", \"interactive\": {\"type\": \"list_reply\", \"list_reply\":"
                                + " {\"id\": \"yes\", \"title\": \"Yes\", \"description\": \"Yes, pay\"}}")))
                .get(0);
        ChatEvent template = events(
                        signed(
                                frame.formatted(
                                        "\"type\": \"button\", \"button\": {\"payload\": \"MARKETING-42\", \"text\": \"How can I pay?\"}")))
                .get(0);

        assertThat(button.pressed()).isEqualTo("change_method:paypal");
        assertThat(button.text()).isEqualTo("PayPal");
        assertThat(row.pressed()).isEqualTo("yes");
        assertThat(template.text()).isEqualTo("How can I pay?");
        assertThat(template.pressed()).isNull();
    }

    @Test
    void one_request_may_hold_many_and_each_is_an_event() {
        List<ObjectNode> messages = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            messages.add(opened.whatsapp().text("1650555000" + i, "message " + i));
        }
        ObjectNode status = opened.whatsapp().status(BUYER, "wamid.y", "delivered");
        InboundRequest request = FakeGraph.request(FakeGraph.written(FakeWhatsApp.notification(List.of(
                List.of(
                        FakeWhatsApp.change(FakeWhatsApp.NUMBER, messages.subList(0, 2), List.of()),
                        FakeWhatsApp.change(FakeWhatsApp.NUMBER, List.of(), List.of(status)),
                        FakeWhatsApp.change(FakeWhatsApp.NUMBER, messages.subList(2, 3), List.of(status))),
                List.of(
                        FakeWhatsApp.change("999999999999999", messages.subList(3, 4), List.of()),
                        FakeWhatsApp.change(FakeWhatsApp.NUMBER, messages.subList(4, 6), List.of()))))));

        assertThat(events(request))
                .extracting(ChatEvent::text)
                .containsExactly("message 0", "message 1", "message 2", "message 4", "message 5");
    }

    @Test
    void a_signature_is_of_the_bytes_that_came_whichever_way_they_are_written() {
        String frame =
                "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":"
                        + "{\"metadata\":{\"phone_number_id\":\"106540352242922\"},\"messages\":[{\"from\":\"16505551234\",\"id\":"
                        + "\"wamid.x\",\"timestamp\":\"1749416383\",\"type\":\"text\",\"text\":{\"body\":\"%s\"}}]}}]}]}";
        String raw = frame.formatted("订单 👍/");
        String escaped = frame.formatted("\\u8ba2\\u5355 \\ud83d\\udc4d\\/");

        assertThat(events(signed(raw)).get(0).text()).isEqualTo("订单 👍/");
        assertThat(events(signed(escaped)).get(0).text()).isEqualTo("订单 👍/");
        // The same message, written the other way than it was signed.
        String signature = Hmac.header(FakeGraph.APP_SECRET, escaped.getBytes(StandardCharsets.UTF_8));
        InboundRequest rewritten = new InboundRequest(
                "POST",
                "/hooks/chat/chn_1",
                null,
                Map.of("X-Hub-Signature-256", signature),
                raw.getBytes(StandardCharsets.UTF_8),
                Instant.now());
        assertThat(opened.channel().read(rewritten)).isInstanceOf(Received.Rejected.class);
    }

    @Test
    void a_clock_that_runs_ahead_does_not_make_the_future() {
        opened.whatsapp().passes(Duration.ofMinutes(3));
        InboundRequest request = FakeGraph.request(
                FakeGraph.written(FakeWhatsApp.notification(opened.whatsapp().text(BUYER, "hello"))));
        assertThat(events(request).get(0).at()).isEqualTo(request.receivedAt());
    }

    @Test
    void the_handshake_repeats_the_challenge_for_who_knows_the_word_only() {
        Received right = opened.channel().read(ForgedMeta.handshake(FakeGraph.VERIFY));
        assertThat(right).isEqualTo(new Received.Greeting(Received.Reply.text("1158201444")));
        assertThat(opened.channel().read(ForgedMeta.handshake("guess")))
                .isInstanceOfSatisfying(
                        Received.Rejected.class, no -> assertThat(no.status()).isEqualTo(403));
    }

    @Test
    void who_hides_the_number_is_heard_and_answered_by_an_identifier() {
        String hidden = "US.13491208655302741918";
        InboundRequest request = FakeGraph.request(
                FakeGraph.written(FakeWhatsApp.notification(opened.whatsapp().text(hidden, "hello"))));
        ChatEvent event = events(request).get(0);

        assertThat(event.conversation()).isEqualTo(hidden);
        assertThat(opened.channel().send(hidden, words("hello"), "k")).isInstanceOf(Sent.Done.class);
        assertThat(opened.whatsapp().messages(hidden).get(0).path("recipient").asText())
                .isEqualTo(hidden);
        assertThat(opened.whatsapp().messages(hidden).get(0).has("to")).isFalse();
    }

    @Test
    void a_notification_that_was_not_answered_comes_again_and_is_heard_once() {
        try (Listener listener = new Listener(opened.channel())) {
            assertThat(opened.whatsapp().subscribe(listener.address(), "guess")).isFalse();
            assertThat(opened.whatsapp().subscribe(listener.address(), FakeGraph.VERIFY))
                    .isTrue();
            opened.whatsapp().writes(BUYER, "pay order 1042");
            opened.whatsapp().writes(BUYER, "付款 1042");
            listener.fails(500);
            listener.fails(502);

            assertThat(opened.whatsapp().deliver()).containsExactly(500, 502);
            assertThat(opened.whatsapp().deliver()).isEmpty();
            opened.whatsapp().passes(Duration.ofMinutes(1));
            assertThat(opened.whatsapp().deliver()).containsExactly(200, 200);

            assertThat(listener.heard()).extracting(ChatEvent::text).containsExactly("pay order 1042", "付款 1042");
            opened.whatsapp().passes(Duration.ofDays(8));
            assertThat(opened.whatsapp().waiting()).isZero();
        }
    }

    @Test
    void statuses_of_what_we_sent_are_acknowledged_and_left() {
        try (Listener listener = new Listener(opened.channel())) {
            opened.whatsapp().subscribe(listener.address(), FakeGraph.VERIFY);
            opened.whatsapp().text(BUYER, "hello");
            opened.channel().send(BUYER, words("hello"), "k");

            assertThat(opened.whatsapp().deliver()).containsExactly(200, 200);
            assertThat(listener.heard()).isEmpty();
        }
    }

    @Test
    void a_message_that_was_taken_and_then_not_delivered_is_told_by_its_code_alone() {
        // developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
        Received received = opened.channel().read(signed("""
                {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [{"value": {
                  "messaging_product": "whatsapp",
                  "metadata": {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"},
                  "statuses": [{"id": "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI1NkQ4", "status": "failed",
                    "timestamp": "1751134512", "recipient_id": "16505551234",
                    "errors": [{"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable",
                      "error_data": {"details": "Message Undeliverable to 16505551234."}}]}]},
                  "field": "messages"}]}]}
                """));
        assertThat(received)
                .isEqualTo(new Received.Verified(
                        List.of(), List.of(new Lost("16505551234", "Meta's error 131026")), Received.Reply.EMPTY));
    }

    @Test
    void the_pay_link_is_a_button_and_a_long_card_is_written_out_whole() {
        opened.whatsapp().text(BUYER, "hello");
        String label = "Pay CN¥1,234,567.89 now";
        opened.channel().send(BUYER, new Outgoing("Order 1042", new Link(label, LINK), List.of(), "[]"), "k1");
        assertThat(last().at("/interactive/type").asText()).isEqualTo("cta_url");
        assertThat(last().at("/interactive/action/parameters/url").asText()).isEqualTo(LINK);
        assertThat(last().at("/interactive/action/parameters/display_text").asText())
                .isEqualTo("Pay CN¥1,234,567.89…");

        opened.channel().send(BUYER, new Outgoing("x".repeat(1_025), new Link(label, LINK), List.of(), "[]"), "k2");
        assertThat(last().at("/text/body").asText()).endsWith(LINK).hasSize(1_025 + label.length() + LINK.length() + 3);

        opened.channel().send(BUYER, new Outgoing("付".repeat(4_096), new Link(label, LINK), List.of(), "[]"), "k3");
        assertThat(last().at("/text/body").asText()).endsWith(LINK).hasSize(4_096);

        String plain = LINK.replace("https", "http");
        opened.channel().send(BUYER, new Outgoing("Order 1042", new Link(label, plain), List.of(), "[]"), "k4");
        assertThat(last().at("/text/body").asText()).isEqualTo("Order 1042\n" + label + ": " + plain);
    }

    private static List<Button> buttons(int count, String label) {
        List<Button> buttons = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buttons.add(new Button(label + i, "change_method:m" + i));
        }
        return buttons;
    }

    @Test
    void up_to_three_choices_are_buttons_more_or_longer_ones_a_list() {
        opened.whatsapp().text(BUYER, "hello");
        for (List<Button> one : List.of(buttons(1, "Yes"), buttons(3, "Nineteen characters"))) {
            assertThat(opened.channel().send(BUYER, new Outgoing("How?", null, one, "[]"), "k"))
                    .isInstanceOf(Sent.Done.class);
            assertThat(last().at("/interactive/action/buttons")).hasSize(one.size());
        }
        String longer = "A label of twenty-five chars";
        List<List<Button>> lists = List.of(
                buttons(4, "Yes"),
                buttons(2, longer),
                buttons(12, longer),
                List.of(new Button("Same", "a"), new Button("Same", "b")));
        for (List<Button> one : lists) {
            assertThat(opened.channel().send(BUYER, new Outgoing("How?", null, one, "[]"), "k"))
                    .isInstanceOf(Sent.Done.class);
            assertThat(last().at("/interactive/action/sections/0/rows")).hasSize(Math.min(10, one.size()));
        }
        opened.channel().send(BUYER, new Outgoing("y".repeat(1_500), null, buttons(2, "Yes"), "[]"), "k");
        assertThat(last().at("/interactive/body/text").asText()).hasSize(1_500);
    }

    @Test
    void what_is_pressed_comes_back_as_it_was_sent() {
        opened.whatsapp().text(BUYER, "hello");
        opened.channel().send(BUYER, new Outgoing("How?", null, buttons(3, "Way "), "[]"), "k1");
        opened.channel().send(BUYER, new Outgoing("And?", null, buttons(5, "Road "), "[]"), "k2");
        for (Map.Entry<String, String> one : Map.of("Way 1", "change_method:m1", "Road 4", "change_method:m4")
                .entrySet()) {
            ObjectNode pressed = opened.whatsapp().presses(BUYER, one.getKey());
            ChatEvent event = events(FakeGraph.request(FakeGraph.written(FakeWhatsApp.notification(pressed))))
                    .get(0);
            assertThat(event.text()).isEqualTo(one.getKey());
            assertThat(event.pressed()).isEqualTo(one.getValue());
        }
    }

    @Test
    void after_a_day_the_window_is_closed_until_the_buyer_writes_again() {
        opened.whatsapp().text(BUYER, "hello");
        opened.whatsapp().passes(Duration.ofHours(24).plusSeconds(1));
        assertThat(opened.channel().send(BUYER, words("Paid"), "k")).isInstanceOf(Sent.Closed.class);
        opened.whatsapp().text(BUYER, "hello again");
        assertThat(opened.channel().send(BUYER, words("Paid"), "k")).isInstanceOf(Sent.Done.class);
    }

    @Test
    void a_template_tells_what_became_of_a_payment_when_the_window_is_closed() {
        WhatsAppChannel channel = opened.channel(WITH_TEMPLATE);
        opened.whatsapp().text(BUYER, "hello");
        opened.whatsapp().passes(Duration.ofHours(25));

        Outgoing card = new Outgoing("Paid", null, List.of(), CARD);
        assertThat(channel.send(BUYER, card, "k")).isInstanceOf(Sent.Closed.class);
        assertThat(channel.sendLate(BUYER, card, "k")).isInstanceOf(Sent.Done.class);
        assertThat(last().at("/template/name").asText()).isEqualTo(FakeWhatsApp.TEMPLATE);
        assertThat(last().at("/template/components/0/parameters").findValuesAsText("text"))
                .containsExactly("1042", "€12.30", "Paid. Thank you!");
        // Words are not news of a payment, and no template fits them.
        assertThat(channel.sendLate(BUYER, words("hello"), "k")).isInstanceOf(Sent.Closed.class);
        assertThat(opened.channel().sendLate(BUYER, card, "k")).isInstanceOf(Sent.Closed.class);
    }

    @Test
    void a_template_that_is_gone_leaves_the_window_closed() {
        opened.whatsapp().template("paused", "en_US", "PAUSED", "{{1}} {{2}} {{3}}");
        opened.whatsapp().template("other_places", "en_US", "APPROVED", "{{1}}");
        for (String name : List.of("paused", "other_places", "unknown")) {
            WhatsAppChannel channel = opened.channel(Map.of(WhatsApp.TEMPLATE, name, WhatsApp.LANGUAGE, "en_US"));
            assertThat(channel.sendLate(BUYER, new Outgoing("Paid", null, List.of(), CARD), "k"))
                    .as(name)
                    .isInstanceOf(Sent.Closed.class);
        }
    }

    @Test
    void too_many_messages_to_one_buyer_are_later_and_those_to_another_not() {
        opened.whatsapp().text(BUYER, "hello");
        opened.whatsapp().text("4915112345678", "hello");
        for (int i = 0; i < 45; i++) {
            assertThat(opened.channel().send(BUYER, words("no " + i), "k" + i)).isInstanceOf(Sent.Done.class);
        }
        assertThat(opened.channel().send(BUYER, words("one more"), "k45"))
                .isEqualTo(new Sent.Later("Meta's error 131056", Duration.ofSeconds(6)));
        assertThat(opened.channel().send("4915112345678", words("hello"), "k")).isInstanceOf(Sent.Done.class);
        opened.whatsapp().passes(Duration.ofSeconds(7));
        assertThat(opened.channel().send(BUYER, words("one more"), "k45")).isInstanceOf(Sent.Done.class);
    }

    @Test
    void connecting_tries_everything_that_was_entered() {
        assertThat(opened.channel().register()).isEmpty();
        assertThat(opened.whatsapp().isSubscribed()).isTrue();
        assertThat(opened.channel(WITH_TEMPLATE).register()).isEmpty();
        opened.whatsapp().template("paused", "en_US", "PAUSED", "{{1}} {{2}} {{3}}");
        Map<Map<String, String>, String> wrong = Map.of(
                Map.of(MetaSettings.TOKEN, "EAAJotherotherotherother"), "channel.whatsapp.token.wrong",
                Map.of(WhatsApp.NUMBER, "102290129340398"), "channel.whatsapp.number.unknown",
                Map.of(WhatsApp.ACCOUNT, "106540352242922"), "channel.whatsapp.account.unknown",
                Map.of(WhatsApp.TEMPLATE, "unknown", WhatsApp.LANGUAGE, "en_US"), "channel.whatsapp.template.unknown",
                Map.of(WhatsApp.TEMPLATE, FakeWhatsApp.TEMPLATE, WhatsApp.LANGUAGE, "de"),
                        "channel.whatsapp.template.unknown",
                Map.of(WhatsApp.TEMPLATE, "paused", WhatsApp.LANGUAGE, "en_US"), "channel.whatsapp.template.unfit",
                Map.of(MetaSettings.API, "http://127.0.0.1:9/v25.0"), "channel.unreachable");
        wrong.forEach((settings, problem) -> assertThat(opened.channel(settings).register())
                .as("%s", settings)
                .contains(problem));
    }

    @Test
    void a_template_and_its_language_belong_together() {
        assertThat(WhatsApp.TYPE.check().apply(new Settings(WITH_TEMPLATE))).isEmpty();
        assertThat(WhatsApp.TYPE.check().apply(new Settings(Map.of()))).isEmpty();
        assertThat(WhatsApp.TYPE.check().apply(new Settings(Map.of(WhatsApp.TEMPLATE, "x"))))
                .containsOnlyKeys(WhatsApp.LANGUAGE);
        assertThat(WhatsApp.TYPE.check().apply(new Settings(Map.of(WhatsApp.LANGUAGE, "de"))))
                .containsOnlyKeys(WhatsApp.TEMPLATE);
    }

    @Test
    void a_template_is_what_the_guide_says_or_it_does_not_fit() throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        Template template = new Template("t", "en");
        assertThat(
                        template.fits(
                                json.readTree(
                                        "{\"status\":\"APPROVED\",\"components\":["
                                                + "{\"type\":\"BODY\",\"text\":\"{{1}} over {{2}}: {{3}}\"},{\"type\":\"FOOTER\",\"text\":\"Shop\"}]}")))
                .isTrue();
        assertThat(
                        template.fits(
                                json.readTree(
                                        "{\"status\":\"APPROVED\",\"components\":["
                                                + "{\"type\":\"HEADER\",\"text\":\"{{1}}\"},{\"type\":\"BODY\",\"text\":\"{{1}} {{2}} {{3}}\"}]}")))
                .isFalse();
        assertThat(template.fits(json.readTree("{\"status\":\"APPROVED\",\"components\":["
                        + "{\"type\":\"BODY\",\"text\":\"{{1}} {{2}} {{3}}\"},{\"type\":\"BUTTONS\",\"buttons\":["
                        + "{\"type\":\"URL\",\"url\":\"https://shop.example/{{1}}\"}]}]}")))
                .isFalse();
    }
}
