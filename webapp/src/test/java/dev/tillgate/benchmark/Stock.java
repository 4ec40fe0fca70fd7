package dev.tillgate.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Fills the database with payments that were paid some time ago: all rows of one paid payment, again and again under
 * other ids. The server makes them by itself (its {@code seq_} tables count), which is many times faster than sending
 * them.
 */
final class Stock {
    private static final long STEP = 20_000;
    /** Sorts before every id that is made today, as an older payment's does. */
    private static final String OLD = "01a";

    private final DataSource database;
    private final Template paid;

    Stock(DataSource database, Template paid) {
        this.database = database;
        this.paid = paid;
    }

    /** The id of one of them. */
    static String payment(long number) {
        return "pay_" + OLD + String.format(java.util.Locale.ROOT, "%023d", number * 10);
    }

    /** Adds the payments with the numbers {@code from} to {@code to}. */
    void add(long from, long to) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (long begin = from; begin <= to; begin += STEP) {
                for (String table : paid.tables()) {
                    for (Map<String, Object> row : paid.rows(table)) {
                        statement.execute(copies(table, row, begin, Math.min(to, begin + STEP - 1)));
                    }
                }
                connection.commit();
            }
        }
    }

    /** Column names and values are the schema's and the gateway's own; numbers are ours. */
    private String copies(String table, Map<String, Object> row, long from, long to) {
        List<String> values = new ArrayList<>();
        row.forEach((column, value) -> values.add(value(table, column, row, value)));
        return "INSERT INTO " + table + " (" + String.join(", ", row.keySet()) + ") SELECT " + String.join(", ", values)
                + " FROM seq_" + from + "_to_" + to;
    }

    private String value(String table, String column, Map<String, Object> row, Object value) {
        if (value == null) {
            return "NULL";
        }
        if (!(value instanceof String text)) {
            return value instanceof Number || value instanceof Boolean ? value.toString() : "'" + value + "'";
        }
        boolean events = table.equals("event") && column.equals("id") || column.equals("event_id");
        if (events) {
            // Three events of one payment are three ids.
            return id("evt", Long.parseLong(String.valueOf(row.get("sequence"))));
        }
        if (column.equals("idem_key") || column.equals("reference")) {
            return "CONCAT('stock-', seq)";
        }
        if (table.equals("ledger_entry") && column.equals("id")) {
            return id("led", 0);
        }
        String quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
        String sql = replaced(quoted, paid.value("payment", "id"), "pay");
        sql = replaced(sql, paid.value("shop_order", "id"), "ord");
        sql = replaced(sql, paid.value("attempt", "id"), "att");
        String reference = paid.value("shop_order", "reference");
        return sql.contains(reference) ? "REPLACE(" + sql + ", '" + reference + "', CONCAT('stock-', seq))" : sql;
    }

    private static String replaced(String sql, String known, String prefix) {
        if (!sql.contains(known)) {
            return sql;
        }
        return sql.equals("'" + known + "'")
                ? id(prefix, 0)
                : "REPLACE(" + sql + ", '" + known + "', " + id(prefix, 0) + ")";
    }

    private static String id(String prefix, long last) {
        return "CONCAT('" + prefix + "_" + OLD + "', LPAD(seq * 10 + " + last + ", 23, '0'))";
    }
}
