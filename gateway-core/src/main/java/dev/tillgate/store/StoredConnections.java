package dev.tillgate.store;

import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Connections and their drawers in the database, sealed. */
public final class StoredConnections implements ConnectionBook {
    private static final String PURPOSE = "shop-settings";
    private static final String DRAWER = "shop-drawer";
    private static final int LONGEST_VALUE = 4_000;

    private final Sessions sessions;
    private final SealedSettings settings;
    private final Vault vault;
    private final InstantSource clock;
    private final Runnable changed;
    /** A burst of messages, or of orders to look at, reads a connection once. */
    private final AgedCache<StoreId, ShopConnection> known = new AgedCache<>(Duration.ofSeconds(3));

    /** @param changed run after every change, so that what is cached on this node is forgotten */
    public StoredConnections(Sessions sessions, Vault vault, InstantSource clock, Runnable changed) {
        this.sessions = sessions;
        this.settings = new SealedSettings(vault);
        this.vault = vault;
        this.clock = clock;
        this.changed = changed;
    }

    @Override
    public Optional<ShopConnection> find(StoreId store) {
        return known.get(store, () -> readConnection(store));
    }

    private Optional<ShopConnection> readConnection(StoreId store) {
        return sessions.read(session -> session.createSelectionQuery(
                                "from ShopConnectionRow where storeId = :store", ShopConnectionRow.class)
                        .setParameter("store", store.value())
                        .uniqueResultOptional())
                .map(this::opened);
    }

    @Override
    public Optional<ShopConnection> find(MerchantId merchant, StoreId store) {
        return find(store).filter(found -> found.merchant().equals(merchant));
    }

    @Override
    public void connect(ShopConnection connection, Instant now) {
        String sealed = settings.seal(PURPOSE, connection.store().value(), connection.settings());
        sessions.inOneDo(session -> {
            ShopConnectionRow before = locked(session, connection.merchant(), connection.store());
            ShopConnectionRow row = before == null ? new ShopConnectionRow() : before;
            row.merchantId = connection.merchant().value();
            row.storeId = connection.store().value();
            row.dueAt = Times.stored(now);
            row.take(connection, sealed, now);
            if (before == null) {
                row.connectedAt = Times.stored(connection.connectedAt());
                session.insert(row);
            } else {
                session.update(row);
            }
            session.createMutationQuery(
                            "update StoreRow set platform = :platform where merchantId = :merchant and id = :store")
                    .setParameter("platform", connection.platform())
                    .setParameter("merchant", row.merchantId)
                    .setParameter("store", row.storeId)
                    .executeUpdate();
        });
        known.forget();
        changed.run();
    }

    @Override
    public Optional<ShopConnection> change(MerchantId merchant, StoreId store, UnaryOperator<ShopConnection> change) {
        Optional<ShopConnection> after = sessions.inOne(session -> {
            ShopConnectionRow row = locked(session, merchant, store);
            if (row == null) {
                return Optional.empty();
            }
            ShopConnection wanted = change.apply(opened(row));
            row.take(wanted, settings.seal(PURPOSE, row.storeId, wanted.settings()), clock.instant());
            session.update(row);
            return Optional.of(wanted);
        });
        known.forget();
        changed.run();
        return after;
    }

    @Override
    public void dueAt(MerchantId merchant, StoreId store, @Nullable Instant dueAt) {
        sessions.inOneDo(session -> session.createMutationQuery(
                        "update ShopConnectionRow set dueAt = :due where merchantId = :merchant and storeId = :store")
                .setParameter("due", Times.storedOrNull(dueAt), Instant.class)
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .executeUpdate());
    }

    @Override
    public void remove(MerchantId merchant, StoreId store) {
        sessions.inOneDo(session -> {
            for (String row : new String[] {"ShopConnectionRow", "ShopDrawerRow"}) {
                session.createMutationQuery("delete from " + row + " where merchantId = :merchant and storeId = :store")
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store.value())
                        .executeUpdate();
            }
        });
        known.forget();
        changed.run();
    }

    @Override
    public Optional<Kept> read(MerchantId merchant, StoreId store, String name) {
        ShopDrawerRow row = sessions.read(session ->
                session.get(ShopDrawerRow.class, new ShopDrawerRow.Key(merchant.value(), store.value(), name)));
        return row == null || row.content == null
                ? Optional.empty()
                : Optional.of(new Kept(vault.open(DRAWER, place(store, name), row.content), row.expiresAt));
    }

    @Override
    public boolean claim(MerchantId merchant, StoreId store, String name, Instant now, Duration lease) {
        try {
            return sessions.inOne(session -> claimed(session, merchant, store, name, now, now.plus(lease)));
        } catch (RuntimeException failure) {
            if (Reruns.isDuplicate(failure, "PRIMARY")) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public void put(MerchantId merchant, StoreId store, String name, Kept value) {
        if (value.value().length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("a drawer holds small things only: " + name);
        }
        String sealed = vault.seal(DRAWER, place(store, name), value.value());
        sessions.inOneDo(session -> {
            ShopDrawerRow before = drawer(session, merchant, store, name);
            ShopDrawerRow row = before == null ? drawer(merchant, store, name) : before;
            row.content = sealed;
            row.expiresAt = Times.storedOrNull(value.expiresAt());
            row.claimedUntil = null;
            if (before == null) {
                session.insert(row);
            } else {
                session.update(row);
            }
        });
    }

    private static boolean claimed(
            StatelessSession session, MerchantId merchant, StoreId store, String name, Instant now, Instant until) {
        ShopDrawerRow row = drawer(session, merchant, store, name);
        if (row == null) {
            ShopDrawerRow fresh = drawer(merchant, store, name);
            fresh.claimedUntil = Times.stored(until);
            session.insert(fresh);
            return true;
        }
        if (row.claimedUntil != null && row.claimedUntil.isAfter(now)) {
            return false;
        }
        row.claimedUntil = Times.stored(until);
        session.update(row);
        return true;
    }

    private static @Nullable ShopDrawerRow drawer(
            StatelessSession session, MerchantId merchant, StoreId store, String name) {
        return session.get(
                ShopDrawerRow.class,
                new ShopDrawerRow.Key(merchant.value(), store.value(), name),
                LockMode.PESSIMISTIC_WRITE);
    }

    private static ShopDrawerRow drawer(MerchantId merchant, StoreId store, String name) {
        ShopDrawerRow row = new ShopDrawerRow();
        row.merchantId = merchant.value();
        row.storeId = store.value();
        row.name = name;
        return row;
    }

    private static @Nullable ShopConnectionRow locked(StatelessSession session, MerchantId merchant, StoreId store) {
        return session.get(
                ShopConnectionRow.class,
                new ShopConnectionRow.Key(merchant.value(), store.value()),
                LockMode.PESSIMISTIC_WRITE);
    }

    private ShopConnection opened(ShopConnectionRow row) {
        return row.toRecord(settings.open(PURPOSE, row.storeId, Objects.requireNonNull(row.settings)));
    }

    private static String place(StoreId store, String name) {
        return store.value() + " " + name;
    }
}
