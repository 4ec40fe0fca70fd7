package dev.tillgate.store;

import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.Delivery;
import dev.tillgate.flow.chat.DeliveryBook;
import dev.tillgate.payment.MerchantId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is still to be told to channels, in the database. */
public final class StoredDeliveries implements DeliveryBook {
    private final Sessions sessions;

    public StoredDeliveries(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Delivery> find(MerchantId merchant, ChatId chat) {
        return sessions.read(session -> Optional.ofNullable(
                        session.get(ChatDeliveryRow.class, new ChatDeliveryRow.Key(merchant.value(), chat.value())))
                .map(ChatDeliveryRow::toRecord));
    }

    @Override
    public void heard(MerchantId merchant, ChatId chat, ChannelId channel, String conversation, Instant at) {
        sessions.inOneDo(session -> session.createNativeMutationQuery("""
                        INSERT INTO chat_delivery (merchant_id, session_id, channel_id, conversation, sent_sequence,
                          heard_at, sent_since, tries, due_at)
                        VALUES (:merchant, :chat, :channel, :conversation, 0, :at, 0, 0, NULL)
                        ON DUPLICATE KEY UPDATE channel_id = :channel, conversation = :conversation, heard_at = :at,
                          sent_since = 0, problem = NULL, tries = 0""")
                .setParameter("merchant", merchant.value())
                .setParameter("chat", chat.value())
                .setParameter("channel", channel.value())
                .setParameter("conversation", conversation)
                .setParameter("at", Times.column(at))
                .executeUpdate());
    }

    @Override
    public void troubled(ChatChannel channel, String conversation, String problem) {
        sessions.inOneDo(session -> session.createMutationQuery("""
                        update ChatDeliveryRow set problem = :problem where merchantId = :merchant and sessionId in
                          (select s.id from ChatSessionRow s where s.merchantId = :merchant and s.conversation = :name
                             and s.channel = :kind and s.storeId = :store)""")
                .setParameter("problem", problem)
                .setParameter("merchant", channel.merchant().value())
                .setParameter("name", channel.named(conversation))
                .setParameter("kind", channel.kind())
                .setParameter("store", channel.store().value())
                .executeUpdate());
    }

    @Override
    public List<Posted> posted(MerchantId merchant, ChatId chat) {
        return sessions
                .read(session -> session.createSelectionQuery(
                                "from ChatPostedRow where merchantId = :merchant and sessionId = :chat",
                                ChatPostedRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("chat", chat.value())
                        .getResultList())
                .stream()
                .map(ChatPostedRow::toRecord)
                .toList();
    }

    @Override
    public void keep(Delivery before, Told told, @Nullable Posted card, Instant now, @Nullable Instant dueAt) {
        // Whatever came of the last message, it is behind: the next one must not wait.
        boolean goesOn = told.problem() == null || told.upTo() > before.sent();
        sessions.inOneDo(session -> {
            // A message that was kept since the last look must not wait for the next one.
            session.createNativeMutationQuery("""
                            UPDATE chat_delivery d JOIN chat_session s
                              ON s.merchant_id = d.merchant_id AND s.id = d.session_id
                            SET d.sent_sequence = :sent, d.sent_since = d.sent_since + :messages,
                              d.problem = :problem, d.tries = CASE WHEN :goesOn THEN 0 ELSE d.tries + 1 END,
                              d.due_at = CASE WHEN :goesOn AND s.last_sequence > :sent THEN :now ELSE :due END
                            WHERE d.merchant_id = :merchant AND d.session_id = :chat""")
                    .setParameter("sent", told.upTo())
                    .setParameter("messages", told.messages())
                    .setParameter("problem", told.problem(), String.class)
                    .setParameter("goesOn", goesOn)
                    .setParameter("now", Times.column(now))
                    .setParameter("due", dueAt == null ? null : Times.column(dueAt), LocalDateTime.class)
                    .setParameter("merchant", before.merchant().value())
                    .setParameter("chat", before.session().value())
                    .executeUpdate();
            if (card != null) {
                session.upsert(row(before, card));
            }
        });
    }

    private static ChatPostedRow row(Delivery in, Posted card) {
        ChatPostedRow row = new ChatPostedRow();
        row.merchantId = in.merchant().value();
        row.sessionId = in.session().value();
        row.paymentId = card.payment().value();
        row.ref = card.ref();
        row.version = card.version();
        row.status = card.status();
        return row;
    }
}
