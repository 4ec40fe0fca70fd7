package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.chat.ChatBook.Said;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Conversations in the real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredChatsTest {
    private static final Instant NOW = Samples.NOW;

    private final StoreFixture fixture = new StoreFixture();
    private final StoredChats chats = new StoredChats(fixture.sessions, new Vault(new byte[32]));

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void news_of_a_payment_is_not_put_off_by_a_look_that_began_before_it() {
        ChatSession session = chats.open(session());
        OrderId order = OrderId.next();
        ChatOrder card = chats.allow(order(session))
                .shown(new ChatOrder.Shown(order, PaymentId.next(), 3, "PAY"), NOW.plus(Duration.ofMinutes(2)));
        ChatSession looking = chats.keep(session, said(card)).orElseThrow();

        assertThat(chats.wake(session.merchant(), order, NOW)).isTrue();

        ChatOrder later =
                card.shown(new ChatOrder.Shown(order, PaymentId.next(), 3, "PAY"), NOW.plus(Duration.ofMinutes(5)));
        assertThat(chats.keep(looking, said(later)))
                .as("it was decided without the news")
                .isEmpty();
        assertThat(chats.order(session.merchant(), card.id()).orElseThrow().dueAt())
                .isEqualTo(NOW);
        ChatSession again = chats.session(session.merchant(), session.id()).orElseThrow();
        assertThat(chats.keep(again, said(later))).isPresent();
    }

    @Test
    void orders_that_no_conversation_shows_wake_nothing() {
        assertThat(chats.wake(MerchantId.next(), OrderId.next(), NOW)).isFalse();
    }

    private static Said said(ChatOrder order) {
        return new Said(List.of(), null, List.of(order), List.of());
    }

    private static ChatSession session() {
        return new ChatSession(
                MerchantId.next(),
                ChatId.next(),
                StoreId.next(),
                ChatSession.WIDGET,
                "one",
                "en",
                ChatSession.Mode.ASSISTANT,
                "",
                1,
                0,
                NOW,
                NOW);
    }

    private static ChatOrder order(ChatSession in) {
        return new ChatOrder(
                in.merchant(),
                in.id(),
                TimeOrderedId.next(ChatOrder.PREFIX),
                "1042",
                new ChatOrder.Terms(1, Money.ofMinor(1230, "EUR"), true, false, "", NOW.plus(Duration.ofDays(1))),
                null,
                null,
                null,
                0,
                "",
                null);
    }
}
