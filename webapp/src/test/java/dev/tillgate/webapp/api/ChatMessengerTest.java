package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.messenger.FakeMessenger;
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

/** A buyer pays an order in a chat with a page: the whole way, with Messenger's own wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatMessengerTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern PAYMENT = Pattern.compile("/pay/([0-9a-z]{26})");

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final FakeMessenger messenger = new FakeMessenger();
    private final Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);

    ChatMessengerTest() {
        gateway.connectChannel(
                credentials,
                "messenger",
                Map.of(
                        "page", FakeMessenger.PAGE,
                        "token", FakeMessenger.TOKEN,
                        "secret", FakeMessenger.APP_SECRET,
                        "verify", FakeMessenger.VERIFY,
                        "api", messenger.url()));
        String id = gateway.database().text("SELECT id FROM chat_channel WHERE kind = 'messenger'");
        String address = gateway.url() + "/hooks/chat/" + id;
        assertThat(messenger.subscribe(address, "another-word")).isFalse();
        assertThat(messenger.subscribe(address, FakeMessenger.VERIFY)).isTrue();
    }

    @AfterAll
    void stop() {
        gateway.close();
        messenger.close();
    }

    @Test
    void an_order_is_paid_in_the_chat_and_the_buyer_hears_it_once() {
        String buyer = "1254477777772919";
        // By a link to the page, m.me/PAGE?ref=CODE.
        messenger.repeats(FakeMessenger.notification(messenger.begins(buyer, code("M-1", "12.30"))));
        messenger.deliver();
        awaitSeen(buyer, "€12.30");
        press(buyer);
        String payment = awaitPayment(buyer);
        pay(payment, "tok_visa");
        awaitSeen(buyer, "Paid");
        assertThat(seen(buyer)).filteredOn(text -> text.contains("Paid")).hasSize(1);
    }

    /** Taps yes below the newest message that has quick replies. */
    private void press(String buyer) {
        String label = messenger.messages(buyer).stream()
                .map(message -> message.at("/message/quick_replies/0/title").asText())
                .filter(title -> !title.isEmpty())
                .reduce((first, last) -> last)
                .orElseThrow();
        messenger.repeats(FakeMessenger.notification(messenger.taps(buyer, label)));
        messenger.deliver();
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
        return messenger.messages(buyer).stream()
                .<JsonNode>map(one -> one)
                .map(FakeMessenger::seen)
                .toList();
    }

    private void awaitSeen(String buyer, String words) {
        await().atMost(SOON).untilAsserted(() -> assertThat(seen(buyer)).anyMatch(text -> text.contains(words)));
    }

    private String awaitPayment(String buyer) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(messenger.messages(buyer).toString()).containsPattern(PAYMENT));
        Matcher payment = PAYMENT.matcher(messenger.messages(buyer).toString());
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
