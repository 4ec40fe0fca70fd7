package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatBook.Said;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.money.Money;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.store.Housekeeping.Keep;
import dev.tillgate.store.Housekeeping.Removed;
import dev.tillgate.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HousekeepingTest {
    private static final Instant NOW = Samples.NOW;
    private static final Instant OLD = NOW.minus(Duration.ofDays(31));

    private StoreFixture fixture;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void what_has_served_its_time_goes_and_the_rest_stays() {
        for (int i = 0; i < 25; i++) {
            ask("old-" + i, OLD);
        }
        ask("new", NOW);
        String late =
                "'" + OLD.minus(Duration.ofDays(20)).toString().replace("Z", "").replace('T', ' ') + "'";
        fixture.database.execute("INSERT INTO callback_try VALUES ('m', 'e', 1, " + late + ", 500, NULL, 1)");
        fixture.database.execute("INSERT INTO callback_try VALUES ('m', 'e', 2, '2026-11-01 00:00:00', 500, NULL, 1)");
        fixture.database.execute("INSERT INTO notification VALUES"
                + " ('m', 'n1', 'a', 'k1', 'r', 'APPLIED', NULL, NULL, 1, " + late + "),"
                + " ('m', 'n2', 'a', 'k2', 'r', 'RECEIVED', NULL, " + late + ", 1, " + late + ")");

        Removed removed = new Housekeeping(fixture.sessions, Keep.USUAL, 10, 100).run(NOW);

        assertThat(removed).isEqualTo(new Removed(25, 1, 1, 0, 0));
        assertThat(fixture.database.number("SELECT COUNT(*) FROM idempotency WHERE idem_key = 'new'"))
                .isEqualTo(1);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM notification WHERE id = 'n2'"))
                .isEqualTo(1);
        assertThat(fixture.database.number("SELECT number FROM callback_try")).isEqualTo(2);
    }

    @Test
    void one_run_removes_no_more_than_its_bound_and_the_next_goes_on() {
        for (int i = 0; i < 25; i++) {
            ask("old-" + i, OLD);
        }
        Housekeeping bounded = new Housekeeping(fixture.sessions, Keep.USUAL, 5, 3);

        assertThat(bounded.run(NOW).requests()).isEqualTo(15);
        assertThat(bounded.run(NOW).requests()).isEqualTo(10);
        assertThat(bounded.run(NOW).requests()).isZero();
    }

    @Test
    void a_conversation_goes_whole_half_a_year_after_the_last_word_and_others_stay() {
        StoredChats chats = new StoredChats(fixture.sessions, new Vault(new byte[32]));
        Instant halfAYearAgo = NOW.minus(Duration.ofDays(181));
        ChatSession old = saying(chats, "old", halfAYearAgo, halfAYearAgo);
        ChatSession alive = saying(chats, "alive", halfAYearAgo, NOW.minus(Duration.ofDays(179)));
        for (int i = 0; i < 60; i++) {
            saying(chats, "old-" + i, halfAYearAgo, halfAYearAgo);
        }

        assertThat(new Housekeeping(fixture.sessions, Keep.USUAL).run(NOW).conversations())
                .isEqualTo(61);

        assertThat(chats.session(old.merchant(), old.id())).isEmpty();
        assertThat(chats.messages(alive.merchant(), alive.id(), 0, 10)).hasSize(1);
        assertThat(chats.orders(alive.merchant(), alive.id())).hasSize(1);
        for (String table : List.of("chat_session", "chat_message", "chat_order", "chat_note", "chat_delivery")) {
            assertThat(fixture.database.number("SELECT COUNT(*) FROM " + table))
                    .as(table)
                    .isEqualTo(1);
        }
        assertThat(new Housekeeping(fixture.sessions, Keep.USUAL.conversations(Duration.ofDays(30)))
                        .run(NOW)
                        .conversations())
                .isEqualTo(1);
    }

    @Test
    void what_a_buyer_wrote_is_kept_no_longer_as_it_came_than_in_the_conversation() {
        fixture.database.execute("INSERT INTO chat_arrival VALUES"
                + " ('m', 'a1', 'c', 'k1', 'x', 'sealed', 'APPLIED', NULL, NULL, 0, '"
                + NOW.minus(Duration.ofDays(8)).toString().replace("Z", "").replace('T', ' ') + "')");
        Keep aWeek = Keep.USUAL.conversations(Duration.ofDays(7));

        assertThat(new Housekeeping(fixture.sessions, Keep.USUAL).run(NOW).messages())
                .isZero();
        assertThat(new Housekeeping(fixture.sessions, aWeek).run(NOW).messages())
                .isEqualTo(1);
    }

    /** A conversation with all that one can consist of. */
    private ChatSession saying(StoredChats chats, String name, Instant opened, Instant said) {
        ChatSession session = chats.open(new ChatSession(
                fixture.samples.merchant,
                ChatId.next(),
                fixture.samples.store,
                "telegram",
                name,
                "en",
                ChatSession.Mode.ASSISTANT,
                "",
                1,
                0,
                opened,
                opened));
        chats.allow(new ChatOrder(
                session.merchant(),
                session.id(),
                TimeOrderedId.next(ChatOrder.PREFIX),
                "1042",
                new ChatOrder.Terms(1, Money.ofMinor(4830, "EUR"), true, false, "", said),
                null,
                null,
                null,
                0,
                "",
                null));
        new StoredDeliveries(fixture.sessions).heard(session.merchant(), session.id(), ChannelId.next(), name, opened);
        ChatNote note = new ChatNote(
                TimeOrderedId.next(ChatNote.PREFIX), session.id(), ChatNote.Kind.PERSON, null, null, "", said, null);
        ChatMessage message =
                new ChatMessage(0, ChatMessage.Author.BUYER, ChatMessage.Kind.TEXT, "{\"text\":\"hello\"}", said);
        return chats.keep(session, new Said(List.of(message), null, List.of(), List.of(note)))
                .orElseThrow();
    }

    private void ask(String key, Instant at) {
        IdempotencyRecord request = fixture.samples.request(key);
        fixture.inOne(books -> books.insert(new IdempotencyRecord(
                request.merchant(), request.caller(), key, request.requestHash(), "-", 200, "{}", at)));
    }
}
