package dev.tillgate.webapp.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A shop's own bot: it is told by signed calls, and answers through the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatBotTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);
    private final ListeningBot bot =
            new ListeningBot(gateway.url(), credentials.store().value());

    ChatBotTest() throws IOException {
        gateway.connectChannel(credentials, "bot", Map.of("url", bot.url(), "answers", "visitors"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        bot.close();
    }

    @Test
    void a_bot_answers_a_visitor_asks_for_the_payment_and_hears_that_it_was_paid() {
        Chatter visitor = visitor("W-1", "12.30");
        assertThat(visitor.says("Guten Tag, ich möchte W-1 bezahlen"))
                .as("the assistant is silent")
                .isEmpty();
        awaitHeard(visitor, "Guten Tag, ich möchte W-1 bezahlen");

        String key = UUID.randomUUID().toString();
        int number =
                reply(visitor.id(), "Gern! Hier ist Ihre Zahlung.", key, 200).path("sequence");
        assertThat(reply(visitor.id(), "Gern! Hier ist Ihre Zahlung.", key, 200).<Integer>path("sequence"))
                .isEqualTo(number);
        String payment = shop.post("/api/v1/chat/sessions/" + visitor.id() + "/payments", "{\"order\":\"W-1\"}")
                .then()
                .statusCode(200)
                .body("amount", equalTo("12.30"))
                .extract()
                .path("payment");
        assertThat(visitor.messages().getList("data.findAll { it.author == 'bot' }.content.text"))
                .containsExactly("Gern! Hier ist Ihre Zahlung.");

        bot.fails(2);
        shop.post("/api/v1/payments/" + payment + "/attempts", "{\"method\": \"card\", \"instrument\": \"tok_visa\"}")
                .then()
                .statusCode(201);
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        bot.heard(visitor.id()).values())
                .anyMatch(message -> message.at("/content/payment").asText().equals(payment)
                        && message.at("/content/status").asText().equals("paid")));
        assertThat(bot.stillFailing()).as("told again after it had failed").isZero();
        assertThat(bot.heard(visitor.id()).keySet())
                .as("nothing is left out")
                .containsExactlyElementsOf(visitor.messages().getList("data.sequence", Long.class));
        assertThat(bot.refused()).isEmpty();
    }

    @Test
    void a_bot_hands_over_to_a_person_and_is_silent_until_it_is_asked_again() {
        Chatter visitor = visitor("W-2", "5.00");
        shop.post(
                        "/api/v1/chat/sessions/" + visitor.id() + "/replies",
                        "{\"text\":\"A colleague will answer.\",\"person\":true}")
                .then()
                .statusCode(200);
        reply(visitor.id(), "Still here", "k", 409);
        assertThat(gateway.database()
                        .text("SELECT COUNT(*) FROM chat_note WHERE kind = 'PERSON' AND session_id = '" + visitor.id()
                                + "'"))
                .isEqualTo("1");
    }

    @Test
    void who_holds_only_the_conversations_token_cannot_speak_for_the_bot() {
        Chatter visitor = visitor("W-3", "5.00");
        visitor.post("/replies", Map.of("text", "Order W-3 costs 0.01"), "k")
                .then()
                .statusCode(401);
        assertThat(visitor.messages().getList("data.author")).doesNotContain("bot");
    }

    /** The visitor opens the widget on a page that holds a grant. */
    private Chatter visitor(String order, String amount) {
        gateway.database()
                .execute("INSERT IGNORE INTO chat_store (merchant_id, store_id, widget, policy, updated_at)"
                        + " SELECT merchant_id, id, TRUE, '2026-01', NOW(3) FROM store WHERE id = '"
                        + credentials.store() + "'");
        return Chatter.visitor(gateway.url(), credentials.store().value(), Chatter.grant(shop, order, amount, true));
    }

    private Response reply(String chat, String text, String key, int status) {
        return given().baseUri(gateway.url().toString())
                .header("Authorization", "Bearer " + shop.token())
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(Map.of("text", text))
                .post("/api/v1/chat/sessions/" + chat + "/replies")
                .then()
                .statusCode(status)
                .extract()
                .response();
    }

    private void awaitHeard(Chatter visitor, String text) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(bot.heard(visitor.id()).values())
                        .anyMatch(message -> message.path("author").asText().equals("buyer")
                                && message.at("/content/text").asText().equals(text)));
    }
}
