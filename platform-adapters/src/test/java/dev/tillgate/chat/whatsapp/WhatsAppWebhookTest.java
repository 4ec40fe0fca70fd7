package dev.tillgate.chat.whatsapp;

import static dev.tillgate.chat.whatsapp.OpenedWhatsApp.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.chat.meta.ForgedMeta;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.chat.signed.Listener;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What WhatsApp tells us, with requests as its documentation shows them. */
class WhatsAppWebhookTest {
    private static final String BUYER = "16505551234";

    private final OpenedWhatsApp opened = new OpenedWhatsApp();

    @AfterEach
    void close() {
        opened.close();
    }

    private static InboundRequest signed(String body) {
        return FakeGraph.request(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_message_as_the_documentation_shows_it() {
        // developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/text
        List<ChatEvent> events = opened.events(signed("""
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
        ChatEvent button = opened.events(signed(
                        frame.formatted("\"type\": \"interactive\", \"interactive\": {\"type\": \"button_reply\","
                                + " \"button_reply\": {\"id\": \"change_method:paypal\", \"title\": \"PayPal\"}}")))
                .get(0);
        ChatEvent row = opened.events(signed(frame.formatted(
                        "\"type\": \"interactive\", \"interactive\": {\"type\": \"list_reply\", \"list_reply\":"
                                + " {\"id\": \"yes\", \"title\": \"Yes\", \"description\": \"Yes, pay\"}}")))
                .get(0);
        ChatEvent template = opened.events(
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

        assertThat(opened.events(request))
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

        assertThat(opened.events(signed(raw)).get(0).text()).isEqualTo("订单 👍/");
        assertThat(opened.events(signed(escaped)).get(0).text()).isEqualTo("订单 👍/");
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
        assertThat(opened.events(request).get(0).at()).isEqualTo(request.receivedAt());
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
        ChatEvent event = opened.events(request).get(0);

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
}
