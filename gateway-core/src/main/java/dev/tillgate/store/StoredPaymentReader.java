package dev.tillgate.store;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads payments from the database. */
public final class StoredPaymentReader implements PaymentReader {
    /** Greater than every id: the cursor of the first page. */
    private static final String AFTER_ALL = "~";

    /** Plain JDBC, for the reason given at {@link OrderFiles}; the columns in the order of the row's fields. */
    static final String ONE = """
            SELECT p.merchant_id, p.id, p.order_id, p.store_id, p.revision, p.amount, p.currency, p.status,
              p.capture_mode, p.authorized, p.captured, p.refunded, p.expires_at, p.due_at, p.created_at, p.updated_at,
              o.reference, o.description
            FROM payment p JOIN shop_order o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
            WHERE p.merchant_id = ? AND p.id = ?""";

    private final Sessions sessions;

    public StoredPaymentReader(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<PaymentRow> payment(MerchantId merchant, PaymentId payment) {
        return sessions.readPlain(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ONE)) {
                statement.setString(1, merchant.value());
                statement.setString(2, payment.value());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(found(row)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public Optional<OrderFile> file(MerchantId merchant, PaymentId payment) {
        return sessions.readPlain(connection -> OrderFiles.ofPayment(connection, merchant, payment));
    }

    @Override
    public Optional<OrderId> orderOf(MerchantId merchant, AttemptId attempt) {
        return orderOf("select orderId from AttemptRow where merchantId = :merchant and id = :id", merchant, attempt);
    }

    @Override
    public Optional<OrderId> orderOf(MerchantId merchant, OperationId operation) {
        return orderOf(
                "select orderId from OperationRow where merchantId = :merchant and id = :id", merchant, operation);
    }

    @Override
    public List<PaymentRow> list(Filter filter, @Nullable PaymentId after, int limit) {
        StoreId store = filter.store();
        PaymentStatus status = filter.status();
        // What is not filtered by is the same for every row, which the server sees before it chooses an index.
        List<Found> found = sessions.read(session -> session.createSelectionQuery("""
                        select p, o.reference, o.description from PaymentRow p
                        join OrderRow o on o.merchantId = p.merchantId and o.id = p.orderId
                        where p.merchantId = :merchant and p.id < :after
                        and (:store is null or p.storeId = :store)
                        and (:status is null or p.status = :status)
                        and (:reference is null or o.reference = :reference)
                        order by p.id desc""", Found.class)
                .setParameter("merchant", filter.merchant().value())
                .setParameter("after", after == null ? AFTER_ALL : after.value())
                .setParameter("store", store == null ? null : store.value(), String.class)
                .setParameter("status", status == null ? null : status.name(), String.class)
                .setParameter("reference", filter.orderReference(), String.class)
                .setMaxResults(limit)
                .getResultList());
        return found.stream().map(Found::toRecord).toList();
    }

    @Override
    public List<Event> events(MerchantId merchant, OrderId order, long afterSequence, int limit) {
        List<EventRow> rows = sessions.read(session -> session.createSelectionQuery("""
                        from EventRow where merchantId = :merchant and orderId = :order and sequence > :after
                        order by sequence""", EventRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("order", order.value())
                .setParameter("after", afterSequence)
                .setMaxResults(limit)
                .getResultList());
        return rows.stream().map(EventRow::toRecord).toList();
    }

    private Optional<OrderId> orderOf(String query, MerchantId merchant, Record id) {
        return sessions.read(session -> session.createSelectionQuery(query, String.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("id", id.toString())
                        .uniqueResultOptional())
                .map(OrderId::new);
    }

    private static PaymentRow found(ResultSet row) throws SQLException {
        return new Found(dev.tillgate.store.PaymentRow.read(row, 1), row.getString(17), row.getString(18)).toRecord();
    }

    /** A line of the answer. */
    record Found(dev.tillgate.store.PaymentRow payment, String reference, String description) {
        PaymentRow toRecord() {
            return new PaymentRow(payment.toRecord(), reference, description);
        }
    }
}
