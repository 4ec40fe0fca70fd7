package dev.tillgate.webapp.operate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.sql.TestDatabase;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    @Test
    void it_is_ready_while_the_database_answers_and_workers_run() throws Exception {
        try (TestDatabase database = TestDatabase.openEmpty()) {
            AtomicBoolean works = new AtomicBoolean(true);
            HealthResource health = new HealthResource(new Readiness(database.dataSource(), works::get));

            assertThat(health.ready().getStatus()).isEqualTo(200);

            works.set(false);
            assertThat(health.ready().getStatus()).isEqualTo(503);
            assertThat(health.ready().getEntity().toString()).contains("workers=not running");
            assertThat(health.live().getStatus()).isEqualTo(200);
        }
    }

    @Test
    void it_is_not_ready_without_the_database() throws Exception {
        try (TestDatabase database = TestDatabase.openEmpty()) {
            HikariDataSource pool = database.dataSource();
            HealthResource health = new HealthResource(new Readiness(pool, () -> true));
            assertThat(health.ready().getStatus()).isEqualTo(200);

            pool.close();

            assertThat(health.ready().getStatus()).isEqualTo(503);
            assertThat(health.ready().getEntity().toString()).contains("database=does not answer");
        }
    }
}
