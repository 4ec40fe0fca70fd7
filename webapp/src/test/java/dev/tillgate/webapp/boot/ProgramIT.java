package dev.tillgate.webapp.boot;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.sql.Database;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built archive as a program: {@code java -jar tillgate.war}. */
class ProgramIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void answers_serves_no_files_and_stops_together_with_its_database_when_asked() throws IOException {
        try (TillgateProcess program = TillgateProcess.start(data(), Map.of())) {
            long database = program.databasePid();
            assertThat(get(program.url() + "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(program.url() + "/health/ready").statusCode()).isEqualTo(200);
            for (String file : List.of("dev/tillgate/boot/Start.class", "WEB-INF/web.xml", "META-INF/MANIFEST.MF")) {
                assertThat(get(program.url() + "/" + file).statusCode())
                        .as(file)
                        .isEqualTo(404);
            }

            int status = program.terminate();

            assertThat(status).isEqualTo(TERMINATED);
            assertThat(program.output()).contains("Tillgate has stopped");
            assertThat(alive(database)).isFalse();
        }
    }

    @Test
    void killed_it_leaves_no_database_behind_and_keeps_its_data() throws Exception {
        try (TillgateProcess program = TillgateProcess.start(data(), Map.of())) {
            long database = program.databasePid();
            write(program.database(), "CREATE TABLE proof (n INT PRIMARY KEY)");
            write(program.database(), "INSERT INTO proof VALUES (1)");

            program.kill();

            await().atMost(SOON).until(() -> !alive(database));
        }
        try (TillgateProcess again = TillgateProcess.start(data(), Map.of())) {
            assertThat(rows(again.database())).isEqualTo(1);
        }
    }

    @Test
    void killed_together_with_its_database_it_keeps_its_data() throws Exception {
        try (TillgateProcess program = TillgateProcess.start(data(), Map.of())) {
            long database = program.databasePid();
            write(program.database(), "CREATE TABLE proof (n INT PRIMARY KEY)");
            write(program.database(), "INSERT INTO proof VALUES (1)");

            ProcessHandle.of(database).ifPresent(ProcessHandle::destroyForcibly);
            program.kill();
        }
        try (TillgateProcess again = TillgateProcess.start(data(), Map.of())) {
            assertThat(rows(again.database())).isEqualTo(1);
        }
    }

    @Test
    void a_taken_port_is_said_in_one_line_before_anything_is_started() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TillgateProcess program = TillgateProcess.launch(
                        data(), Map.of("TILLGATE_PORT", Integer.toString(other.getLocalPort())))) {
            int status = program.awaitEnd();

            assertThat(status).isEqualTo(1);
            assertThat(program.output().lines())
                    .singleElement()
                    .asString()
                    .contains("Port " + other.getLocalPort())
                    .contains("TILLGATE_PORT=");
            assertThat(data().resolve("database")).doesNotExist();
        }
    }

    @Test
    void a_data_folder_belongs_to_one_program_at_a_time() throws IOException {
        try (TillgateProcess first = TillgateProcess.start(data(), Map.of());
                TillgateProcess second = TillgateProcess.launch(data(), Map.of())) {
            int status = second.awaitEnd();

            assertThat(status).isEqualTo(1);
            assertThat(second.output())
                    .contains("Another Tillgate (process " + first.process().pid() + ") uses the data folder");
            assertThat(get(first.url() + "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_wrong_configuration_is_refused_with_everything_that_is_wrong() throws IOException {
        try (TillgateProcess program =
                TillgateProcess.launch(data(), Map.of("TILLGATE_PROT", "8080", "TILLGATE_WORKERS", "perhaps"))) {
            int status = program.awaitEnd();

            assertThat(status).isEqualTo(2);
            assertThat(program.output())
                    .contains("Unknown setting TILLGATE_PROT (did you mean TILLGATE_PORT?)")
                    .contains("TILLGATE_WORKERS must be true or false")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void an_old_java_can_load_the_start_class_and_is_told_what_is_needed() throws IOException {
        try (JarFile war = new JarFile(TillgateProcess.war().toFile());
                DataInputStream start =
                        new DataInputStream(war.getInputStream(war.getEntry("dev/tillgate/boot/Start.class")))) {
            start.skipBytes(6);
            assertThat(start.readUnsignedShort()).as("class version of Java 8").isEqualTo(52);
        }
        Path oldJava = Tools.required("Java 17 or older", Tools.java(17));
        try (TillgateProcess program = TillgateProcess.launch(oldJava, data(), Map.of())) {
            int status = program.awaitEnd();

            assertThat(status).isEqualTo(2);
            assertThat(program.output().lines())
                    .singleElement()
                    .asString()
                    .startsWith("Tillgate needs Java 21 or newer, but this is Java ");
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static boolean alive(long pid) {
        return Files.exists(Path.of("/proc", Long.toString(pid), "exe"));
    }

    private static void write(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long rows(Database database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM proof")) {
            row.next();
            return row.getLong(1);
        }
    }
}
