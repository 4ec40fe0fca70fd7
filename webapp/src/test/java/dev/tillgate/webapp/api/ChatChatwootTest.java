package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.chat.chatwoot.FakeChatwoot;
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

/** A buyer pays in an inbox of Chatwoot's, and is given to an agent when asking for a person: the whole way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatChatwootTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern PAYMENT = Pattern.compile("/pay/([0-9a-z]{26})");

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final FakeChatwoot chatwoot = new FakeChatwoot();
    private final Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);

    ChatChatwootTest() {
        var channel = gateway.connectChannel(
                credentials,
                "chatwoot",
                Map.of(
                        "address", chatwoot.origin(),
                        "account", FakeChatwoot.ACCOUNT,
                        "token", FakeChatwoot.TOKEN,
                        "secret", FakeChatwoot.SECRET));
        chatwoot.tells(gateway.url() + "/hooks/chat/" + channel);
    }

    @AfterAll
    void stop() {
        gateway.close();
        chatwoot.close();
    }

    @Test
    void an_order_is_paid_by_a_choice_in_the_widget() {
        String conversation = chatwoot.opens();
        String code = shop.post("/api/v1/chat/grants", """
                        {"order": "C-1", "amount": "12.30", "currency": "EUR", "quoted": true, "code": true}""")
                .then()
                .statusCode(201)
                .extract()
                .path("code");
        writes(conversation, "I want to pay " + code);
        awaitSeen(conversation, "12.30");
        String yes = chatwoot.ours(conversation).stream()
                .map(message -> message.at("/content_attributes/items/0/title").asText())
                .filter(title -> !title.isEmpty())
                .reduce((first, last) -> last)
                .orElseThrow();
        chatwoot.chooses(conversation, yes);
        chatwoot.deliver();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(seen(conversation).toString()).containsPattern(PAYMENT));
        Matcher payment = PAYMENT.matcher(seen(conversation).toString());
        assertThat(payment.find()).isTrue();
        shop.post("/api/v1/payments/pay_" + payment.group(1) + "/attempts", """
                        {"method": "card", "instrument": "tok_visa"}""")
                .then()
                .statusCode(201);
        awaitSeen(conversation, "Paid");
    }

    @Test
    void who_asks_for_a_person_is_given_to_the_agents_and_comes_back_when_they_are_done() {
        String conversation = chatwoot.opens();
        writes(conversation, "hello");
        await().atMost(SOON).untilAsserted(() -> assertThat(seen(conversation)).isNotEmpty());
        assertThat(chatwoot.status(conversation)).isEqualTo("pending");

        writes(conversation, "I want to talk to a person");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(chatwoot.status(conversation)).isEqualTo("open"));
        await().atMost(SOON).untilAsserted(() -> assertThat(seen(conversation)).hasSizeGreaterThan(1));
        int said = seen(conversation).size();
        writes(conversation, "to the agent: how can I pay?");

        chatwoot.status(conversation, "pending");
        gateway.database().execute("UPDATE chat_session SET updated_at = updated_at - INTERVAL 1 HOUR");
        writes(conversation, "how can I pay?");
        await().atMost(SOON).untilAsserted(() -> assertThat(seen(conversation)).hasSizeGreaterThan(said));
        assertThat(gateway.database()
                        .text("SELECT mode FROM chat_session WHERE conversation LIKE '%:" + conversation + "'"))
                .isEqualTo("ASSISTANT");
    }

    private void writes(String conversation, String text) {
        chatwoot.writes(conversation, text);
        assertThat(chatwoot.deliver()).containsOnly(200);
    }

    private List<String> seen(String conversation) {
        return chatwoot.ours(conversation).stream()
                .map(message -> message.path("content").asText())
                .toList();
    }

    private void awaitSeen(String conversation, String words) {
        await().atMost(SOON).untilAsserted(() -> assertThat(seen(conversation)).anyMatch(text -> text.contains(words)));
    }
}
