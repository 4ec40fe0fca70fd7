package dev.tillgate.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void twice_is_as_good_as_once() {
        try (TestDatabase schema = TestDatabase.openEmpty()) {
            int first = Migrations.apply(schema.database());
            int second = Migrations.apply(schema.database());

            assertThat(first).isPositive();
            assertThat(second).isZero();
        }
    }

    @Test
    void a_test_schema_has_the_same_tables_as_a_migrated_one() {
        String tables = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()";
        try (TestDatabase migrated = TestDatabase.openEmpty();
                TestDatabase copied = TestDatabase.open()) {
            Migrations.apply(migrated.database());

            assertThat(copied.number(tables)).isEqualTo(migrated.number(tables));
            assertThat(Migrations.apply(copied.database())).isZero();
        }
    }

    /** The server commits each table by itself: a process killed in between must be able to go on. */
    @Test
    void a_migration_that_was_cut_off_can_be_run_again() {
        try (TestDatabase schema = TestDatabase.openEmpty()) {
            int all = Migrations.apply(schema.database());
            schema.execute("DELETE FROM flyway_schema_history");
            schema.execute("DROP TABLE " + lastTable(schema));

            assertThat(Migrations.apply(schema.database())).isEqualTo(all);
        }
    }

    private static String lastTable(TestDatabase schema) {
        return schema.text("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                + " AND table_name <> 'flyway_schema_history' ORDER BY create_time DESC, table_name DESC LIMIT 1");
    }
}
