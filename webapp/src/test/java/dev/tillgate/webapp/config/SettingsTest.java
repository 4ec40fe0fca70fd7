package dev.tillgate.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    Path folder;

    @Test
    void nothing_has_to_be_set() {
        Settings settings = Settings.load(Map.of("PATH", "/bin"), null);

        assertThat(settings.get(Keys.PORT)).isEqualTo(8080);
        assertThat(settings.get(Keys.BIND)).isEqualTo("127.0.0.1");
        assertThat(settings.get(Keys.DB_URL)).isEmpty();
        assertThat(settings.get(Keys.CALLBACK_ALLOW_PRIVATE)).isFalse();
    }

    @Test
    void the_environment_wins_over_the_file() throws IOException {
        Path file = Files.writeString(folder.resolve("tillgate.properties"), "port=9001\ndb.pool.size = 7\n");

        Settings settings = Settings.load(Map.of("TILLGATE_CONFIG", file.toString(), "TILLGATE_PORT", "9002"), null);

        assertThat(settings.get(Keys.PORT)).isEqualTo(9002);
        assertThat(settings.get(Keys.DB_POOL_SIZE)).isEqualTo(7);
    }

    @Test
    void an_empty_value_counts_as_not_set() {
        Settings settings = Settings.load(Map.of("TILLGATE_PORT", "", "TILLGATE_DB_URL", " "), null);

        assertThat(settings.get(Keys.PORT)).isEqualTo(8080);
        assertThat(settings.get(Keys.DB_URL)).isEmpty();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws IOException {
        Path file = Files.writeString(folder.resolve("tillgate.properties"), "prot=9001\nworkers=maybe\n");

        InvalidSettings problem = invalid(Map.of(
                "TILLGATE_CONFIG", file.toString(),
                "TILLGATE_PORT", "eighty",
                "TILLGATE_DB_PASWORD", "hunter2",
                "TILLGATE_WHATEVER_ELSE", "1",
                "TILLGATE_DB_URL", "postgres://localhost/x"));

        assertThat(problem.problems())
                .containsExactlyInAnyOrder(
                        "Unknown setting prot (did you mean port?) in " + file,
                        "workers in " + file + " must be true or false (expected: true or false)",
                        "TILLGATE_PORT is not a whole number (expected: 0-65535)",
                        "Unknown setting TILLGATE_DB_PASWORD (did you mean TILLGATE_DB_PASSWORD?) in the environment",
                        "Unknown setting TILLGATE_WHATEVER_ELSE in the environment",
                        "TILLGATE_DB_URL must look like jdbc:mysql://host:3306/tillgate (expected: JDBC URL)");
    }

    @Test
    void a_missing_file_is_said() {
        InvalidSettings problem =
                invalid(Map.of("TILLGATE_CONFIG", folder.resolve("none").toString()));

        assertThat(problem).hasMessageContaining("cannot be read").hasMessageContaining("none");
    }

    @Test
    void a_secret_is_never_shown() {
        Settings settings = Settings.load(
                Map.of(
                        "TILLGATE_DB_URL", "jdbc:mysql://db/tillgate?trustCertificateKeyStorePassword=hunter1",
                        "TILLGATE_DB_PASSWORD", "hunter2",
                        "TILLGATE_MASTER_KEY", KEY),
                null);
        InvalidSettings wrong = invalid(Map.of("TILLGATE_MASTER_KEY", "hunter3-hunter3"));

        assertThat(settings.toString())
                .doesNotContain("hunter")
                .doesNotContain(KEY)
                .contains("db.password=***");
        assertThat(wrong.getMessage()).contains("TILLGATE_MASTER_KEY").doesNotContain("hunter");
    }

    @Test
    void an_own_database_needs_a_master_key_of_the_operators() {
        InvalidSettings problem = invalid(Map.of("TILLGATE_DB_URL", "jdbc:mariadb://db/tillgate"));

        assertThat(problem).hasMessageContaining("TILLGATE_MASTER_KEY is needed");
    }

    @Test
    void a_generated_master_key_stays_the_same_and_is_the_owners_alone() throws IOException {
        Settings settings =
                Settings.load(Map.of("TILLGATE_DATA", folder.resolve("data").toString()), null);

        byte[] first = MasterKey.of(settings);
        byte[] second = MasterKey.of(settings);

        assertThat(first).hasSize(32).isEqualTo(second);
        assertThat(Files.getPosixFilePermissions(folder.resolve("data/master.key")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    @Test
    void the_documentation_table_has_every_key_once() {
        String table = Keys.markdown();

        assertThat(Keys.ALL).allSatisfy(key -> assertThat(table).containsOnlyOnce("| `" + key.variable() + "` |"));
    }

    private static InvalidSettings invalid(Map<String, String> environment) {
        return catchThrowableOfType(InvalidSettings.class, () -> Settings.load(environment, null));
    }
}
