package dev.tillgate.store;

import dev.tillgate.flow.shop.SessionBook;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** What shops' platforms have handed over, in the database. */
public final class StoredShopSessions implements SessionBook {
    private static final int MOST = 500;
    /** How many requests about one order may meet here. */
    private static final int ROUNDS = 20;

    private final Sessions sessions;

    public StoredShopSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<Place> places(String domain) {
        return sessions
                .read(session -> session.createSelectionQuery(
                                "from SessionShopRow where domain = :domain order by test", SessionShopRow.class)
                        .setParameter("domain", domain)
                        .getResultList())
                .stream()
                .map(SessionShopRow::toRecord)
                .toList();
    }

    @Override
    public Optional<Place> place(MerchantId merchant, StoreId store) {
        return sessions.read(session -> Optional.ofNullable(
                        session.get(SessionShopRow.class, new SessionShopRow.Key(merchant.value(), store.value())))
                .map(SessionShopRow::toRecord));
    }

    @Override
    public void take(Place place, Instant now) {
        sessions.inOneDo(session -> {
            session.createMutationQuery("""
                            delete from SessionShopRow where (domain = :domain and test = :test)
                            or (merchantId = :merchant and storeId = :store)""")
                    .setParameter("domain", place.domain())
                    .setParameter("test", place.test())
                    .setParameter("merchant", place.merchant().value())
                    .setParameter("store", place.store().value())
                    .executeUpdate();
            SessionShopRow row = new SessionShopRow();
            row.merchantId = place.merchant().value();
            row.storeId = place.store().value();
            row.domain = place.domain();
            row.test = place.test();
            row.connectedAt = Times.stored(now);
            session.insert(row);
        });
    }

    @Override
    public void leave(MerchantId merchant, StoreId store) {
        sessions.inOneDo(session -> session.createMutationQuery(
                        "delete from SessionShopRow where merchantId = :merchant and storeId = :store")
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .executeUpdate());
    }

    @Override
    public ShopSession keep(ShopSession fresh) {
        for (int round = 1; ; round++) {
            try {
                return sessions.inOne(session -> kept(session, fresh));
            } catch (RuntimeException failure) {
                boolean met =
                        Reruns.isDuplicate(failure, "PRIMARY") || Reruns.isDuplicate(failure, "shop_session_once");
                if (!met || round == ROUNDS) {
                    throw failure;
                }
            }
        }
    }

    private static ShopSession kept(StatelessSession session, ShopSession fresh) {
        ShopSessionRow before = session.get(ShopSessionRow.class, ShopSessionRow.key(fresh));
        if (before != null) {
            return before.toRecord();
        }
        ShopSession placed = fresh.kind() == ShopSession.Kind.PAYMENT ? fresh.at(next(session, fresh)) : fresh;
        session.insert(ShopSessionRow.of(placed));
        return placed;
    }

    private static long next(StatelessSession session, ShopSession fresh) {
        Long last = session.createSelectionQuery("""
                        select max(revision) from ShopSessionRow
                        where merchantId = :merchant and storeId = :store and reference = :reference""", Long.class)
                .setParameter("merchant", fresh.merchant().value())
                .setParameter("store", fresh.store().value())
                .setParameter("reference", fresh.reference())
                .getSingleResultOrNull();
        return last == null ? 1 : last + 1;
    }

    @Override
    public Optional<ShopSession> find(MerchantId merchant, StoreId store, ShopSession.Kind kind, String id) {
        return sessions.read(session -> Optional.ofNullable(session.get(
                        ShopSessionRow.class, new ShopSessionRow.Key(merchant.value(), store.value(), kind.name(), id)))
                .map(ShopSessionRow::toRecord));
    }

    @Override
    public List<ShopSession> ofOrder(MerchantId merchant, StoreId store, String reference) {
        return sessions
                .read(session -> session.createSelectionQuery("""
                                from ShopSessionRow
                                where merchantId = :merchant and storeId = :store and reference = :reference
                                order by receivedAt, id""", ShopSessionRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store.value())
                        .setParameter("reference", reference)
                        .setMaxResults(MOST)
                        .getResultList())
                .stream()
                .map(ShopSessionRow::toRecord)
                .toList();
    }

    @Override
    public ShopSession change(ShopSession known, UnaryOperator<ShopSession> change) {
        return sessions.inOne(session -> {
            ShopSessionRow row =
                    session.get(ShopSessionRow.class, ShopSessionRow.key(known), LockMode.PESSIMISTIC_WRITE);
            if (row == null) {
                throw new NoSuchElementException("no such session");
            }
            ShopSession before = row.toRecord();
            ShopSession after = change.apply(before);
            if (!after.equals(before)) {
                row.take(after);
                session.update(row);
            }
            return after;
        });
    }
}
