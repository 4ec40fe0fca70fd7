package dev.tillgate.store;

import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.ChatStore;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.Vault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Conversations in the database; what was written is sealed. */
public final class StoredChats implements ChatBook {
    private static final String MESSAGE = "chat-message";
    private static final String NOTE = "chat-note";

    private static final int MOST_OF_ONE_ORDER = 100;

    private final Sessions sessions;
    private final Vault vault;

    public StoredChats(Sessions sessions, Vault vault) {
        this.sessions = sessions;
        this.vault = vault;
    }

    @Override
    public Optional<ChatStore> store(StoreId store) {
        return sessions.read(session -> session.createSelectionQuery(
                                "from ChatStoreRow where storeId = :store", ChatStoreRow.class)
                        .setParameter("store", store.value())
                        .uniqueResultOptional())
                .map(ChatStoreRow::toRecord);
    }

    @Override
    public void set(ChatStore store) {
        sessions.inOneDo(session -> session.upsert(ChatStoreRow.of(store)));
    }

    @Override
    public Optional<ChatSession> session(MerchantId merchant, ChatId id) {
        return sessions.read(session -> session.createSelectionQuery(
                                "from ChatSessionRow where merchantId = :merchant and id = :id", ChatSessionRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("id", id.value())
                        .uniqueResultOptional())
                .map(ChatSessionRow::toRecord);
    }

    @Override
    public ChatSession open(ChatSession fresh) {
        try {
            sessions.inOneDo(session -> session.insert(ChatSessionRow.of(fresh)));
            return fresh;
        } catch (RuntimeException failure) {
            if (!Reruns.isDuplicate(failure, "chat_session_by_conversation")) {
                throw failure;
            }
            return sessions.read(session -> session.createSelectionQuery("""
                            from ChatSessionRow where merchantId = :merchant and conversation = :conversation
                            and channel = :channel and storeId = :store""", ChatSessionRow.class)
                    .setParameter("merchant", fresh.merchant().value())
                    .setParameter("conversation", fresh.conversation())
                    .setParameter("channel", fresh.channel())
                    .setParameter("store", fresh.store().value())
                    .getSingleResult()
                    .toRecord());
        }
    }

    @Override
    public Optional<ChatSession> keep(ChatSession now, Said said) {
        ChatSession kept = now.kept(said.messages().size());
        try {
            return sessions.inOne(session -> keep(session, now, kept.lastSequence(), said))
                    ? Optional.of(kept)
                    : Optional.empty();
        } catch (RuntimeException failure) {
            if (Reruns.isDuplicate(failure, "chat_message_once")) {
                throw new HeardBefore();
            }
            throw failure;
        }
    }

    private boolean keep(StatelessSession session, ChatSession now, long last, Said said) {
        Instant saidAt =
                said.messages().isEmpty() ? null : said.messages().getLast().createdAt();
        int changed = session.createMutationQuery("""
                        update ChatSessionRow set locale = :locale, mode = :mode, talk = :talk, version = version + 1,
                        lastSequence = :last, saidAt = coalesce(:saidAt, saidAt), updatedAt = :at
                        where merchantId = :merchant and id = :id and version = :version""")
                .setParameter("locale", now.locale())
                .setParameter("mode", now.mode().name())
                .setParameter("talk", now.talk())
                .setParameter("last", last)
                .setParameter("saidAt", Times.storedOrNull(saidAt), Instant.class)
                .setParameter("at", Times.stored(now.updatedAt()))
                .setParameter("merchant", now.merchant().value())
                .setParameter("id", now.id().value())
                .setParameter("version", now.version())
                .executeUpdate();
        if (changed == 0) {
            return false;
        }
        long sequence = now.lastSequence();
        for (ChatMessage message : said.messages()) {
            sequence++;
            session.insert(row(now, message, sequence, sequence == now.lastSequence() + 1 ? said.heardKey() : null));
        }
        said.orders().forEach(order -> session.update(ChatOrderRow.of(order)));
        said.notes().forEach(note -> session.insert(row(now, note)));
        if (!said.messages().isEmpty() && now.isToldElsewhere()) {
            session.createNativeMutationQuery(
                            "UPDATE chat_delivery SET due_at = :at WHERE merchant_id = :merchant AND session_id = :chat")
                    .setParameter("at", Times.column(now.updatedAt()))
                    .setParameter("merchant", now.merchant().value())
                    .setParameter("chat", now.id().value())
                    .executeUpdate();
        }
        return true;
    }

    private ChatMessageRow row(ChatSession in, ChatMessage message, long sequence, @Nullable String key) {
        ChatMessageRow row = new ChatMessageRow();
        row.merchantId = in.merchant().value();
        row.sessionId = in.id().value();
        row.sequence = sequence;
        row.author = message.author().name();
        row.kind = message.kind().name();
        row.content = vault.seal(MESSAGE, place(in.id(), sequence), message.content());
        row.heardKey = key;
        row.createdAt = Times.stored(message.createdAt());
        return row;
    }

    private ChatNoteRow row(ChatSession in, ChatNote note) {
        ChatNoteRow row = new ChatNoteRow();
        row.merchantId = in.merchant().value();
        row.id = note.id();
        row.sessionId = in.id().value();
        row.kind = note.kind().name();
        row.reference = note.reference();
        row.score = note.score();
        row.words = note.words().isEmpty() ? null : vault.seal(NOTE, note.id(), note.words());
        row.createdAt = Times.stored(note.createdAt());
        row.doneAt = Times.storedOrNull(note.doneAt());
        return row;
    }

    @Override
    public List<Mark> changed(MerchantId merchant, Instant since, int limit) {
        return sessions
                .read(session -> session.createSelectionQuery("""
                                select id, lastSequence from ChatSessionRow
                                where saidAt >= :since and merchantId = :merchant
                                order by saidAt desc""", Object[].class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("since", Times.stored(since))
                        .setMaxResults(limit)
                        .getResultList())
                .stream()
                .map(row -> new Mark(new ChatId((String) row[0]), (Long) row[1]))
                .toList();
    }

    @Override
    public Optional<Long> heard(MerchantId merchant, ChatId chat, String key) {
        return sessions.read(session -> session.createSelectionQuery("""
                        select sequence from ChatMessageRow
                        where merchantId = :merchant and sessionId = :chat and heardKey = :key""", Long.class)
                .setParameter("merchant", merchant.value())
                .setParameter("chat", chat.value())
                .setParameter("key", key)
                .uniqueResultOptional());
    }

    @Override
    public List<ChatMessage> messages(MerchantId merchant, ChatId chat, long after, int limit) {
        return sessions
                .read(session -> session.createSelectionQuery("""
                                from ChatMessageRow where merchantId = :merchant and sessionId = :chat
                                and sequence > :after order by sequence""", ChatMessageRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("chat", chat.value())
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList())
                .stream()
                .map(row -> new ChatMessage(
                        row.sequence,
                        ChatMessage.Author.valueOf(row.author),
                        ChatMessage.Kind.valueOf(row.kind),
                        vault.open(MESSAGE, place(chat, row.sequence), row.content),
                        row.createdAt))
                .toList();
    }

    @Override
    public List<ChatOrder> orders(MerchantId merchant, ChatId chat) {
        return sessions
                .read(session -> session.createSelectionQuery(
                                "from ChatOrderRow where merchantId = :merchant and sessionId = :chat order by id",
                                ChatOrderRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("chat", chat.value())
                        .getResultList())
                .stream()
                .map(ChatOrderRow::toRecord)
                .toList();
    }

    @Override
    public Optional<ChatOrder> order(MerchantId merchant, String id) {
        return sessions.read(session -> session.createSelectionQuery(
                                "from ChatOrderRow where merchantId = :merchant and id = :id", ChatOrderRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("id", id)
                        .uniqueResultOptional())
                .map(ChatOrderRow::toRecord);
    }

    @Override
    public List<ChatOrder> paying(MerchantId merchant, OrderId order) {
        return sessions
                .read(session -> session.createSelectionQuery(
                                "from ChatOrderRow where merchantId = :merchant and orderId = :order order by id",
                                ChatOrderRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("order", order.value())
                        .setMaxResults(MOST_OF_ONE_ORDER)
                        .getResultList())
                .stream()
                .map(ChatOrderRow::toRecord)
                .toList();
    }

    @Override
    public ChatOrder allow(ChatOrder wanted) {
        try {
            sessions.inOneDo(session -> session.insert(ChatOrderRow.of(wanted)));
            return wanted;
        } catch (RuntimeException failure) {
            if (!Reruns.isDuplicate(failure, "chat_order_once")) {
                throw failure;
            }
            return allowAnew(wanted);
        }
    }

    private ChatOrder allowAnew(ChatOrder wanted) {
        return sessions.inOne(session -> {
            ChatOrder before = session.createSelectionQuery("""
                            from ChatOrderRow where merchantId = :merchant and sessionId = :chat
                            and reference = :reference""", ChatOrderRow.class)
                    .setParameter("merchant", wanted.merchant().value())
                    .setParameter("chat", wanted.session().value())
                    .setParameter("reference", wanted.reference())
                    .getSingleResult()
                    .toRecord();
            ChatOrder after = before.allowed(wanted.terms());
            session.update(ChatOrderRow.of(after));
            return after;
        });
    }

    /**
     * The conversations' versions rise, so that a step which was decided before the news is decided again and cannot put
     * the look off.
     */
    @Override
    public boolean wake(MerchantId merchant, OrderId order, Instant at) {
        if (paying(merchant, order).isEmpty()) {
            // Most orders are paid outside of conversations: no transaction for them.
            return false;
        }
        return sessions.inOne(session -> {
            List<String> chats = session.createSelectionQuery(
                            "select distinct sessionId from ChatOrderRow where merchantId = :merchant and orderId = :order",
                            String.class)
                    .setParameter("merchant", merchant.value())
                    .setParameter("order", order.value())
                    .getResultList();
            if (chats.isEmpty()) {
                return false;
            }
            // Conversation before order, as everywhere: whoever locks them otherwise may wait for the other for ever.
            session.createMutationQuery(
                            "update ChatSessionRow set version = version + 1 where merchantId = :merchant and id in :chats")
                    .setParameter("merchant", merchant.value())
                    .setParameterList("chats", chats)
                    .executeUpdate();
            session.createNativeMutationQuery(
                            "UPDATE chat_order SET due_at = :at WHERE merchant_id = :merchant AND order_id = :order")
                    .setParameter("at", Times.column(at))
                    .setParameter("merchant", merchant.value())
                    .setParameter("order", order.value())
                    .executeUpdate();
            return true;
        });
    }

    @Override
    public List<ChatNote> notes(MerchantId merchant, StoreId store, @Nullable ChatId chat, int limit) {
        return sessions
                .read(session -> session.createSelectionQuery("""
                                from ChatNoteRow where merchantId = :merchant and doneAt is null
                                and (:chat is null or sessionId = :chat)
                                and sessionId in (select s.id from ChatSessionRow s
                                  where s.merchantId = :merchant and s.storeId = :store) order by id desc""", ChatNoteRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store.value())
                        .setParameter("chat", chat == null ? null : chat.value(), String.class)
                        .setMaxResults(limit)
                        .getResultList())
                .stream()
                .map(row -> new ChatNote(
                        row.id,
                        new ChatId(row.sessionId),
                        ChatNote.Kind.valueOf(row.kind),
                        row.reference,
                        row.score,
                        row.words == null ? "" : vault.open(NOTE, row.id, row.words),
                        row.createdAt,
                        row.doneAt))
                .toList();
    }

    @Override
    public void done(MerchantId merchant, String note, Instant at) {
        sessions.inOneDo(session -> session.createMutationQuery(
                        "update ChatNoteRow set doneAt = :at where merchantId = :merchant and id = :id and doneAt is null")
                .setParameter("at", Times.stored(at))
                .setParameter("merchant", merchant.value())
                .setParameter("id", note)
                .executeUpdate());
    }

    @Override
    public List<ChatSession> recent(MerchantId merchant, @Nullable StoreId store, int skip, int limit) {
        return sessions
                .read(session -> session.createSelectionQuery("""
                                from ChatSessionRow where merchantId = :merchant
                                and (:store is null or storeId = :store) order by updatedAt desc, id""", ChatSessionRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store == null ? null : store.value(), String.class)
                        .setFirstResult(skip)
                        .setMaxResults(limit)
                        .getResultList())
                .stream()
                .map(ChatSessionRow::toRecord)
                .toList();
    }

    private static String place(ChatId chat, long sequence) {
        return chat.value() + "/" + sequence;
    }
}
