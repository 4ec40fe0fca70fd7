package dev.tillgate.chat.whatsapp;

import static dev.tillgate.chat.whatsapp.OpenedWhatsApp.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.chat.meta.MetaSettings;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is WhatsApp's own in what we send, and in connecting. */
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

    private JsonNode last() {
        List<ObjectNode> all = opened.whatsapp().messages(BUYER);
        return all.get(all.size() - 1);
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
            ChatEvent event = opened.events(FakeGraph.request(FakeGraph.written(FakeWhatsApp.notification(pressed))))
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
