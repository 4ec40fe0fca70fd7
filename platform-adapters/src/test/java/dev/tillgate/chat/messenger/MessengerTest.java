package dev.tillgate.chat.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.chat.meta.MetaSettings;
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

/** What is Messenger's own, with requests as its documentation shows them. */
class MessengerTest {
    private static final String BUYER = "1254477777772919";
    private static final String LINK = "https://pay.shop.example/pay/pay_1?token=t";

    private final OpenedMessenger opened = new OpenedMessenger();

    @AfterEach
    void close() {
        opened.close();
    }

    private static Outgoing words(String text) {
        return new Outgoing(text, null, List.of(), "[]");
    }

    private List<ChatEvent> events(InboundRequest request) {
        Received received = opened.channel().read(request);
        assertThat(received).isInstanceOf(Received.Verified.class);
        return ((Received.Verified) received).events();
    }

    private List<ChatEvent> documented(String messaging) {
        String body =
                "{\"object\":\"page\",\"entry\":[{\"id\":\"682498302938465\",\"time\":1458692752478,\"messaging\":["
                        + messaging + "]}]}";
        return events(FakeGraph.request(body.getBytes(StandardCharsets.UTF_8)));
    }

    private ChatEvent heard(ObjectNode event) {
        return events(FakeGraph.request(FakeGraph.written(FakeMessenger.notification(event))))
                .get(0);
    }

    private JsonNode last() {
        List<ObjectNode> all = opened.messenger().messages(BUYER);
        return all.get(all.size() - 1).path("message");
    }

    @Test
    void messages_as_the_documentation_shows_them() {
        // developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages
        String frame = "{\"sender\":{\"id\":\"1254477777772919\"},\"recipient\":{\"id\":\"682498302938465\"},"
                + "\"timestamp\":1458692752478,%s}";
        assertThat(documented(frame.formatted(
                        "\"message\":{\"mid\":\"mid.1457764197618:41d102a3e1ae206a38\",\"text\":\"hello, world!\","
                                + "\"quick_reply\":{\"payload\":\"yes\"}}")))
                .containsExactly(new ChatEvent(
                        "mid.1457764197618:41d102a3e1ae206a38",
                        "1254477777772919",
                        "hello, world!",
                        "yes",
                        null,
                        Instant.ofEpochMilli(1_458_692_752_478L)));
        assertThat(documented(frame.formatted(
                        "\"postback\":{\"mid\":\"m_MESSAGE-ID\",\"title\":\"Pay order\",\"payload\":\"pay_order\"}")))
                .extracting(ChatEvent::key, ChatEvent::text, ChatEvent::pressed)
                .containsExactly(tuple("m_MESSAGE-ID", "Pay order", "pay_order"));
        assertThat(
                        documented(
                                frame.formatted(
                                        "\"referral\":{\"ref\":\"TG-ABCDEFGHJKMNPQRS\",\"source\":\"SHORTLINK\",\"type\":\"OPEN_THREAD\"}")))
                .extracting(ChatEvent::key, ChatEvent::text, ChatEvent::pressed)
                .containsExactly(tuple("1254477777772919-1458692752478", "TG-ABCDEFGHJKMNPQRS", null));
    }

    @Test
    void a_link_with_a_code_says_the_code_in_a_first_conversation_and_in_a_later_one() {
        opened.channel().register();
        assertThat(heard(opened.messenger().begins(BUYER, "TG-ABCDEFGHJKMNPQRS"))
                        .text())
                .isEqualTo("TG-ABCDEFGHJKMNPQRS");
        assertThat(heard(opened.messenger().comesBy(BUYER, "TG-ABCDEFGHJKMNPQRS", "SHORTLINK"))
                        .text())
                .isEqualTo("TG-ABCDEFGHJKMNPQRS");
        ChatEvent plain = heard(opened.messenger().begins(BUYER, null));
        assertThat(plain.text()).isEqualTo("Get Started");
        assertThat(plain.pressed()).isEqualTo("greeting");
    }

    @Test
    void one_request_may_hold_many_and_each_is_an_event() {
        List<ObjectNode> messages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            messages.add(opened.messenger().text(BUYER, "message " + i));
        }
        messages.add(2, opened.messenger().echo(BUYER, "an answer"));
        InboundRequest request = FakeGraph.request(
                FakeGraph.written(FakeMessenger.notification(List.of(messages.subList(0, 3), messages.subList(3, 5)))));

        assertThat(events(request))
                .extracting(ChatEvent::text)
                .containsExactly("message 0", "message 1", "message 2", "message 3");
        assertThat(events(request)).extracting(ChatEvent::key).doesNotHaveDuplicates();
    }

    @Test
    void what_we_said_comes_back_as_an_echo_and_is_not_heard() {
        try (Listener listener = new Listener(opened.channel())) {
            assertThat(opened.messenger().subscribe(listener.address(), FakeGraph.VERIFY))
                    .isTrue();
            opened.messenger().writes(BUYER, "hello");
            opened.channel().send(BUYER, words("How can I help?"), "k");
            listener.fails(503);

            assertThat(opened.messenger().deliver()).containsExactly(503, 200);
            opened.messenger().passes(Duration.ofMinutes(1));
            assertThat(opened.messenger().deliver()).containsExactly(200);
            assertThat(listener.heard()).extracting(ChatEvent::text).containsExactly("hello");
            assertThat(listener.requests()).isEqualTo(4);
        }
    }

    @Test
    void the_pay_link_is_a_button_and_a_long_card_or_one_without_https_is_written_out() {
        opened.messenger().text(BUYER, "hello");
        Link link = new Link("Pay CN¥1,234,567.89 now", LINK);
        opened.channel().send(BUYER, new Outgoing("Order 1042", link, List.of(), "[]"), "k1");
        assertThat(last().at("/attachment/payload/buttons/0/url").asText()).isEqualTo(LINK);
        assertThat(last().at("/attachment/payload/buttons/0/title").asText()).isEqualTo("Pay CN¥1,234,567.89…");

        opened.channel().send(BUYER, new Outgoing("x".repeat(641), link, List.of(), "[]"), "k2");
        assertThat(last().path("text").asText()).startsWith("xxx").endsWith(LINK);
        opened.channel().send(BUYER, new Outgoing("付".repeat(2_000), link, List.of(), "[]"), "k3");
        assertThat(last().path("text").asText()).endsWith(LINK).hasSize(2_000);

        Link plain = new Link("Pay", "http://127.0.0.1:8080/pay/pay_1");
        opened.channel().send(BUYER, new Outgoing("Order 1042", plain, List.of(), "[]"), "k4");
        assertThat(last().path("text").asText()).isEqualTo("Order 1042\nPay: http://127.0.0.1:8080/pay/pay_1");
    }

    @Test
    void choices_are_quick_replies_and_come_back_as_they_were_sent() {
        opened.messenger().text(BUYER, "hello");
        List<Button> buttons = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            buttons.add(new Button(i + " a label of thirty characters", "change_method:m" + i));
        }
        assertThat(opened.channel().send(BUYER, new Outgoing("How?", null, buttons, "[]"), "k"))
                .isInstanceOf(Sent.Done.class);
        assertThat(last().path("quick_replies")).hasSize(13);
        assertThat(heard(opened.messenger().taps(BUYER, "7 a label of thirty…")).pressed())
                .isEqualTo("change_method:m7");

        Link link = new Link("Pay", LINK);
        opened.channel().send(BUYER, new Outgoing("Order 1042", link, buttons.subList(0, 2), "[]"), "k");
        assertThat(last().path("quick_replies")).hasSize(2);
        assertThat(last().at("/attachment/payload/buttons/0/url").asText()).isEqualTo(LINK);
    }

    @Test
    void after_a_day_the_window_is_closed_until_the_buyer_writes_again() {
        opened.messenger().text(BUYER, "hello");
        opened.messenger().passes(Duration.ofHours(24).plusSeconds(1));
        assertThat(opened.channel().send(BUYER, words("Paid"), "k")).isInstanceOf(Sent.Closed.class);
        opened.messenger().text(BUYER, "hello again");
        assertThat(opened.channel().send(BUYER, words("Paid"), "k")).isInstanceOf(Sent.Done.class);
        assertThat(opened.channel().send("1", words("Paid"), "k")).isInstanceOf(Sent.Refused.class);
    }

    @Test
    void connecting_subscribes_the_page_and_leaves_a_button_that_is_there() {
        assertThat(opened.channel().register()).isEmpty();
        assertThat(opened.messenger().subscribed()).isEqualTo("messages,messaging_postbacks,messaging_referrals");
        assertThat(opened.messenger().started()).isEqualTo("greeting");
        opened.messenger().startsWith("MENU");
        assertThat(opened.channel().register()).isEmpty();
        assertThat(opened.messenger().started()).isEqualTo("MENU");
        Map<Map<String, String>, String> wrong = Map.of(
                Map.of(MetaSettings.TOKEN, "EAAJotherotherotherother"), "channel.messenger.token.wrong",
                Map.of(Messenger.PAGE, "111111111111111"), "channel.messenger.page.unknown",
                Map.of(MetaSettings.API, "http://127.0.0.1:9/v25.0"), "channel.unreachable");
        wrong.forEach((settings, problem) -> assertThat(opened.channel(settings).register())
                .as("%s", settings)
                .contains(problem));
    }
}
