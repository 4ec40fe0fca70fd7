package dev.tillgate.webapp.demo;

import dev.tillgate.money.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The demo shop's own order book, in its own two tables. */
public final class ShopOrders {
    private final DataSource database;

    /** @param database autocommit off */
    public ShopOrders(DataSource database) {
        this.database = database;
    }

    void insert(ShopOrder order) {
        inOne(connection -> {
            String sql = "INSERT INTO demo_order (items, amount, currency, ships_later, revision, status, collected,"
                    + " refunded, last_sequence, payment_id, checkout_url, created_at, updated_at, number)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, order.cart().toString());
                insert.setLong(2, order.total().minorUnits());
                insert.setString(3, order.total().currencyCode());
                insert.setBoolean(4, order.shipsLater());
                bindState(insert, 5, order);
                insert.setObject(12, column(order.createdAt()));
                insert.setObject(13, column(order.updatedAt()));
                insert.setString(14, order.number());
                return insert.executeUpdate();
            }
        });
    }

    Optional<ShopOrder> find(String number) {
        return inOne(connection -> read(connection, number, ""));
    }

    /** Changes an order under its lock. Nothing when there is no such order. */
    Optional<ShopOrder> change(String number, UnaryOperator<ShopOrder> change) {
        return inOne(connection -> changed(connection, number, change));
    }

    /** Lets a callback count, once: one that was received before, or is older than what is known, changes nothing. */
    Optional<ShopOrder> receive(Callback callback, Instant now) {
        return inOne(connection -> {
            Optional<ShopOrder> order = read(connection, callback.order(), " FOR UPDATE");
            if (order.isEmpty() || !note(connection, callback, now)) {
                return order;
            }
            return changed(connection, callback.order(), before -> before.after(callback, now));
        });
    }

    /** What was received for an order, in the order of the gateway's numbers. */
    List<Received> received(String number) {
        return inOne(connection -> {
            String sql = "SELECT sequence, type, received_at FROM demo_callback WHERE number = ? ORDER BY sequence";
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, number);
                List<Received> all = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        all.add(new Received(rows.getLong(1), rows.getString(2), instant(rows, 3)));
                    }
                }
                return all;
            }
        });
    }

    /** A callback that was received and verified. */
    public record Received(long sequence, String type, Instant at) {}

    private static Optional<ShopOrder> changed(Connection connection, String number, UnaryOperator<ShopOrder> change)
            throws SQLException {
        Optional<ShopOrder> before = read(connection, number, " FOR UPDATE");
        if (before.isEmpty()) {
            return before;
        }
        ShopOrder after = change.apply(before.get());
        String sql = "UPDATE demo_order SET revision = ?, status = ?, collected = ?, refunded = ?, last_sequence = ?,"
                + " payment_id = ?, checkout_url = ?, updated_at = ? WHERE number = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            bindState(update, 1, after);
            update.setObject(8, column(after.updatedAt()));
            update.setString(9, number);
            update.executeUpdate();
        }
        return Optional.of(after);
    }

    private static boolean note(Connection connection, Callback callback, Instant now) throws SQLException {
        String sql = "INSERT INTO demo_callback (number, event_id, sequence, type, received_at) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, callback.order());
            insert.setString(2, callback.event());
            insert.setLong(3, callback.sequence());
            insert.setString(4, callback.type());
            insert.setObject(5, column(now));
            insert.executeUpdate();
            return true;
        } catch (SQLIntegrityConstraintViolationException receivedBefore) {
            return false;
        }
    }

    /** @param locking constant text, empty or {@code FOR UPDATE} */
    private static Optional<ShopOrder> read(Connection connection, String number, String locking) throws SQLException {
        String sql = "SELECT items, amount, currency, ships_later, revision, status, collected, refunded,"
                + " last_sequence, payment_id, checkout_url, created_at, updated_at FROM demo_order WHERE number = ?";
        try (PreparedStatement select = connection.prepareStatement(sql + locking)) {
            select.setString(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(order(number, row)) : Optional.empty();
            }
        }
    }

    private static ShopOrder order(String number, ResultSet row) throws SQLException {
        String currency = row.getString(3);
        return new ShopOrder(
                number,
                Cart.parse(row.getString(1)),
                Money.ofMinor(row.getLong(2), currency),
                row.getBoolean(4),
                row.getLong(5),
                ShopOrder.Status.valueOf(row.getString(6)),
                Money.ofMinor(row.getLong(7), currency),
                Money.ofMinor(row.getLong(8), currency),
                row.getLong(9),
                row.getString(10),
                row.getString(11),
                instant(row, 12),
                instant(row, 13));
    }

    /** Binds revision to checkout_url, seven parameters. */
    private static void bindState(PreparedStatement statement, int first, ShopOrder order) throws SQLException {
        statement.setLong(first, order.revision());
        statement.setString(first + 1, order.status().name());
        statement.setLong(first + 2, order.collected().minorUnits());
        statement.setLong(first + 3, order.refunded().minorUnits());
        statement.setLong(first + 4, order.lastSequence());
        statement.setString(first + 5, order.payment());
        statement.setString(first + 6, order.checkoutUrl());
    }

    private static LocalDateTime column(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    private <T> T inOne(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the demo shop's orders cannot be reached", e);
        }
    }

    /** Something done in one transaction. */
    @FunctionalInterface
    private interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }
}
