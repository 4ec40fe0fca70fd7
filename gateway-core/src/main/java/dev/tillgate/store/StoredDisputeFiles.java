package dev.tillgate.store;

import dev.tillgate.flow.DisputeFiles;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Evidence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Documents in the database; by plain JDBC, for their contents are nothing to map. */
public final class StoredDisputeFiles implements DisputeFiles {
    /** The dispute's row is the lock, so that the limit holds however many are added at once. */
    static final String LOCK = "SELECT id FROM dispute_case WHERE merchant_id = ? AND id = ? FOR UPDATE";

    static final String COUNT =
            "SELECT COUNT(*), COALESCE(MAX(number), 0) FROM dispute_file WHERE merchant_id = ? AND dispute_id = ?";

    /** Whether what was confirmed is, or may be, in the provider's hands. */
    static final String FIXED =
            "SELECT dispute_id FROM dispute_evidence WHERE merchant_id = ? AND dispute_id = ? AND status <> 'REFUSED'";

    static final String INSERT = """
            INSERT INTO dispute_file (merchant_id, dispute_id, number, name, topic, media_type, content, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    static final String LIST = """
            SELECT number, name, topic, media_type, content, created_at FROM dispute_file
            WHERE merchant_id = ? AND dispute_id = ? ORDER BY number""";

    static final String DELETE = "DELETE FROM dispute_file WHERE merchant_id = ? AND dispute_id = ? AND number = ?";

    private final Sessions sessions;

    public StoredDisputeFiles(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean add(MerchantId merchant, DisputeId dispute, Document document) {
        return sessions.inOne(session -> session.doReturningWork(connection -> has(connection, LOCK, merchant, dispute)
                && !has(connection, FIXED, merchant, dispute)
                && insert(connection, merchant, dispute, document)));
    }

    @Override
    public List<Document> of(MerchantId merchant, DisputeId dispute) {
        return sessions.readPlain(connection -> {
            List<Document> found = new ArrayList<>();
            try (PreparedStatement statement = of(connection, LIST, merchant, dispute);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Document(
                            row.getInt(1),
                            row.getString(2),
                            Evidence.Topic.valueOf(row.getString(3)),
                            row.getString(4),
                            row.getBytes(5),
                            Times.read(row, 6)));
                }
            }
            return found;
        });
    }

    @Override
    public void remove(MerchantId merchant, DisputeId dispute, int number) {
        sessions.inOneDo(session -> session.doWork(connection -> {
            if (!has(connection, LOCK, merchant, dispute) || has(connection, FIXED, merchant, dispute)) {
                return;
            }
            try (PreparedStatement statement = of(connection, DELETE, merchant, dispute)) {
                statement.setInt(3, number);
                statement.executeUpdate();
            }
        }));
    }

    private static boolean insert(Connection connection, MerchantId merchant, DisputeId dispute, Document document)
            throws SQLException {
        int last;
        try (PreparedStatement count = of(connection, COUNT, merchant, dispute);
                ResultSet row = count.executeQuery()) {
            row.next();
            if (row.getInt(1) >= MOST) {
                return false;
            }
            last = row.getInt(2);
        }
        try (PreparedStatement statement = of(connection, INSERT, merchant, dispute)) {
            statement.setInt(3, last + 1);
            statement.setString(4, document.name());
            statement.setString(5, document.topic().name());
            statement.setString(6, document.mediaType());
            statement.setBytes(7, document.content());
            statement.setObject(8, Times.column(document.createdAt()));
            return statement.executeUpdate() == 1;
        }
    }

    /** From now on whoever adds or removes a document waits for this transaction, and then finds what it has done. */
    static void fix(Connection connection, MerchantId merchant, DisputeId dispute) throws SQLException {
        has(connection, LOCK, merchant, dispute);
    }

    private static boolean has(Connection connection, String sql, MerchantId merchant, DisputeId dispute)
            throws SQLException {
        try (PreparedStatement statement = of(connection, sql, merchant, dispute);
                ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    private static PreparedStatement of(Connection connection, String sql, MerchantId merchant, DisputeId dispute)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setString(1, merchant.value());
        statement.setString(2, dispute.value());
        return statement;
    }
}
