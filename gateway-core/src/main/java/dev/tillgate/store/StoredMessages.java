package dev.tillgate.store;

import dev.tillgate.flow.shop.MessageBook;
import dev.tillgate.flow.shop.ShopMessage;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.vault.Vault;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

/** Shops' messages in the database; what was received is sealed, since it may hold personal data. */
public final class StoredMessages implements MessageBook {
    private static final String PURPOSE = "shop-message";
    private static final int LONGEST_REFERENCE = 100;

    private final Sessions sessions;
    private final Vault vault;

    public StoredMessages(Sessions sessions, Vault vault) {
        this.sessions = sessions;
        this.vault = vault;
    }

    @Override
    public Optional<String> keep(Arrival arrival) {
        ShopMessageRow row = new ShopMessageRow();
        row.merchantId = arrival.merchant().value();
        row.id = TimeOrderedId.next("msg");
        row.storeId = arrival.store().value();
        row.dedupeKey = arrival.dedupeKey();
        row.request = arrival.request() == null ? null : vault.seal(PURPOSE, row.id, Json.inbound(arrival.request()));
        row.reference = arrival.told().stream()
                .map(ShopMessage.Told::reference)
                .filter(Objects::nonNull)
                .findFirst()
                .map(first -> Texts.cut(first, LONGEST_REFERENCE))
                .orElse(null);
        row.told = ShopJson.told(arrival.told());
        row.status = WaitingRow.RECEIVED;
        row.receivedAt = Times.stored(arrival.at());
        row.dueAt = row.receivedAt;
        try {
            sessions.inOneDo(session -> session.insert(row));
            return Optional.of(row.id);
        } catch (RuntimeException failure) {
            if (Reruns.isDuplicate(failure, "shop_message_once")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public Optional<ShopMessage> read(MerchantId merchant, String id) {
        return sessions.read(
                session -> Optional.ofNullable(session.get(ShopMessageRow.class, new MerchantKey(merchant.value(), id)))
                        .map(ShopMessageRow::toRecord));
    }

    @Override
    public void done(MerchantId merchant, String id, boolean applied, @Nullable String detail) {
        change(merchant, id, applied ? WaitingRow.APPLIED : WaitingRow.FAILED, detail, null);
    }

    @Override
    public void again(MerchantId merchant, String id, Instant dueAt, String detail) {
        change(merchant, id, WaitingRow.RECEIVED, detail, dueAt);
    }

    @Override
    public void postpone(MerchantId merchant, String id, Instant dueAt) {
        sessions.inOneDo(session -> session.createMutationQuery("""
                        update ShopMessageRow set dueAt = :due
                        where merchantId = :merchant and id = :id and status = :received""")
                .setParameter("due", Times.stored(dueAt))
                .setParameter("merchant", merchant.value())
                .setParameter("id", id)
                .setParameter("received", WaitingRow.RECEIVED)
                .executeUpdate());
    }

    @Override
    public int erase(MerchantId merchant, StoreId store, String reference) {
        return sessions.inOne(session -> session.createMutationQuery("""
                        update ShopMessageRow set request = null
                        where merchantId = :merchant and storeId = :store and reference = :reference
                        and request is not null""")
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .setParameter("reference", reference)
                .executeUpdate());
    }

    @Override
    public int eraseAll(MerchantId merchant, StoreId store) {
        return sessions.inOne(session -> session.createMutationQuery("""
                        update ShopMessageRow set request = null
                        where merchantId = :merchant and storeId = :store and request is not null""")
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .executeUpdate());
    }

    private void change(
            MerchantId merchant, String id, String status, @Nullable String detail, @Nullable Instant dueAt) {
        sessions.inOneDo(session -> {
            MutationQuery update = session.createMutationQuery("""
                            update ShopMessageRow set status = :status, detail = :detail, dueAt = :due,
                            tries = tries + 1 where merchantId = :merchant and id = :id""")
                    .setParameter("merchant", merchant.value())
                    .setParameter("id", id)
                    .setParameter("status", status)
                    .setParameter("detail", Texts.cut(detail, Texts.SHORT_DETAIL), String.class)
                    .setParameter("due", Times.storedOrNull(dueAt), Instant.class);
            update.executeUpdate();
        });
    }
}
