package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatBook.Said;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.Delivery;
import dev.tillgate.flow.chat.DeliveryBook.Told;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.Vault;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How far conversations were told, in the real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredDeliveriesTest {
    private static final Instant NOW = Samples.NOW;

    private final StoreFixture fixture = new StoreFixture();
    private final StoredChats chats = new StoredChats(fixture.sessions, new Vault(new byte[32]));
    private final StoredDeliveries deliveries = new StoredDeliveries(fixture.sessions);
    private ChatSession session = opened();

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void aConversationWithOneMessage() {
        session = chats.open(opened());
        deliveries.heard(session.merchant(), session.id(), ChannelId.next(), "4711", NOW);
        session = says(session);
    }

    @Test
    void what_is_said_while_a_message_is_refused_is_told_at_once() {
        Delivery look = look();
        says(session);
        deliveries.keep(look, new Told(1, 0, "channel.problem.refused"), null, NOW, null);
        assertThat(due()).isEqualTo(1);
        assertThat(look().problem()).isEqualTo("channel.problem.refused");
        assertThat(look().tries()).isZero();
    }

    @Test
    void what_is_said_while_the_window_is_closed_waits_for_the_buyer() {
        Delivery look = look();
        says(session);
        deliveries.keep(look, new Told(look.sent(), 0, "channel.problem.window"), null, NOW, null);
        assertThat(due()).isZero();
    }

    private Delivery look() {
        return deliveries.find(session.merchant(), session.id()).orElseThrow();
    }

    private long due() {
        return fixture.database.number(
                "SELECT COUNT(*) FROM chat_delivery WHERE due_at IS NOT NULL AND session_id = '" + session.id() + "'");
    }

    private ChatSession says(ChatSession in) {
        ChatMessage message =
                new ChatMessage(0, ChatMessage.Author.ASSISTANT, ChatMessage.Kind.TEXT, "{\"text\":\"hello\"}", NOW);
        return chats.keep(in, new Said(List.of(message), null, List.of(), List.of()))
                .orElseThrow();
    }

    private static ChatSession opened() {
        return new ChatSession(
                MerchantId.next(),
                ChatId.next(),
                StoreId.next(),
                "telegram",
                "4711",
                "en",
                ChatSession.Mode.ASSISTANT,
                "",
                1,
                0,
                NOW,
                NOW);
    }
}
