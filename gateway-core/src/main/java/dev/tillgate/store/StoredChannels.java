package dev.tillgate.store;

import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Channels and what they sent, in the database; settings and what was written are sealed. */
public final class StoredChannels implements ChannelBook {
    private static final String SETTINGS = "channel-settings";
    private static final String ARRIVAL = "chat-arrival";
    private static final String ARRIVAL_PREFIX = "car";

    private final Sessions sessions;
    private final SealedSettings settings;
    private final Vault vault;
    /** A burst of messages reads a channel once. */
    private final AgedCache<ChannelId, ChatChannel> known = new AgedCache<>(Duration.ofSeconds(3));

    public StoredChannels(Sessions sessions, Vault vault) {
        this.sessions = sessions;
        this.settings = new SealedSettings(vault);
        this.vault = vault;
    }

    @Override
    public Optional<ChatChannel> find(ChannelId id) {
        return known.get(id, () -> sessions.read(session -> session.createSelectionQuery(
                                "from ChatChannelRow where id = :id", ChatChannelRow.class)
                        .setParameter("id", id.value())
                        .uniqueResultOptional())
                .map(this::opened));
    }

    @Override
    public List<ChatChannel> of(MerchantId merchant, StoreId store) {
        return sessions
                .read(session -> session.createSelectionQuery(
                                "from ChatChannelRow where merchantId = :merchant and storeId = :store order by id",
                                ChatChannelRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store.value())
                        .getResultList())
                .stream()
                .map(this::opened)
                .toList();
    }

    @Override
    public void save(ChatChannel channel) {
        String sealed = settings.seal(SETTINGS, channel.id().value(), channel.settings());
        sessions.inOneDo(session -> {
            ChatChannelRow before = session.get(
                    ChatChannelRow.class,
                    new MerchantKey(channel.merchant().value(), channel.id().value()));
            ChatChannelRow row = before == null ? new ChatChannelRow() : before;
            row.settings = sealed;
            if (before != null) {
                session.update(row);
                return;
            }
            row.merchantId = channel.merchant().value();
            row.id = channel.id().value();
            row.storeId = channel.store().value();
            row.kind = channel.kind();
            row.pulled = channel.pulled();
            row.createdAt = Times.stored(channel.createdAt());
            session.insert(row);
        });
        known.forget();
    }

    @Override
    public void remove(MerchantId merchant, ChannelId id) {
        sessions.inOneDo(session -> {
            session.createMutationQuery("delete from ChatChannelRow where merchantId = :merchant and id = :id")
                    .setParameter("merchant", merchant.value())
                    .setParameter("id", id.value())
                    .executeUpdate();
            session.createMutationQuery("""
                            update ChatArrivalRow set dueAt = null, status = :failed, detail = 'channel removed'
                            where merchantId = :merchant and channelId = :id and status = :received""")
                    .setParameter("failed", WaitingRow.FAILED)
                    .setParameter("received", WaitingRow.RECEIVED)
                    .setParameter("merchant", merchant.value())
                    .setParameter("id", id.value())
                    .executeUpdate();
        });
        known.forget();
    }

    @Override
    public void pullAt(MerchantId merchant, ChannelId id, @Nullable Instant dueAt) {
        sessions.inOneDo(session -> session.createMutationQuery(
                        "update ChatChannelRow set dueAt = :due where merchantId = :merchant and id = :id")
                .setParameter("due", Times.storedOrNull(dueAt), Instant.class)
                .setParameter("merchant", merchant.value())
                .setParameter("id", id.value())
                .executeUpdate());
    }

    @Override
    public int keep(ChatChannel channel, List<Arrival> arrivals, @Nullable String pulled) {
        int kept = sessions.inOne(session -> {
            int fresh = 0;
            for (Arrival arrival : arrivals) {
                fresh += insert(session, channel, arrival);
            }
            if (pulled != null) {
                session.createMutationQuery(
                                "update ChatChannelRow set pulled = :pulled where merchantId = :merchant and id = :id")
                        .setParameter("pulled", pulled)
                        .setParameter("merchant", channel.merchant().value())
                        .setParameter("id", channel.id().value())
                        .executeUpdate();
            }
            return fresh;
        });
        if (pulled != null) {
            known.forget();
        }
        return kept;
    }

    /** Repeats change nothing, and do not undo what is kept with them. */
    private int insert(StatelessSession session, ChatChannel channel, Arrival arrival) {
        String id = TimeOrderedId.next(ARRIVAL_PREFIX);
        return session.createNativeMutationQuery("""
                        INSERT IGNORE INTO chat_arrival (merchant_id, id, channel_id, dedupe_key, conversation, content,
                          status, due_at, tries, received_at)
                        VALUES (:merchant, :id, :channel, :key, :conversation, :content, :status, :at, 0, :at)""")
                .setParameter("merchant", channel.merchant().value())
                .setParameter("id", id)
                .setParameter("channel", channel.id().value())
                .setParameter("key", arrival.key())
                .setParameter("conversation", arrival.conversation())
                .setParameter("content", vault.seal(ARRIVAL, id, arrival.content()))
                .setParameter("status", WaitingRow.RECEIVED)
                .setParameter("at", Times.column(arrival.at()))
                .executeUpdate();
    }

    @Override
    public Optional<Arrived> arrived(MerchantId merchant, String id) {
        ChatArrivalRow row =
                sessions.read(session -> session.get(ChatArrivalRow.class, new MerchantKey(merchant.value(), id)));
        return row == null || !row.status.equals(WaitingRow.RECEIVED)
                ? Optional.empty()
                : Optional.of(new Arrived(
                        merchant,
                        id,
                        new ChannelId(row.channelId),
                        new Arrival(
                                row.dedupeKey, row.conversation, vault.open(ARRIVAL, id, row.content), row.receivedAt),
                        row.tries));
    }

    @Override
    public boolean mustWait(Arrived message) {
        return sessions.read(session -> session.createSelectionQuery("""
                                select id from ChatArrivalRow where merchantId = :merchant and channelId = :channel
                                and conversation = :conversation and status = :received and id < :id""", String.class)
                        .setParameter("merchant", message.merchant().value())
                        .setParameter("channel", message.channel().value())
                        .setParameter("conversation", message.message().conversation())
                        .setParameter("received", WaitingRow.RECEIVED)
                        .setParameter("id", message.id())
                        .setMaxResults(1)
                        .uniqueResultOptional())
                .isPresent();
    }

    @Override
    public void done(MerchantId merchant, String id, @Nullable String detail) {
        change(merchant, id, detail == null ? WaitingRow.APPLIED : WaitingRow.FAILED, detail, null);
    }

    @Override
    public void again(MerchantId merchant, String id, Instant dueAt, @Nullable String detail) {
        change(merchant, id, WaitingRow.RECEIVED, detail, dueAt);
    }

    private void change(
            MerchantId merchant, String id, String status, @Nullable String detail, @Nullable Instant dueAt) {
        // Waiting for an older message is no try.
        int tried = detail == null ? 0 : 1;
        sessions.inOneDo(session -> session.createMutationQuery("""
                        update ChatArrivalRow set status = :status, detail = :detail, dueAt = :due,
                        tries = tries + :tried where merchantId = :merchant and id = :id""")
                .setParameter("status", status)
                .setParameter("detail", Texts.cut(detail, Texts.SHORT_DETAIL), String.class)
                .setParameter("due", Times.storedOrNull(dueAt), Instant.class)
                .setParameter("tried", tried)
                .setParameter("merchant", merchant.value())
                .setParameter("id", id)
                .executeUpdate());
    }

    private ChatChannel opened(ChatChannelRow row) {
        return row.toRecord(settings.open(SETTINGS, row.id, row.settings));
    }
}
