package dev.tillgate.webapp.api;

import static dev.tillgate.webapp.api.ChatShop.awaitPayment;
import static dev.tillgate.webapp.api.ChatShop.awaitSeen;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.messenger.FakeMessenger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A buyer pays an order in a chat with a page: the whole way, with Messenger's own wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatMessengerTest {
    private final ChatShop shop = new ChatShop();
    private final FakeMessenger messenger = new FakeMessenger();

    ChatMessengerTest() {
        shop.connect("messenger", messenger, Map.of("page", FakeMessenger.PAGE));
    }

    @AfterAll
    void stop() {
        shop.close();
        messenger.close();
    }

    @Test
    void an_order_is_paid_in_the_chat_and_the_buyer_hears_it_once() {
        String buyer = "1254477777772919";
        // By a link to the page, m.me/PAGE?ref=CODE.
        messenger.repeats(FakeMessenger.notification(messenger.begins(buyer, shop.code("M-1", "12.30"))));
        messenger.deliver();
        awaitSeen(() -> seen(buyer), "€12.30");
        press(buyer);
        String payment = awaitPayment(() -> messenger.messages(buyer));
        shop.pay(payment, "tok_visa");
        awaitSeen(() -> seen(buyer), "Paid");
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

    private List<String> seen(String buyer) {
        return messenger.messages(buyer).stream()
                .<JsonNode>map(one -> one)
                .map(FakeMessenger::seen)
                .toList();
    }
}
