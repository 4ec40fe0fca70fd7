package dev.tillgate.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A schema of a test's own on a real MariaDB server, with all migrations applied; deleted when closed. The server is
 * started once per test JVM (about a second) and stopped with it; a schema costs a fraction of a second.
 *
 * <pre>{@code
 * try (TestDatabase database = TestDatabase.open()) {
 *     database.dataSource() ...
 * }
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {

    private static final String TEMPLATE = "template";
    private static final int POOL_SIZE = 16;
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String schema;
    private final Database database;
    private @Nullable HikariDataSource pool;
    private @Nullable HikariDataSource reads;

    private TestDatabase(String schema, Database database) {
        this.schema = schema;
        this.database = database;
    }

    /** A new schema with all migrations applied. */
    public static TestDatabase open() {
        return create(true);
    }

    /** A new schema without any table. */
    public static TestDatabase openEmpty() {
        return create(false);
    }

    /** The server all schemas live on. */
    public static EmbeddedMariaDb server() {
        return Shared.SERVER;
    }

    /** Address and account of this schema. */
    public Database database() {
        return database;
    }

    /** A pool of 16 connections (READ COMMITTED, autocommit off), the same as in production; closed with this. */
    public synchronized HikariDataSource dataSource() {
        HikariDataSource open = pool;
        if (open == null) {
            open = database.pool(POOL_SIZE);
            pool = open;
        }
        return open;
    }

    /** A pool of 8 connections with autocommit on, for reads, the same as in production; closed with this. */
    public synchronized HikariDataSource reads() {
        HikariDataSource open = reads;
        if (open == null) {
            open = database.reads(POOL_SIZE / 2);
            reads = open;
        }
        return open;
    }

    /** Runs one statement in its own transaction, for arranging and for breaking things in tests. */
    public void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row as a number, for counting rows in tests. */
    public long number(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of all rows as text. */
    public List<String> texts(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            return column(statement, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row as text. */
    public String text(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            return column(statement, sql).getFirst();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
        if (reads != null) {
            reads.close();
        }
        server().drop(schema);
    }

    private static TestDatabase create(boolean migrated) {
        String schema = "t" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
        TestDatabase created = new TestDatabase(schema, server().schema(schema));
        if (migrated) {
            try {
                copyTemplate(Template.DATABASE, created.database);
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot copy the migrated schema", e);
            }
        }
        return created;
    }

    /** Copies tables and rows; several times faster than running the migrations again. */
    private static void copyTemplate(Database template, Database target) throws SQLException {
        try (Connection from = template.connect();
                Connection to = target.connect();
                Statement read = from.createStatement();
                Statement write = to.createStatement()) {
            write.execute("SET foreign_key_checks = 0");
            for (String table : column(read, "SHOW TABLES")) {
                write.execute(column(read, "SHOW CREATE TABLE " + table, 2).getFirst());
                if (!column(read, "SELECT 1 FROM " + table + " LIMIT 1").isEmpty()) {
                    String columns = storedColumns(read, table);
                    write.execute("INSERT INTO " + table + " (" + columns + ") SELECT " + columns + " FROM " + TEMPLATE
                            + "." + table);
                }
            }
        }
    }

    private static String storedColumns(Statement statement, String table) throws SQLException {
        List<String> columns = column(
                statement,
                "SELECT column_name FROM information_schema.columns WHERE table_schema = '" + TEMPLATE
                        + "' AND table_name = '" + table + "' AND extra NOT LIKE '%GENERATED%'");
        return columns.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        return column(statement, sql, 1);
    }

    private static List<String> column(Statement statement, String sql, int index) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(index));
            }
        }
        return values;
    }

    private static final class Shared {
        static final EmbeddedMariaDb SERVER = TestServer.start();
    }

    private static final class Template {
        static final Database DATABASE = migrate();

        private static Database migrate() {
            server().drop(TEMPLATE);
            Database template = server().schema(TEMPLATE);
            Migrations.apply(template);
            return template;
        }
    }
}
