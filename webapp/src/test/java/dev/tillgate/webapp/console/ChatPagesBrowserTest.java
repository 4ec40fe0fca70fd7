package dev.tillgate.webapp.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatBook.Said;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of channels and conversations in a real browser, as the person sees them who answers. */
class ChatPagesBrowserTest {
    private static OwnersBrowser owner;
    private static Shop shop;
    private static ChatSession conversation;

    @BeforeAll
    static void open() {
        owner = new OwnersBrowser();
        shop = owner.newShop();
        ChannelId telegram =
                owner.gateway.connectChannel(shop, "telegram", Map.of("token", "1:not-a-token-of-anybody-12345"));
        conversation = talk();
        said(ChatMessage.Author.BUYER, "my card was declined, can a person help me?", List.of(wish()));
        owner.gateway
                .database()
                .execute("UPDATE chat_session SET mode = 'PERSON' WHERE id = '" + conversation.id() + "'");
        owner.gateway
                .database()
                .execute("INSERT INTO chat_delivery VALUES ('" + shop.merchant() + "', '" + conversation.id() + "', '"
                        + telegram + "', '4711', 99, NOW(3), 0, 'channel.problem.window', 1, NULL)");
    }

    @AfterAll
    static void close() {
        if (owner != null) {
            owner.close();
        }
    }

    @Test
    void nothing_is_cut_off_and_everybody_can_read_it() {
        Map<String, String> pages = new LinkedHashMap<>();
        String store = "/console/stores/" + shop.store();
        pages.put("chats", store + "/chat");
        pages.put("conversation", store + "/chat/" + conversation.id());
        ChatChannels.ALL.forEach(type -> pages.put("channel-" + type.id(), store + "/channels/" + type.id()));
        owner.looksAtAll(pages);
    }

    @Test
    void who_answers_sees_what_is_said_meanwhile_and_why_the_buyer_does_not_get_it() {
        owner.does(page -> {
            page.navigate(owner.gateway.url() + "/console/stores/" + shop.store() + "/chat");
            assertThat(page.locator("#waiting")).containsText("talk to a person");
            assertThat(page.locator("main")).containsText("Telegram connected");
            page.click("#waiting a");
            assertThat(page.locator("#problem")).containsText("until the buyer writes again");
            page.fill("textarea", "I am looking into it");
            said(ChatMessage.Author.BUYER, "are you there?", List.of());
            assertThat(page.locator("#said")).containsText("are you there?");
            assertThat(page.locator("textarea")).hasValue("I am looking into it");
            owner.gateway
                    .database()
                    .execute("UPDATE chat_delivery SET problem = NULL WHERE session_id = '" + conversation.id() + "'");
            assertThat(page.locator("#problem")).isEmpty();
        });
    }

    /** A conversation in which a payment was asked for. */
    private static ChatSession talk() {
        String token = request("")
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials")
                .post("/api/oauth/token")
                .path("access_token");
        String grant = request(token)
                .body(Map.of("order", "1042", "amount", "48.30", "currency", "EUR", "quoted", true))
                .post("/api/v1/chat/grants")
                .path("grant");
        var opened = request(grant).body(Map.of()).post("/api/v1/chat/sessions").jsonPath();
        request(opened.getString("token"))
                .body(Map.of("order", "1042"))
                .post("/api/v1/chat/sessions/" + opened.getString("id") + "/payments")
                .then()
                .statusCode(200);
        return owner.gateway
                .chats()
                .session(shop.merchant(), new ChatId(opened.getString("id")))
                .orElseThrow();
    }

    private static RequestSpecification request(String bearer) {
        RequestSpecification request = given().baseUri(owner.gateway.url().toString())
                .header("Idempotency-Key", UUID.randomUUID().toString());
        return bearer.isEmpty()
                ? request
                : request.header("Authorization", "Bearer " + bearer).contentType("application/json");
    }

    private static ChatNote wish() {
        return new ChatNote(
                TimeOrderedId.next(ChatNote.PREFIX),
                conversation.id(),
                ChatNote.Kind.PERSON,
                null,
                null,
                "",
                Instant.now(),
                null);
    }

    private static void said(ChatMessage.Author author, String text, List<ChatNote> notes) {
        ChatSession now = owner.gateway
                .chats()
                .session(conversation.merchant(), conversation.id())
                .orElseThrow();
        ChatMessage message =
                new ChatMessage(0, author, ChatMessage.Kind.TEXT, "{\"text\":\"" + text + "\"}", Instant.now());
        owner.gateway
                .chats()
                .keep(now, new Said(List.of(message), null, List.of(), notes))
                .orElseThrow();
    }
}
