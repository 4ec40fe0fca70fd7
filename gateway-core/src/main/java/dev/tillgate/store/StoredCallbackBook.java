package dev.tillgate.store;

import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.Event;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The outbox in the database. */
public final class StoredCallbackBook implements CallbackBook {
    /** Greater than every id: the cursor of the first page. */
    private static final String AFTER_ALL = "~";

    private static final String PENDING = Status.PENDING.name();

    private final Sessions sessions;

    public StoredCallbackBook(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Delivery> read(MerchantId merchant, EventId event) {
        return sessions.read(session -> session.createSelectionQuery("""
                                select c, e from CallbackRow c join EventRow e
                                on e.merchantId = c.merchantId and e.orderId = c.orderId and e.sequence = c.sequence
                                where c.merchantId = :merchant and c.eventId = :event""", Found.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("event", event.value())
                        .uniqueResultOptional())
                .map(Found::toRecord);
    }

    @Override
    public boolean hasOlderPending(MerchantId merchant, OrderId order, long sequence) {
        return sessions.read(session -> !session.createSelectionQuery("""
                        select sequence from CallbackRow where merchantId = :merchant and orderId = :order
                        and sequence < :sequence and status = :pending""", Long.class)
                .setParameter("merchant", merchant.value())
                .setParameter("order", order.value())
                .setParameter("sequence", sequence)
                .setParameter("pending", PENDING)
                .setMaxResults(1)
                .getResultList()
                .isEmpty());
    }

    @Override
    public void tried(Delivery delivery, Try result, Status next, @Nullable Instant dueAt) {
        Event event = delivery.event();
        sessions.inOneDo(session -> {
            CallbackRow row = locked(session, event.merchant(), event.id());
            if (row == null) {
                return;
            }
            CallbackTryRow tried = CallbackTryRow.of(event.merchant(), event.id(), result);
            tried.number = lastNumber(session, row) + 1;
            session.insert(tried);
            if (row.status.equals(Status.DELIVERED.name())) {
                return;
            }
            Instant ended = Times.stored(result.at().plusMillis(result.millis()));
            row.status = next.name();
            row.tries++;
            row.dueAt = next == Status.PENDING ? Times.storedOrNull(dueAt) : null;
            row.lastStatus = result.status();
            row.lastError = tried.error;
            row.deliveredAt = next == Status.DELIVERED ? ended : null;
            session.update(row);
            if (next != Status.PENDING) {
                wakeNext(session, row, ended);
            }
        });
    }

    @Override
    public void postpone(MerchantId merchant, EventId event, Instant dueAt) {
        sessions.inOneDo(session -> session.createMutationQuery("""
                        update CallbackRow set dueAt = :due
                        where merchantId = :merchant and eventId = :event and status = :pending""")
                .setParameter("due", Times.stored(dueAt))
                .setParameter("merchant", merchant.value())
                .setParameter("event", event.value())
                .setParameter("pending", PENDING)
                .executeUpdate());
    }

    @Override
    public boolean replay(MerchantId merchant, EventId event, Instant notBefore, Instant now) {
        int found = sessions.inOne(session -> session.createMutationQuery("""
                        update CallbackRow set status = :pending, tries = 0, dueAt = :now, deliveredAt = null
                        where merchantId = :merchant and eventId = :event and createdAt >= :notBefore""")
                .setParameter("pending", PENDING)
                .setParameter("now", Times.stored(now))
                .setParameter("merchant", merchant.value())
                .setParameter("event", event.value())
                .setParameter("notBefore", Times.stored(notBefore))
                .executeUpdate());
        return found == 1;
    }

    @Override
    public List<Delivery> list(
            MerchantId merchant, @Nullable StoreId store, @Nullable Status status, @Nullable EventId after, int limit) {
        List<Found> found = sessions.read(session -> session.createSelectionQuery("""
                        select c, e from CallbackRow c join EventRow e
                        on e.merchantId = c.merchantId and e.orderId = c.orderId and e.sequence = c.sequence
                        where c.merchantId = :merchant and c.eventId < :after
                        and (:store is null or c.storeId = :store)
                        and (:status is null or c.status = :status)
                        order by c.eventId desc""", Found.class)
                .setParameter("merchant", merchant.value())
                .setParameter("after", after == null ? AFTER_ALL : after.value())
                .setParameter("store", store == null ? null : store.value(), String.class)
                .setParameter("status", status == null ? null : status.name(), String.class)
                .setMaxResults(limit)
                .getResultList());
        return found.stream().map(Found::toRecord).toList();
    }

    @Override
    public List<Try> tries(MerchantId merchant, EventId event) {
        List<CallbackTryRow> rows = sessions.read(session -> session.createSelectionQuery(
                        "from CallbackTryRow where merchantId = :merchant and eventId = :event order by number",
                        CallbackTryRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("event", event.value())
                .getResultList());
        return rows.stream().map(CallbackTryRow::toRecord).toList();
    }

    private static @Nullable CallbackRow locked(StatelessSession session, MerchantId merchant, EventId event) {
        return session.createSelectionQuery(
                        "from CallbackRow where merchantId = :merchant and eventId = :event", CallbackRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("event", event.value())
                .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                .uniqueResult();
    }

    private static int lastNumber(StatelessSession session, CallbackRow row) {
        return session.createSelectionQuery("""
                        select coalesce(max(number), 0) from CallbackTryRow
                        where merchantId = :merchant and eventId = :event""", Integer.class)
                .setParameter("merchant", row.merchantId)
                .setParameter("event", row.eventId)
                .getSingleResult();
    }

    /** The next delivery of the order may have been put off because of this one. */
    private static void wakeNext(StatelessSession session, CallbackRow done, Instant now) {
        List<Long> next = session.createSelectionQuery("""
                        select sequence from CallbackRow where merchantId = :merchant and orderId = :order
                        and sequence > :sequence and status = :pending order by sequence""", Long.class)
                .setParameter("merchant", done.merchantId)
                .setParameter("order", done.orderId)
                .setParameter("sequence", done.sequence)
                .setParameter("pending", PENDING)
                .setMaxResults(1)
                .getResultList();
        if (!next.isEmpty()) {
            session.createMutationQuery("""
                            update CallbackRow set dueAt = :now where merchantId = :merchant and orderId = :order
                            and sequence = :sequence and status = :pending and dueAt > :now""")
                    .setParameter("now", now)
                    .setParameter("merchant", done.merchantId)
                    .setParameter("order", done.orderId)
                    .setParameter("sequence", next.getFirst())
                    .setParameter("pending", PENDING)
                    .executeUpdate();
        }
    }

    /** A line of the answer. */
    record Found(CallbackRow callback, EventRow event) {
        Delivery toRecord() {
            return callback.toRecord(event);
        }
    }
}
