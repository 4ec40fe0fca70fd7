package dev.tillgate.sql;

import org.flywaydb.core.Flyway;

/** The schema as numbered scripts ({@code V001__...sql} in this module's folder), applied in order, each once. */
public final class Migrations {

    private static final String LOCATION = "classpath:dev/tillgate/sql/migrations";

    private Migrations() {}

    /**
     * Brings the schema up to date and says how many scripts that took (0 when it already was). Safe to call from
     * several nodes at once: they wait for each other.
     *
     * @throws org.flywaydb.core.api.FlywayException when a script fails or an applied one was changed afterwards
     */
    public static int apply(Database database) {
        // The class loader is named because in a servlet container the thread's own may be another application's.
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(new PlainDataSource(database))
                .locations(LOCATION)
                .connectRetries(0)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
