package dev.tillgate.store;

import dev.tillgate.merchant.Merchant;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** Merchants, stores and their methods in the database. */
public final class StoredMerchants implements MerchantBook {
    private final Sessions sessions;
    private final Runnable changed;

    /** @param changed run after every change, so that what is cached on this node is forgotten */
    public StoredMerchants(Sessions sessions, Runnable changed) {
        this.sessions = sessions;
        this.changed = changed;
    }

    @Override
    public void insert(Merchant merchant) {
        sessions.inOneDo(session -> session.insert(MerchantRow.of(merchant)));
    }

    @Override
    public Optional<Merchant> merchant(MerchantId id) {
        return sessions.read(session ->
                Optional.ofNullable(session.get(MerchantRow.class, id.value())).map(MerchantRow::toRecord));
    }

    @Override
    public List<Merchant> merchants() {
        return sessions.read(session -> session.createQuery("from MerchantRow order by id", MerchantRow.class)
                .setMaxResults(1000)
                .getResultStream()
                .map(MerchantRow::toRecord)
                .toList());
    }

    @Override
    public void insert(Store store) {
        sessions.inOneDo(session -> session.insert(StoreRow.of(store)));
        changed.run();
    }

    @Override
    public Optional<Store> store(MerchantId merchant, StoreId store) {
        StoreRow.Key key = new StoreRow.Key(merchant.value(), store.value());
        return sessions.read(
                session -> Optional.ofNullable(session.get(StoreRow.class, key)).map(StoreRow::toRecord));
    }

    @Override
    public List<Store> stores(MerchantId merchant) {
        return sessions.read(
                session -> session.createQuery("from StoreRow where merchantId = ?1 order by id", StoreRow.class)
                        .setParameter(1, merchant.value())
                        .setMaxResults(1000)
                        .getResultStream()
                        .map(StoreRow::toRecord)
                        .toList());
    }

    @Override
    public Store change(MerchantId merchant, StoreId store, UnaryOperator<Store> change) {
        Store after = sessions.inOne(session -> {
            StoreRow row = lock(session, merchant, store);
            row.take(change.apply(row.toRecord()));
            session.update(row);
            return row.toRecord();
        });
        changed.run();
        return after;
    }

    @Override
    public List<StoreMethod> methods(MerchantId merchant, StoreId store) {
        return sessions.read(session -> rows(session, merchant, store)).stream()
                .map(StoreMethodRow::toRecord)
                .toList();
    }

    @Override
    public void changeMethods(MerchantId merchant, StoreId store, UnaryOperator<List<StoreMethod>> change) {
        sessions.inOneDo(session -> {
            StoreRow row = lock(session, merchant, store);
            List<StoreMethodRow> before = rows(session, merchant, store);
            List<StoreMethod> after =
                    change.apply(before.stream().map(StoreMethodRow::toRecord).toList());
            before.forEach(session::delete);
            after.forEach(method -> session.insert(StoreMethodRow.of(row, method)));
        });
        changed.run();
    }

    private static StoreRow lock(StatelessSession session, MerchantId merchant, StoreId store) {
        StoreRow row = session.get(
                StoreRow.class, new StoreRow.Key(merchant.value(), store.value()), LockMode.PESSIMISTIC_WRITE);
        if (row == null) {
            throw new NoSuchElementException("no such store: " + store);
        }
        return row;
    }

    private static List<StoreMethodRow> rows(StatelessSession session, MerchantId merchant, StoreId store) {
        return session.createQuery(
                        "from StoreMethodRow where merchantId = ?1 and storeId = ?2 order by position, method",
                        StoreMethodRow.class)
                .setParameter(1, merchant.value())
                .setParameter(2, store.value())
                .getResultList();
    }
}
