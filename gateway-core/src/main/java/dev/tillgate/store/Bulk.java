package dev.tillgate.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many rows with few statements, in plain JDBC: what a settlement file needs and a payment never does. */
final class Bulk {
    /** MariaDB turns longer lists of values into temporary tables. */
    private static final int VALUES = 500;

    private static final int ROWS = 500;

    private final Connection connection;

    Bulk(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row of an answer. */
    @FunctionalInterface
    interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Runs a query for many values, some at a time.
     *
     * @param sql with {@code (?)} where the list of values goes, last
     */
    void query(String sql, List<?> fixed, Collection<String> values, Reader reader) throws SQLException {
        List<String> all = List.copyOf(values);
        for (int from = 0; from < all.size(); from += VALUES) {
            List<String> some = all.subList(from, Math.min(all.size(), from + VALUES));
            List<Object> parameters = new ArrayList<>(fixed);
            parameters.addAll(some);
            one(sql.replace("(?)", marks(some.size())), parameters, reader);
        }
    }

    void one(String sql, List<?> parameters, Reader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    /** Answers how many rows were changed. */
    int update(String sql, List<?> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** {@link #query} for a change. */
    void change(String sql, List<?> fixed, Collection<String> values) throws SQLException {
        List<String> all = List.copyOf(values);
        for (int from = 0; from < all.size(); from += VALUES) {
            List<String> some = all.subList(from, Math.min(all.size(), from + VALUES));
            List<Object> parameters = new ArrayList<>(fixed);
            parameters.addAll(some);
            update(sql.replace("(?)", marks(some.size())), parameters);
        }
    }

    /**
     * Inserts rows, many with one statement.
     *
     * @param into {@code INSERT INTO table (columns)}
     * @param after what follows the values, or empty
     */
    void insert(String into, List<? extends List<? extends @Nullable Object>> rows, String after) throws SQLException {
        for (int from = 0; from < rows.size(); from += ROWS) {
            List<? extends List<? extends @Nullable Object>> some =
                    rows.subList(from, Math.min(rows.size(), from + ROWS));
            String row = marks(some.getFirst().size());
            List<@Nullable Object> parameters = new ArrayList<>();
            some.forEach(parameters::addAll);
            update(into + " VALUES " + String.join(", ", Collections.nCopies(some.size(), row)) + after, parameters);
        }
    }

    private static void set(PreparedStatement statement, List<?> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            Object value = parameters.get(i);
            statement.setObject(i + 1, value instanceof Instant time ? Times.column(time) : value);
        }
    }

    private static String marks(int count) {
        return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }
}
