package dev.tillgate.webapp.api;

import static dev.tillgate.webapp.api.ChatShop.SOON;
import static dev.tillgate.webapp.api.ChatShop.awaitPayment;
import static dev.tillgate.webapp.api.ChatShop.awaitSeen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.whatsapp.FakeWhatsApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A buyer pays an order in a chat at WhatsApp: the whole way, with WhatsApp's own wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatWhatsAppTest {
    private final ChatShop shop = new ChatShop();
    private final FakeWhatsApp whatsapp = new FakeWhatsApp();

    ChatWhatsAppTest() {
        shop.connect(
                "whatsapp",
                whatsapp,
                Map.of(
                        "number", FakeWhatsApp.NUMBER,
                        "account", FakeWhatsApp.ACCOUNT,
                        "template", FakeWhatsApp.TEMPLATE,
                        "language", "en_US"));
    }

    @AfterAll
    void stop() {
        shop.close();
        whatsapp.close();
    }

    @Test
    void an_order_is_paid_in_the_chat_and_the_buyer_hears_it_once() {
        String buyer = "4915112340001";
        writes(buyer, "Hi! " + shop.code("W-1", "12.30"));
        awaitSeen(() -> seen(buyer), "€12.30");
        press(buyer);
        String payment = awaitPayment(() -> whatsapp.messages(buyer));
        shop.pay(payment, "tok_visa");
        awaitSeen(() -> seen(buyer), "Paid");
        assertThat(seen(buyer)).filteredOn(text -> text.contains("Paid")).hasSize(1);
    }

    @Test
    void a_chinese_buyer_pays_after_a_decline_though_whatsapp_is_broken_meanwhile() {
        String buyer = "8613812345678";
        writes(buyer, "你好，我要付款 " + shop.code("W-2", "30.00"));
        awaitSeen(() -> seen(buyer), "30.00");
        press(buyer);
        String payment = awaitPayment(() -> whatsapp.messages(buyer));
        whatsapp.trouble(Mishap.BROKEN);
        shop.pay(payment, "tok_declined_insufficient_funds");
        whatsapp.trouble(Mishap.NONE);
        awaitSeen(() -> seen(buyer), "余额不足");
        shop.pay(payment, "tok_visa");
        awaitSeen(() -> seen(buyer), "已付款");
    }

    @Test
    void a_notification_that_comes_twice_is_heard_once() {
        String buyer = "4915112340003";
        var notification = FakeWhatsApp.notification(whatsapp.text(buyer, "hello"));
        whatsapp.repeats(notification);
        whatsapp.repeats(notification);
        assertThat(whatsapp.deliver()).containsOnly(200);
        awaitSeen(() -> seen(buyer), "");
        assertThat(shop.gateway
                        .database()
                        .text("SELECT COUNT(*) FROM chat_arrival WHERE conversation LIKE '%" + buyer + "'"))
                .isEqualTo("1");
    }

    @Test
    void a_day_later_a_template_tells_that_it_was_paid_and_words_wait_for_the_buyer() {
        String buyer = "4915112340004";
        writes(buyer, "Hi! " + shop.code("W-4", "44.00"));
        awaitSeen(() -> seen(buyer), "€44.00");
        press(buyer);
        String payment = awaitPayment(() -> whatsapp.messages(buyer));
        whatsapp.passes(Duration.ofHours(25));
        shop.gateway
                .database()
                .execute("UPDATE chat_delivery SET heard_at = heard_at - INTERVAL 25 HOUR WHERE conversation = '"
                        + buyer + "'");
        shop.pay(payment, "tok_visa");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(whatsapp.messages(buyer)).last().satisfies(message -> assertThat(
                                message.at("/template/name").asText())
                        .isEqualTo(FakeWhatsApp.TEMPLATE)));
        assertThat(seen(buyer))
                .last()
                .asString()
                .contains("W-4")
                .contains("€44.00")
                .contains("Paid");

        writes(buyer, "thank you");
        await().atMost(SOON).untilAsserted(() -> assertThat(whatsapp.messages(buyer))
                .last()
                .satisfies(message -> assertThat(message.path("type").asText()).isNotEqualTo("template")));
        assertThat(whatsapp.messages(buyer))
                .filteredOn(message -> message.path("type").asText().equals("template"))
                .hasSize(1);
    }

    @Test
    void a_message_that_was_taken_and_could_not_be_delivered_is_told_to_the_merchant() {
        String buyer = "4915112340005";
        writes(buyer, "hello");
        awaitSeen(() -> seen(buyer), "");
        ObjectNode failed = whatsapp.status(buyer, "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI1NkQ4", "failed");
        failed.putArray("errors").addObject().put("code", 131026);
        whatsapp.repeats(FakeWhatsApp.notification(
                List.of(List.of(FakeWhatsApp.change(FakeWhatsApp.NUMBER, List.of(), List.of(failed))))));
        await().atMost(SOON).until(() -> problem(buyer).isEmpty());
        whatsapp.deliver();
        assertThat(problem(buyer)).isEqualTo("channel.problem.lost");
        writes(buyer, "hello again");
        await().atMost(SOON).until(() -> problem(buyer).isEmpty());
    }

    @Test
    void a_message_that_is_refused_is_told_to_the_merchant_until_one_is_taken_again() {
        String buyer = "4915112340006";
        whatsapp.trouble(Mishap.BLOCKED);
        writes(buyer, "hello");
        await().atMost(SOON).untilAsserted(() -> assertThat(problem(buyer)).isEqualTo("channel.problem.refused"));
        whatsapp.trouble(Mishap.NONE);
        writes(buyer, "hello again");
        awaitSeen(() -> seen(buyer), "");
        await().atMost(SOON).until(() -> problem(buyer).isEmpty());
    }

    private String problem(String buyer) {
        return shop.gateway
                .database()
                .text("SELECT COALESCE(MAX(problem), '') FROM chat_delivery WHERE conversation = '" + buyer + "'");
    }

    private void writes(String buyer, String text) {
        whatsapp.writes(buyer, text);
        whatsapp.deliver();
    }

    /** Says yes to the newest message that has buttons. */
    private void press(String buyer) {
        String label = whatsapp.messages(buyer).stream()
                .map(message ->
                        message.at("/interactive/action/buttons/0/reply/title").asText())
                .filter(title -> !title.isEmpty())
                .reduce((first, last) -> last)
                .orElseThrow();
        whatsapp.repeats(FakeWhatsApp.notification(whatsapp.presses(buyer, label)));
        whatsapp.deliver();
    }

    private List<String> seen(String buyer) {
        return whatsapp.messages(buyer).stream()
                .<JsonNode>map(one -> one)
                .map(FakeWhatsApp::seen)
                .toList();
    }
}
