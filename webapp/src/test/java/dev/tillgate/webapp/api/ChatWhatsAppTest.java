package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.whatsapp.FakeWhatsApp;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A buyer pays an order in a chat at WhatsApp: the whole way, with WhatsApp's own wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatWhatsAppTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern PAYMENT = Pattern.compile("/pay/([0-9a-z]{26})");

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final FakeWhatsApp whatsapp = new FakeWhatsApp();
    private final Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);

    ChatWhatsAppTest() {
        gateway.connectChannel(
                credentials,
                "whatsapp",
                Map.of(
                        "number", FakeWhatsApp.NUMBER,
                        "account", FakeWhatsApp.ACCOUNT,
                        "token", FakeWhatsApp.TOKEN,
                        "secret", FakeWhatsApp.APP_SECRET,
                        "verify", FakeWhatsApp.VERIFY,
                        "template", FakeWhatsApp.TEMPLATE,
                        "language", "en_US",
                        "api", whatsapp.url()));
        String id = gateway.database().text("SELECT id FROM chat_channel WHERE kind = 'whatsapp'");
        String address = gateway.url() + "/hooks/chat/" + id;
        assertThat(whatsapp.subscribe(address, "another-word")).isFalse();
        assertThat(whatsapp.subscribe(address, FakeWhatsApp.VERIFY)).isTrue();
    }

    @AfterAll
    void stop() {
        gateway.close();
        whatsapp.close();
    }

    @Test
    void an_order_is_paid_in_the_chat_and_the_buyer_hears_it_once() {
        String buyer = "4915112340001";
        writes(buyer, "Hi! " + code("W-1", "12.30"));
        awaitSeen(buyer, "€12.30");
        press(buyer);
        String payment = awaitPayment(buyer);
        pay(payment, "tok_visa");
        awaitSeen(buyer, "Paid");
        assertThat(seen(buyer)).filteredOn(text -> text.contains("Paid")).hasSize(1);
    }

    @Test
    void a_chinese_buyer_pays_after_a_decline_though_whatsapp_is_broken_meanwhile() {
        String buyer = "8613812345678";
        writes(buyer, "你好，我要付款 " + code("W-2", "30.00"));
        awaitSeen(buyer, "30.00");
        press(buyer);
        String payment = awaitPayment(buyer);
        whatsapp.trouble(Mishap.BROKEN);
        pay(payment, "tok_declined_insufficient_funds");
        whatsapp.trouble(Mishap.NONE);
        awaitSeen(buyer, "余额不足");
        pay(payment, "tok_visa");
        awaitSeen(buyer, "已付款");
    }

    @Test
    void a_notification_that_comes_twice_is_heard_once() {
        String buyer = "4915112340003";
        var notification = FakeWhatsApp.notification(whatsapp.text(buyer, "hello"));
        whatsapp.repeats(notification);
        whatsapp.repeats(notification);
        assertThat(whatsapp.deliver()).containsOnly(200);
        awaitSeen(buyer, "");
        assertThat(gateway.database()
                        .text("SELECT COUNT(*) FROM chat_arrival WHERE conversation LIKE '%" + buyer + "'"))
                .isEqualTo("1");
    }

    @Test
    void a_day_later_a_template_tells_that_it_was_paid_and_words_wait_for_the_buyer() {
        String buyer = "4915112340004";
        writes(buyer, "Hi! " + code("W-4", "44.00"));
        awaitSeen(buyer, "€44.00");
        press(buyer);
        String payment = awaitPayment(buyer);
        whatsapp.passes(Duration.ofHours(25));
        gateway.database()
                .execute("UPDATE chat_delivery SET heard_at = heard_at - INTERVAL 25 HOUR WHERE conversation = '"
                        + buyer + "'");
        pay(payment, "tok_visa");
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
        awaitSeen(buyer, "");
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

    private String problem(String buyer) {
        return gateway.database()
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

    private String code(String order, String amount) {
        return shop.post("/api/v1/chat/grants", """
                        {"order": "%s", "amount": "%s", "currency": "EUR", "quoted": true, "code": true}""".formatted(order, amount))
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    private List<String> seen(String buyer) {
        return whatsapp.messages(buyer).stream()
                .<JsonNode>map(one -> one)
                .map(FakeWhatsApp::seen)
                .toList();
    }

    private void awaitSeen(String buyer, String words) {
        await().atMost(SOON).untilAsserted(() -> assertThat(seen(buyer)).anyMatch(text -> text.contains(words)));
    }

    private String awaitPayment(String buyer) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(whatsapp.messages(buyer).toString()).containsPattern(PAYMENT));
        Matcher payment = PAYMENT.matcher(whatsapp.messages(buyer).toString());
        assertThat(payment.find()).isTrue();
        return "pay_" + payment.group(1);
    }

    private void pay(String payment, String instrument) {
        shop.post("/api/v1/payments/" + payment + "/attempts", """
                        {"method": "card", "instrument": "%s"}""".formatted(instrument))
                .then()
                .statusCode(201);
    }
}
