package dev.tillgate.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The rows that the gateway has written for one payment, to be written again under other ids: whatever the gateway
 * writes, the program it is compared with writes the same.
 */
final class Template {
    private static final List<String> TABLES = List.of(
            "idempotency", "shop_order", "payment", "attempt", "operation", "ledger_entry", "event", "callback");

    private final Map<String, List<Map<String, Object>>> rows;

    private Template(Map<String, List<Map<String, Object>>> rows) {
        this.rows = rows;
    }

    /** Reads all rows of a payment. */
    static Template of(Connection connection, String payment) throws SQLException {
        String order = text(connection, "SELECT order_id FROM payment WHERE id = ?", payment);
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        for (String table : TABLES) {
            String column =
                    switch (table) {
                        case "idempotency" -> "subject";
                        case "shop_order" -> "id";
                        case "ledger_entry" -> "payment_id";
                        default -> "order_id";
                    };
            boolean byPayment = table.equals("idempotency") || table.equals("ledger_entry");
            List<Map<String, Object>> found = rows(connection, table, column, byPayment ? payment : order);
            if (!found.isEmpty()) {
                rows.put(table, found);
            }
        }
        return new Template(rows);
    }

    /** Tables that have rows, in the order the gateway writes them. */
    List<String> tables() {
        return List.copyOf(rows.keySet());
    }

    List<Map<String, Object>> rows(String table) {
        return Objects.requireNonNull(rows.get(table), table);
    }

    /** An INSERT of one row with a parameter for each column. */
    String insert(String table) {
        List<String> columns = List.copyOf(rows(table).getFirst().keySet());
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + marks + ")";
    }

    /** A value of a row as text, such as {@code value("payment", "id")}. */
    String value(String table, String column) {
        return String.valueOf(rows(table).getFirst().get(column));
    }

    private static List<Map<String, Object>> rows(Connection connection, String table, String column, String id)
            throws SQLException {
        List<Map<String, Object>> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT * FROM " + table + " WHERE " + column + " = ?")) {
            statement.setString(1, id);
            try (ResultSet result = statement.executeQuery()) {
                ResultSetMetaData columns = result.getMetaData();
                while (result.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnName(i), result.getObject(i));
                    }
                    found.add(row);
                }
            }
        }
        return found;
    }

    private static String text(Connection connection, String sql, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** The server's counters, by name. */
    static Map<String, Long> counters(Connection connection) throws SQLException {
        Map<String, Long> counters = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS")) {
            while (rows.next()) {
                String value = rows.getString(2);
                if (value != null && value.matches("\\d{1,18}")) {
                    counters.put(rows.getString(1), Long.parseLong(value));
                }
            }
        }
        return counters;
    }
}
