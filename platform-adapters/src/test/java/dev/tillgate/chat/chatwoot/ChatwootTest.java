package dev.tillgate.chat.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.chat.signed.Listener;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is Chatwoot's own, with requests as its documentation shows them. */
class ChatwootTest {
    private final OpenedChatwoot opened = new OpenedChatwoot();

    @AfterEach
    void close() {
        opened.close();
    }

    private List<ChatEvent> events(InboundRequest request) {
        Received received = opened.channel().read(request);
        assertThat(received).isInstanceOf(Received.Verified.class);
        return ((Received.Verified) received).events();
    }

    private static InboundRequest signed(String body, Instant at) {
        String seconds = Long.toString(at.getEpochSecond());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new InboundRequest(
                "POST",
                "/hooks/chat/chn_1",
                null,
                Map.of(
                        "X-Chatwoot-Timestamp",
                        seconds,
                        "X-Chatwoot-Signature",
                        Hmac.header(FakeChatwoot.SECRET, (seconds + ".").getBytes(StandardCharsets.US_ASCII), bytes),
                        "X-Chatwoot-Delivery",
                        "0e3b7c9c-4f6e-4b0f-9f5a-3f9a6a6f2f10"),
                bytes,
                at);
    }

    @Test
    void a_message_as_the_documentation_shows_it() {
        // chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks
        List<ChatEvent> events = events(signed("""
                {"event": "message_created", "id": "1", "content": "Hi", "created_at": "2020-03-03 13:05:57 UTC",
                 "message_type": "incoming", "content_type": "text", "content_attributes": {}, "source_id": "",
                 "sender": {"id": "1", "name": "Agent", "email": "agent@example.com"},
                 "contact": {"id": "1", "name": "contact-name"},
                 "conversation": {"id": "1", "channel": "Channel::WebWidget", "status": "pending",
                   "additional_attributes": {"browser": {"device_name": "Macbook", "browser_name": "Chrome"},
                     "browser_language": "zh_CN", "referer": "https://www.chatwoot.com"}},
                 "account": {"id": "7", "name": "Chatwoot"}}
                """, Instant.now()));
        assertThat(events)
                .containsExactly(ChatEvent.text("m1", "1", "Hi", "zh_CN", Instant.parse("2020-03-03T13:05:57Z")));
    }

    @Test
    void a_signature_is_of_time_dot_and_body() {
        // Computed with OpenSSL: openssl dgst -sha256 -hmac …
        assertThat(Hmac.header(
                        FakeChatwoot.SECRET,
                        "1764065700.".getBytes(StandardCharsets.US_ASCII),
                        "{\"event\":\"message_created\",\"content\":\"付款\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=cf7e66551b03056c15e325a4b376004b487dbf7351b01886075c32f7931ebd4c");
    }

    @Test
    void time_is_read_however_chatwoot_writes_it() {
        Instant now = Instant.parse("2026-11-25T10:00:00Z");
        String frame = "{\"event\":\"message_created\",\"id\":1,\"content\":\"Hi\",\"message_type\":\"incoming\","
                + "\"conversation\":{\"id\":1},\"account\":{\"id\":7},\"created_at\":%s}";
        Map.of(
                        "1759831384", "2025-10-07T10:03:04Z",
                        "\"2025-10-07T10:03:04.657Z\"", "2025-10-07T10:03:04.657Z",
                        "\"2025-10-07 10:03:04 UTC\"", "2025-10-07T10:03:04Z",
                        "\"yesterday\"", "2026-11-25T10:00:00Z",
                        "\"2026-11-25T10:00:07Z\"", "2026-11-25T10:00:00Z",
                        "null", "2026-11-25T10:00:00Z")
                .forEach((written, time) -> assertThat(events(signed(frame.formatted(written), now))
                                .get(0)
                                .at())
                        .as(written)
                        .isEqualTo(time));
    }

    @Test
    void a_choice_in_the_widget_is_pressed_though_the_message_is_ours() {
        String conversation = opened.chatwoot().opens();
        Outgoing asked = new Outgoing(
                "How?", null, List.of(new Button("PayPal", "change_method:paypal"), new Button("微信支付", "yes")), "[]");
        assertThat(opened.channel().send(conversation, asked, "k")).isInstanceOf(Sent.Done.class);

        ObjectNode told = opened.chatwoot().chooses(conversation, "微信支付");
        ChatEvent event = events(FakeChatwoot.request(told, Instant.now())).get(0);
        assertThat(told.at("/sender/type").asText()).isEqualTo("agent_bot");
        assertThat(event.text()).isEqualTo("微信支付");
        assertThat(event.pressed()).isEqualTo("yes");
        assertThat(event.locale()).isEqualTo("de");
        // The message itself has another key.
        assertThat(event.key()).isEqualTo("s" + told.path("id").asText());
    }

    @Test
    void what_failed_comes_again_signed_anew_and_is_heard_once() {
        try (Listener listener = new Listener(opened.channel())) {
            opened.chatwoot().tells(listener.address());
            String conversation = opened.chatwoot().opens();
            opened.chatwoot().writes(conversation, "pay order 1042");
            opened.chatwoot().writes(conversation, "付款 1042");
            listener.fails(500);
            listener.fails(429);

            assertThat(opened.chatwoot().deliver()).containsExactly(500, 429);
            assertThat(opened.chatwoot().deliver()).containsExactly(200, 200);
            assertThat(listener.heard()).extracting(ChatEvent::text).containsExactly("pay order 1042", "付款 1042");
            assertThat(opened.chatwoot().status(conversation)).isEqualTo("pending");
        }
    }

    @Test
    void the_bots_own_messages_come_back_and_are_not_heard() {
        try (Listener listener = new Listener(opened.channel())) {
            opened.chatwoot().tells(listener.address());
            String conversation = opened.chatwoot().opens();
            opened.channel().send(conversation, new Outgoing("hello", null, List.of(), "[]"), "k");
            assertThat(opened.chatwoot().deliver()).containsExactly(200);
            assertThat(listener.heard()).isEmpty();
        }
    }

    @Test
    void a_conversation_that_an_agent_has_taken_is_the_agents_but_still_told_of_payments() {
        String conversation = opened.chatwoot().opens();
        opened.chatwoot().status(conversation, "open");
        ObjectNode told = opened.chatwoot().writes(conversation, "where is my parcel?");
        assertThat(opened.channel().read(FakeChatwoot.request(told, Instant.now())))
                .isInstanceOf(Received.Greeting.class);
        Outgoing card =
                new Outgoing("Order 1042 · Paid", new Link("Receipt", "https://pay.shop.example/r"), List.of(), "[]");
        assertThat(opened.channel().send(conversation, card, "k")).isInstanceOf(Sent.Done.class);
        JsonNode shown = opened.chatwoot().ours(conversation).get(0);
        assertThat(shown.path("content").asText()).isEqualTo("Order 1042 · Paid\nReceipt: https://pay.shop.example/r");
        assertThat(shown.path("private").asBoolean()).isFalse();
    }

    @Test
    void a_conversation_is_given_to_the_agents_and_given_again_it_stays_theirs() {
        String conversation = opened.chatwoot().opens();
        for (int i = 0; i < 2; i++) {
            assertThat(opened.channel().handOver(conversation)).isInstanceOf(Sent.Done.class);
            assertThat(opened.chatwoot().status(conversation)).isEqualTo("open");
        }
        assertThat(opened.channel().handOver("999")).isInstanceOf(Sent.Refused.class);
        opened.chatwoot().trouble(Mishap.LOST_AFTER);
        assertThat(opened.channel().handOver(conversation)).isInstanceOf(Sent.Later.class);
    }

    @Test
    void what_cannot_be_sent_is_refused_and_what_may_be_is_later() {
        Outgoing hello = new Outgoing("hello", null, List.of(), "[]");
        assertThat(opened.channel().send("999", hello, "k")).isEqualTo(new Sent.Refused("status 404"));
        assertThat(opened.channel().send("../../7/contacts", hello, "k")).isInstanceOf(Sent.Refused.class);
        String conversation = opened.chatwoot().opens();
        opened.chatwoot().trouble(Mishap.BUSY);
        assertThat(opened.channel().send(conversation, hello, "k"))
                .isEqualTo(new Sent.Later("status 429", Duration.ofSeconds(40)));
        opened.chatwoot().trouble(Mishap.NONE);
        // The merchant can mend a token.
        assertThat(opened.channel(Map.of(Chatwoot.TOKEN, "another-token-of-another"))
                        .send(conversation, hello, "k"))
                .isInstanceOf(Sent.Later.class);
    }

    @Test
    void connecting_tries_the_settings_and_says_nothing_to_anybody() {
        String conversation = opened.chatwoot().opens();
        assertThat(opened.channel().register()).isEmpty();
        assertThat(opened.chatwoot().ours(conversation)).isEmpty();
        Map.of(
                        Map.of(Chatwoot.TOKEN, "another-token-of-another"), "channel.chatwoot.token.wrong",
                        Map.of(Chatwoot.ACCOUNT, "8"), "channel.chatwoot.token.wrong",
                        Map.of(Chatwoot.ADDRESS, "http://127.0.0.1:9"), "channel.unreachable")
                .forEach((settings, problem) -> assertThat(
                                opened.channel(settings).register())
                        .as("%s", settings)
                        .contains(problem));
    }
}
