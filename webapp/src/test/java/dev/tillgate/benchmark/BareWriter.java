package dev.tillgate.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The ceiling: plain JDBC, without any web server, JSON or decision, that writes the very rows the gateway has written,
 * one statement a row, then commits. Prepared statements, kept connections.
 */
final class BareWriter implements Load.Worker {
    private final Connection connection;
    private final List<Insert> inserts = new ArrayList<>();
    private final Ids template;

    BareWriter(DataSource database, Template template) throws SQLException {
        this.connection = database.getConnection();
        this.template = Ids.of(template);
        for (String table : template.tables()) {
            PreparedStatement statement = connection.prepareStatement(template.insert(table));
            for (Map<String, Object> row : template.rows(table)) {
                inserts.add(new Insert(statement, new ArrayList<>(row.values())));
            }
        }
    }

    @Override
    public void once() throws SQLException {
        Ids fresh = Ids.fresh();
        for (Insert insert : inserts) {
            int index = 1;
            for (Object value : insert.values) {
                insert.statement.setObject(index++, value instanceof String text ? template.to(fresh, text) : value);
            }
            insert.statement.executeUpdate();
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private record Insert(PreparedStatement statement, List<Object> values) {}

    /** What differs from payment to payment. */
    private record Ids(String order, String payment, String event, String reference, String key) {
        static Ids of(Template rows) {
            return new Ids(
                    rows.value("shop_order", "id"),
                    rows.value("payment", "id"),
                    rows.value("event", "id"),
                    rows.value("shop_order", "reference"),
                    rows.value("idempotency", "idem_key"));
        }

        static Ids fresh() {
            String text = Purchase.newId();
            return new Ids(
                    "ord_" + text,
                    "pay_" + text,
                    "evt_" + text,
                    "bare-" + text,
                    UUID.randomUUID().toString());
        }

        /** Long texts hold ids within; short ones are an id or are not. */
        String to(Ids fresh, String text) {
            if (text.length() > 100) {
                return text.replace(payment, fresh.payment)
                        .replace(order, fresh.order)
                        .replace(reference, fresh.reference);
            }
            if (text.equals(payment)) {
                return fresh.payment;
            }
            if (text.equals(order)) {
                return fresh.order;
            }
            if (text.equals(event)) {
                return fresh.event;
            }
            if (text.equals(reference)) {
                return fresh.reference;
            }
            return text.equals(key) ? fresh.key : text;
        }
    }
}
