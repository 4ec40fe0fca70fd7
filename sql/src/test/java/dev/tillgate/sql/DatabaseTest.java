package dev.tillgate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    @Test
    void the_password_is_never_shown() {
        Database database = new Database("jdbc:mysql://db/tillgate?password=hunter1&x=y", "shop", "hunter2");

        assertThat(database.toString()).isEqualTo("Database[jdbc:mysql://db/tillgate, user=shop]");
    }

    @Test
    void a_mariadb_url_means_the_same_connector() {
        assertThat(new Database("jdbc:mariadb://db/tillgate", "u", "p").url()).isEqualTo("jdbc:mysql://db/tillgate");
        assertThatThrownBy(() -> new Database("postgres://db/x", "u", "p"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:mysql://");
    }

    @Test
    void the_products_are_told_apart_by_their_version() {
        assertThat(DatabaseProduct.of("11.4.5-MariaDB")).isEqualTo(DatabaseProduct.MARIADB);
        assertThat(DatabaseProduct.of("8.4.3")).isEqualTo(DatabaseProduct.MYSQL);
        assertThat(DatabaseProduct.of("10.11.6-MariaDB-0+deb12u1")).isEqualTo(DatabaseProduct.MARIADB);
    }

    @Test
    void pooled_connections_speak_utc_and_read_committed_whatever_the_url_says() throws Exception {
        try (TestDatabase schema = TestDatabase.openEmpty()) {
            Database given = schema.database();
            Database stubborn = new Database(
                    given.url() + "&useInformationSchema=true&connectionTimeZone=%2B08:00",
                    given.user(),
                    given.password());
            try (HikariDataSource pool = stubborn.pool(2);
                    Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                // Connector/J asks MariaDB for a column it does not have, unless told not to.
                assertThat(connection.getMetaData().getSQLKeywords()).isNotEmpty();
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                statement.execute("CREATE TABLE t (at DATETIME(3))");
                statement.execute("INSERT INTO t VALUES ('2026-11-23 10:00:00.123')");
                try (ResultSet row = statement.executeQuery("SELECT at, @@session.time_zone FROM t")) {
                    row.next();
                    assertThat(row.getObject(1, OffsetDateTime.class))
                            .isEqualTo(LocalDateTime.parse("2026-11-23T10:00:00.123")
                                    .atOffset(ZoneOffset.UTC));
                    assertThat(row.getString(2)).isIn("UTC", "+00:00");
                }
            }
        }
    }
}
