package dev.tillgate.webapp.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.sql.Database;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.Migrations;
import dev.tillgate.store.LedgerCheck;
import dev.tillgate.store.Sessions;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.SampleShops;
import dev.tillgate.webapp.boot.TillgateProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** The finished gateway as a process of its own, which is killed and started again, and what its book says. */
final class MortalGateway implements AutoCloseable {
    private static final byte[] MASTER_KEY = "a test's master key, 32 bytes ..".getBytes(StandardCharsets.US_ASCII);

    private final Path folder;
    private final String url;
    private final Map<String, String> environment;
    private final HikariDataSource database;
    private TillgateProcess process;

    private MortalGateway(Path folder, Database database) throws IOException {
        int port = freePort();
        this.folder = folder;
        this.url = "http://localhost:" + port;
        this.environment = environment(database, port, url);
        Migrations.apply(database);
        this.database = database.pool(4);
        this.process = TillgateProcess.start(folder.resolve("data"), environment);
    }

    static MortalGateway start(Path folder, Database database) throws IOException {
        return new MortalGateway(folder, database);
    }

    String url() {
        return url;
    }

    HikariDataSource database() {
        return database;
    }

    /** Kills it and starts it again. */
    void crash() throws IOException {
        process.kill();
        process = TillgateProcess.start(folder.resolve("data"), environment);
    }

    /** Opens shops behind its back. */
    <T> T opening(Function<SampleShops, T> shops) {
        try (Sessions sessions = new Sessions(database, DatabaseProduct.MARIADB)) {
            return shops.apply(new SampleShops(sessions, new Vault(MASTER_KEY)));
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            long number = row.getLong(1);
            connection.rollback();
            return number;
        }
    }

    /** No attempt unknown for ever, no operation under way, no callback waiting. */
    void awaitSettled() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(8))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> {
                    assertThat(number("SELECT COUNT(*) FROM attempt WHERE status IN ('STARTED', 'PENDING')"))
                            .as("attempts in doubt")
                            .isZero();
                    assertThat(number("SELECT COUNT(*) FROM attempt WHERE status = 'NOT_SENT' AND due_at IS NOT NULL"))
                            .as("attempts to look at once more")
                            .isZero();
                    assertThat(number("SELECT COUNT(*) FROM operation WHERE status IN ('STARTED', 'PENDING')"))
                            .as("operations under way")
                            .isZero();
                    assertThat(number("SELECT COUNT(*) FROM notification WHERE status = 'RECEIVED'"))
                            .as("notifications to apply")
                            .isZero();
                    assertThat(number("SELECT COUNT(*) FROM callback WHERE status = 'PENDING'"))
                            .as("callbacks to deliver")
                            .isZero();
                });
        try {
            assertThat(number("SELECT COUNT(*) FROM callback WHERE status <> 'DELIVERED'"))
                    .as("callbacks given up")
                    .isZero();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Its double-entry ledger adds up. */
    void assertLedgerBalances() {
        try (Sessions sessions = new Sessions(database, DatabaseProduct.MARIADB)) {
            assertThat(new LedgerCheck(sessions).run(100)).as("ledger").isEmpty();
        }
    }

    private static Map<String, String> environment(Database database, int port, String url) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TILLGATE_PORT", Integer.toString(port));
        environment.put("TILLGATE_PUBLIC_URL", url);
        environment.put("TILLGATE_DB_URL", database.url());
        environment.put("TILLGATE_DB_USER", database.user());
        environment.put("TILLGATE_DB_PASSWORD", database.password());
        environment.put("TILLGATE_MASTER_KEY", Base64.getEncoder().encodeToString(MASTER_KEY));
        environment.put("TILLGATE_CALLBACK_ALLOW_PRIVATE", "true");
        environment.put("TILLGATE_API_RATE", "0");
        // Shorter than in life, and longer than a request can be on its way on a machine that is busy with all this.
        environment.put("TILLGATE_UNKNOWN_GRACE", "20");
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.close();
        database.close();
    }
}
