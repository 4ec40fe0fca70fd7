package dev.tillgate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbTest {

    @TempDir
    Path home;

    @Test
    void keeps_its_data_between_runs_under_an_account_of_the_owners_alone() throws Exception {
        try (EmbeddedMariaDb first = TestServer.startIn(home)) {
            Database schema = first.schema("kept");
            run(schema, "CREATE TABLE t (n INT)");
            run(schema, "INSERT INTO t VALUES (7)");
        }
        try (EmbeddedMariaDb second = TestServer.startIn(home)) {
            assertThat(number(second.schema("kept"), "SELECT n FROM t")).isEqualTo(7);
            assertThat(second.systemDatabase().product()).isEqualTo(DatabaseProduct.MARIADB);
            assertThat(number(second.systemDatabase(), "SELECT COUNT(*) FROM global_priv WHERE User <> 'mariadb.sys'"))
                    .as("accounts that can log in")
                    .isEqualTo(1);
            assertThat(number(second.systemDatabase(), "SELECT @@innodb_flush_log_at_trx_commit"))
                    .isEqualTo(1);
        }
        assertThat(Files.getPosixFilePermissions(home.resolve("database.account")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void killed_it_comes_back_on_the_same_port_with_its_data() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        List<IOException> lost = new CopyOnWriteArrayList<>();
        try (EmbeddedMariaDb server = TestServer.startIn(home)) {
            server.keepRunning(told::add, lost::add);
            Database schema = server.schema("kept");
            run(schema, "CREATE TABLE t (n INT)");
            run(schema, "INSERT INTO t VALUES (7)");

            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> number(schema, "SELECT n FROM t") == 7);
            assertThat(told).containsExactly("The database has ended unexpectedly; starting it again");
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void what_keeps_it_from_starting_again_may_pass_by() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        List<IOException> lost = new CopyOnWriteArrayList<>();
        try (EmbeddedMariaDb server = TestServer.startIn(home)) {
            server.keepRunning(told::add, lost::add);
            Database schema = server.schema("kept");
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
            int port = URI.create(schema.url().substring("jdbc:".length())).getPort();
            process.destroyForcibly();
            process.onExit().join();
            try (ServerSocket inTheWay = new ServerSocket()) {
                inTheWay.setReuseAddress(true);
                inTheWay.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                Thread.ofVirtual().start(() -> hangUp(inTheWay));
                Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(told)
                        .contains("The database does not start; trying again in 1 s"));
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> number(schema, "SELECT 7") == 7);
        }
        assertThat(lost).isEmpty();
    }

    private static void hangUp(ServerSocket on) {
        try {
            while (true) {
                on.accept().close();
            }
        } catch (IOException closed) {
            // Out of the way.
        }
    }

    @Test
    void a_server_left_behind_is_ended_before_the_next_one_starts() throws Exception {
        try (EmbeddedMariaDb forgotten = TestServer.startIn(home);
                EmbeddedMariaDb next = TestServer.startIn(home)) {
            assertThat(forgotten.isAlive()).isFalse();
            assertThat(next.isAlive()).isTrue();
        }
    }

    @Test
    void a_pid_file_that_now_means_another_process_harms_nobody() throws Exception {
        Files.writeString(home.resolve("database.pid"), ProcessHandle.current().pid() + "\n");

        try (EmbeddedMariaDb server = TestServer.startIn(home)) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void damaged_data_is_told_at_once_in_the_servers_own_words() throws Exception {
        TestServer.startIn(home).close();
        Files.write(home.resolve("database/ibdata1"), new byte[100], StandardOpenOption.TRUNCATE_EXISTING);

        assertThatThrownBy(() -> TestServer.startIn(home))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The database did not start. It said:")
                .hasMessageContaining("ibdata1");
    }

    @Test
    void data_without_its_account_is_not_touched() throws Exception {
        TestServer.startIn(home).close();
        Files.delete(home.resolve("database.account"));

        assertThatThrownBy(() -> TestServer.startIn(home))
                .hasMessageContaining("The password of the embedded database is missing");
        assertThat(home.resolve("database/ibdata1")).exists();
    }

    @Test
    void a_half_made_database_of_a_killed_start_is_made_anew() throws Exception {
        Files.createDirectories(home.resolve("database.new-1"));
        Files.writeString(home.resolve("database.new-1/ibdata1"), "half");

        try (EmbeddedMariaDb server = TestServer.startIn(home)) {
            assertThat(server.isAlive()).isTrue();
            assertThat(home.resolve("database.new-1")).doesNotExist();
        }
    }

    private static void run(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
