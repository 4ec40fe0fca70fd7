package dev.tillgate.store;

import dev.tillgate.flow.JobQueue;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes jobs by moving their due time. The row locks only keep takers on one server from waiting for each other; what
 * makes a job one taker's is that its due time was still the one that was seen, which holds on a cluster too: there the
 * slower of two takers is refused at COMMIT and looks again.
 */
public final class StoredJobQueue implements JobQueue {
    private final Sessions sessions;

    public StoredJobQueue(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<Job> take(Kind kind, int limit, Duration lease, Instant now) {
        DueSql sql = DueSql.of(kind);
        return sessions.inOne(session -> session.doReturningWork(connection -> {
            List<Due> seen = due(connection, kind, sql.find(), limit, now);
            return seen.isEmpty() ? List.of() : move(connection, sql.move(), seen, now.plus(lease));
        }));
    }

    @Override
    public Backlog backlog(Kind kind, Instant now) {
        return sessions.readPlain(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(DueSql.of(kind).backlog())) {
                statement.setObject(1, Times.column(now));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    LocalDateTime oldest = row.getObject(2, LocalDateTime.class);
                    long age = oldest == null
                            ? 0
                            : Duration.between(Times.instant(oldest), now).toMillis();
                    return new Backlog(row.getLong(1), age);
                }
            }
        });
    }

    private static List<Due> due(Connection connection, Kind kind, String sql, int limit, Instant now)
            throws SQLException {
        List<Due> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, Times.column(now));
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    MerchantId merchant = new MerchantId(rows.getString(1));
                    found.add(new Due(
                            new Job(kind, merchant, order(rows.getString(3)), rows.getString(2)),
                            rows.getObject(4, LocalDateTime.class)));
                }
            }
        }
        return found;
    }

    private static List<Job> move(Connection connection, String sql, List<Due> seen, Instant until)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Due due : seen) {
                statement.setObject(1, Times.column(until));
                statement.setString(2, due.job().merchant().value());
                statement.setString(3, due.job().id());
                statement.setObject(4, due.at());
                statement.addBatch();
            }
            int[] hits = statement.executeBatch();
            List<Job> taken = new ArrayList<>();
            for (int i = 0; i < hits.length; i++) {
                if (hits[i] != 0) {
                    taken.add(seen.get(i).job());
                }
            }
            return taken;
        }
    }

    private static @Nullable OrderId order(@Nullable String id) {
        return id == null ? null : new OrderId(id);
    }

    private record Due(Job job, LocalDateTime at) {}
}
