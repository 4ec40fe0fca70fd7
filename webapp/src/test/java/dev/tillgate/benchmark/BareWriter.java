package dev.tillgate.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Ids ids;

    BareWriter(DataSource database, Template template) throws SQLException {
        this.connection = database.getConnection();
        this.ids = Ids.of(template);
        for (String table : template.tables()) {
            PreparedStatement statement = connection.prepareStatement(template.insert(table));
            for (Map<String, Object> row : template.rows(table)) {
                inserts.add(new Insert(statement, new ArrayList<>(row.values())));
            }
        }
    }

    @Override
    public void once() throws SQLException {
        Map<String, String> fresh = ids.fresh();
        for (Insert insert : inserts) {
            int index = 1;
            for (Object value : insert.values) {
                insert.statement.setObject(index++, value instanceof String text ? Ids.to(fresh, text) : value);
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

    /** What differs from payment to payment: the ids of its rows, the shop's reference and the idempotency key. */
    private record Ids(List<String> rows, String reference, String key) {
        private static final int PREFIX = 4;

        static Ids of(Template template) {
            List<String> ids = new ArrayList<>();
            for (String table : template.tables()) {
                template.rows(table).forEach(row -> {
                    if (row.get("id") instanceof String id) {
                        ids.add(id);
                    }
                });
            }
            return new Ids(ids, template.value("shop_order", "reference"), template.value("idempotency", "idem_key"));
        }

        /** By the template's text, what stands in its place this time. */
        Map<String, String> fresh() {
            Map<String, String> fresh = new HashMap<>();
            String text = Purchase.newId();
            for (int i = 0; i < rows.size(); i++) {
                String id = rows.get(i);
                fresh.put(id, id.substring(0, PREFIX) + text.substring(1) + Integer.toString(i, Character.MAX_RADIX));
            }
            fresh.put(reference, "bare-" + text);
            fresh.put(key, UUID.randomUUID().toString());
            return fresh;
        }

        /** Long texts hold ids within; short ones are an id or are not. */
        static String to(Map<String, String> fresh, String text) {
            if (text.length() <= 100) {
                return fresh.getOrDefault(text, text);
            }
            String changed = text;
            for (Map.Entry<String, String> id : fresh.entrySet()) {
                changed = changed.replace(id.getKey(), id.getValue());
            }
            return changed;
        }
    }
}
