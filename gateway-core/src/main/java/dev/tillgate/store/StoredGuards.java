package dev.tillgate.store;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Watched orders and notes in the database. */
public final class StoredGuards implements GuardBook {
    /** Greater than every id: the cursor of the first page. */
    private static final String AFTER_ALL = "~";

    /** Named one by one, so that the index is read only where they are: those that agree are as many as paid orders. */
    private static final String OPEN = "and status in ('WATCHED', 'LATE', 'REFUSED', 'GIVEN_UP')";

    /** Of orders that are still to be looked at, how many stand how. */
    static final String STANDING = "SELECT status, COUNT(*) FROM shop_guard WHERE due_at IS NOT NULL GROUP BY status";

    private static final int MOST_CALLBACKS = 50;

    /**
     * Watches an order, as if it were new, if its store is connected. One statement, so that it can be part of the
     * transaction that makes it necessary without reading anything.
     */
    static final String WATCH = """
            INSERT INTO shop_guard (merchant_id, order_id, store_id, reference, version, status, tries, told_again,
              since, due_at)
            SELECT c.merchant_id, :order, c.store_id, :reference, 1, 'WATCHED', 0, FALSE, :since, :due
            FROM shop_connection c
            WHERE c.merchant_id = :merchant AND c.store_id = :store AND c.status = 'ACTIVE'
            ON DUPLICATE KEY UPDATE version = shop_guard.version + 1, status = 'WATCHED', tries = 0, agreed_at = NULL,
              told_again = FALSE, since = VALUES(since), due_at = VALUES(due_at)""";

    /** By payment ids, which are ordered by time, so that the index is read from where it matters. */
    static final String ENLIST = """
            INSERT IGNORE INTO shop_guard (merchant_id, order_id, store_id, reference, version, status, tries,
              told_again, since, due_at)
            SELECT o.merchant_id, o.id, o.store_id, o.reference, 1, 'WATCHED', 0, FALSE, :due, :due
            FROM payment p
            JOIN shop_order o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
            LEFT JOIN shop_guard g ON g.merchant_id = p.merchant_id AND g.order_id = p.order_id
            WHERE p.merchant_id = :merchant AND p.store_id = :store AND p.id >= :first
              AND p.status IN ('PAID', 'AUTHORIZED') AND g.order_id IS NULL
            ORDER BY p.id LIMIT :most""";

    private final Sessions sessions;

    public StoredGuards(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Part of the transaction that saves an order: watches it when something happened that its shop must know. */
    static boolean watch(StatelessSession session, OrderFile.Changes changes) {
        Instant latest = null;
        for (Event event : changes.events()) {
            latest = WATCHED.contains(event.type()) ? event.createdAt() : latest;
        }
        if (latest == null) {
            return false;
        }
        Order order = changes.order();
        watch(session, new Watch(order.merchant(), order.store(), order.id(), order.reference()), latest, FIRST_LOOK);
        return true;
    }

    private static void watch(StatelessSession session, Watch order, Instant since, Duration pause) {
        session.createNativeMutationQuery(WATCH)
                .setParameter("order", order.id.value())
                .setParameter("reference", order.reference)
                .setParameter("since", Times.column(since))
                .setParameter("due", Times.column(since.plus(pause)))
                .setParameter("merchant", order.merchant.value())
                .setParameter("store", order.store.value())
                .executeUpdate();
    }

    private record Watch(MerchantId merchant, StoreId store, OrderId id, String reference) {}

    @Override
    public Optional<ShopGuard> read(MerchantId merchant, OrderId order) {
        return sessions.read(session -> Optional.ofNullable(
                        session.get(ShopGuardRow.class, new ShopGuardRow.Key(merchant.value(), order.value())))
                .map(ShopGuardRow::toRecord));
    }

    @Override
    public boolean settle(ShopGuard guard, List<ShopNote> notes) {
        return sessions.inOne(session -> {
            int saved = session.createMutationQuery("""
                            update ShopGuardRow set status = :status, reason = :reason, details = :details,
                            tries = :tries, toldAgain = :told, agreedAt = :agreed, lookedAt = :looked, dueAt = :due
                            where merchantId = :merchant and orderId = :order and version = :version""")
                    .setParameter("status", guard.status().name())
                    .setParameter("reason", guard.reason(), String.class)
                    .setParameter("details", ShopJson.details(guard.details()), String.class)
                    .setParameter("tries", guard.tries())
                    .setParameter("told", guard.toldAgain())
                    .setParameter("agreed", Times.storedOrNull(guard.agreedAt()), Instant.class)
                    .setParameter("looked", Times.storedOrNull(guard.lookedAt()), Instant.class)
                    .setParameter("due", Times.storedOrNull(guard.dueAt()), Instant.class)
                    .setParameter("merchant", guard.merchant().value())
                    .setParameter("order", guard.order().value())
                    .setParameter("version", guard.version())
                    .executeUpdate();
            // What was repaired was repaired, whether or not there is something new to be told by now.
            notes.forEach(note -> session.insert(ShopNoteRow.of(note)));
            return saved == 1;
        });
    }

    @Override
    public void postpone(ShopGuard guard, Instant dueAt) {
        sessions.inOneDo(session -> session.createMutationQuery("""
                        update ShopGuardRow set dueAt = :due
                        where merchantId = :merchant and orderId = :order and version = :version""")
                .setParameter("due", Times.stored(dueAt))
                .setParameter("merchant", guard.merchant().value())
                .setParameter("order", guard.order().value())
                .setParameter("version", guard.version())
                .executeUpdate());
    }

    @Override
    public void look(MerchantId merchant, StoreId store, OrderId order, Instant now) {
        sessions.inOneDo(session -> {
            OrderRow row = session.get(OrderRow.class, new MerchantKey(merchant.value(), order.value()));
            if (row != null && row.storeId.equals(store.value())) {
                watch(session, new Watch(merchant, store, order, row.reference), now, Duration.ZERO);
            }
        });
    }

    @Override
    public int lookAtRefused(MerchantId merchant, StoreId store, int limit, Instant now) {
        return sessions.inOne(session -> session.createNativeMutationQuery("""
                        UPDATE shop_guard SET version = version + 1, tries = 0, since = :now, due_at = :now
                        WHERE merchant_id = :merchant AND store_id = :store
                          AND status IN ('REFUSED', 'GIVEN_UP', 'LATE')
                        ORDER BY order_id LIMIT :most""")
                .setParameter("now", Times.column(now))
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .setParameter("most", limit)
                .executeUpdate());
    }

    @Override
    public int enlist(MerchantId merchant, StoreId store, Instant paidSince, int limit, Instant now) {
        return sessions.inOne(session -> session.createNativeMutationQuery(ENLIST)
                .setParameter("due", Times.column(now))
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .setParameter("first", TimeOrderedId.leastAt(PaymentId.PREFIX, paidSince))
                .setParameter("most", limit)
                .executeUpdate());
    }

    @Override
    public void forget(ShopGuard guard) {
        sessions.inOneDo(session -> session.createMutationQuery(
                        "delete from ShopGuardRow where merchantId = :merchant and orderId = :order and version = :version")
                .setParameter("merchant", guard.merchant().value())
                .setParameter("order", guard.order().value())
                .setParameter("version", guard.version())
                .executeUpdate());
    }

    @Override
    public void note(List<ShopNote> notes) {
        sessions.inOneDo(session -> notes.forEach(note -> session.insert(ShopNoteRow.of(note))));
    }

    @Override
    public Optional<OrderFile> file(MerchantId merchant, OrderId order) {
        return sessions.readPlain(connection -> OrderFiles.unlocked(connection, merchant, order));
    }

    @Override
    public Optional<OrderFile> file(MerchantId merchant, StoreId store, String reference) {
        return sessions.read(session -> session.createSelectionQuery(
                                "select id from OrderRow where merchantId = :merchant and storeId = :store and reference = :reference",
                                String.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store.value())
                        .setParameter("reference", reference)
                        .uniqueResultOptional())
                .flatMap(id -> file(merchant, new OrderId(id)));
    }

    @Override
    public List<Callback> callbacks(MerchantId merchant, OrderId order) {
        List<Told> newestFirst = sessions.read(session -> session.createSelectionQuery("""
                        select c.eventId, e.paymentId, e.type, c.sequence, c.dueAt from CallbackRow c join EventRow e
                        on e.merchantId = c.merchantId and e.orderId = c.orderId and e.sequence = c.sequence
                        where c.merchantId = :merchant and c.orderId = :order and e.type in :types
                        order by c.sequence desc""", Told.class)
                .setParameter("merchant", merchant.value())
                .setParameter("order", order.value())
                .setParameterList(
                        "types", WATCHED.stream().map(type -> type.code()).toList())
                .setMaxResults(MOST_CALLBACKS)
                .getResultList());
        return newestFirst.stream()
                .sorted(Comparator.comparing(Told::sequence))
                .map(Told::toRecord)
                .toList();
    }

    @Override
    public List<ShopGuard> troubles(MerchantId merchant, StoreId store, @Nullable OrderId after, int limit) {
        return sessions
                .read(session -> session.createSelectionQuery("""
                                from ShopGuardRow where merchantId = :merchant and storeId = :store
                                and status in ('LATE', 'REFUSED', 'GIVEN_UP') and orderId < :after
                                order by orderId desc""", ShopGuardRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store.value())
                        .setParameter("after", after == null ? AFTER_ALL : after.value())
                        .setMaxResults(limit)
                        .getResultList())
                .stream()
                .map(ShopGuardRow::toRecord)
                .toList();
    }

    @Override
    public List<ShopNote> notes(
            MerchantId merchant, StoreId store, ShopNote.@Nullable Kind kind, @Nullable String after, int limit) {
        return sessions
                .read(session -> session.createSelectionQuery("""
                                from ShopNoteRow where merchantId = :merchant and storeId = :store and id < :after
                                and (:kind is null or kind = :kind) order by id desc""", ShopNoteRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("store", store.value())
                        .setParameter("kind", kind == null ? null : kind.name(), String.class)
                        .setParameter("after", after == null ? AFTER_ALL : after)
                        .setMaxResults(limit)
                        .getResultList())
                .stream()
                .map(ShopNoteRow::toRecord)
                .toList();
    }

    @Override
    public Counts counts(MerchantId merchant, StoreId store) {
        Map<ShopGuard.Status, Long> guards = new EnumMap<>(ShopGuard.Status.class);
        Map<ShopNote.Kind, Long> notes = new EnumMap<>(ShopNote.Kind.class);
        for (Count one : counted("ShopGuardRow", "status", OPEN, merchant, store)) {
            guards.put(ShopGuard.Status.valueOf(one.what), one.many);
        }
        for (Count one : counted("ShopNoteRow", "kind", "", merchant, store)) {
            notes.put(ShopNote.Kind.valueOf(one.what), one.many);
        }
        return new Counts(
                guards.getOrDefault(ShopGuard.Status.WATCHED, 0L),
                guards.getOrDefault(ShopGuard.Status.LATE, 0L),
                guards.getOrDefault(ShopGuard.Status.REFUSED, 0L),
                guards.getOrDefault(ShopGuard.Status.GIVEN_UP, 0L),
                notes.getOrDefault(ShopNote.Kind.REPAIRED, 0L),
                notes.getOrDefault(ShopNote.Kind.ATTENTION, 0L));
    }

    private List<Count> counted(String row, String by, String only, MerchantId merchant, StoreId store) {
        return new ArrayList<>(sessions.read(session -> session.createSelectionQuery(
                        "select " + by + ", count(*) from " + row
                                + " where merchantId = :merchant and storeId = :store " + only + " group by " + by,
                        Count.class)
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .getResultList()));
    }

    /** A line of an answer. */
    record Count(String what, Long many) {}

    /** A line of an answer. */
    record Told(
            String event,
            String payment,
            String type,
            Long sequence,
            @Nullable Instant dueAt) {
        Callback toRecord() {
            return new Callback(new EventId(event), new PaymentId(payment), EventType.of(type), dueAt);
        }
    }
}
