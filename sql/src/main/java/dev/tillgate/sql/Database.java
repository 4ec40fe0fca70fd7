package dev.tillgate.sql;

import com.mysql.cj.jdbc.Driver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * Where the database is and who may enter it. Every connection to it, pooled or single, is opened here, so that all of
 * them carry the same connector settings.
 *
 * @param url a JDBC URL that begins with {@code jdbc:mysql://} (also for MariaDB: the connector is the same)
 */
public record Database(String url, String user, String password) {

    private static final String PREFIX = "jdbc:mysql:";
    private static final String MARIADB_PREFIX = "jdbc:mariadb:";

    /**
     * Settings without which something breaks or is slow; they win over the same words in the URL.
     *
     * <p>{@code useInformationSchema=false}: with it, Connector/J asks MariaDB for a column only MySQL has, and
     * Hibernate cannot start. Times are UTC on both ends. {@code cacheServerConfiguration} spares one question per
     * connection; {@code useLocalSessionState} spares SET statements around each transaction.
     */
    private static final Map<String, String> REQUIRED = Map.ofEntries(
            Map.entry("useInformationSchema", "false"),
            Map.entry("connectionTimeZone", "UTC"),
            Map.entry("forceConnectionTimeZoneToSession", "true"),
            Map.entry("useServerPrepStmts", "true"),
            Map.entry("cachePrepStmts", "true"),
            Map.entry("prepStmtCacheSize", "256"),
            Map.entry("prepStmtCacheSqlLimit", "8192"),
            Map.entry("rewriteBatchedStatements", "true"),
            Map.entry("useLocalSessionState", "true"),
            Map.entry("cacheServerConfiguration", "true"),
            Map.entry("elideSetAutoCommits", "true"),
            Map.entry("maintainTimeStats", "false"),
            Map.entry("allowMultiQueries", "false"),
            Map.entry("allowLoadLocalInfile", "false"));

    /** Time limit for reaching the server, in milliseconds. */
    private static final String CONNECT_TIMEOUT_MS = "5000";

    /** A pooled connection that hears nothing for this long (milliseconds) is given up: the server is gone. */
    private static final String SOCKET_TIMEOUT_MS = "60000";

    public Database {
        if (url.startsWith(MARIADB_PREFIX)) {
            url = PREFIX + url.substring(MARIADB_PREFIX.length());
        }
        if (!url.startsWith(PREFIX + "//")) {
            throw new IllegalArgumentException("a database URL looks like jdbc:mysql://host:3306/tillgate");
        }
    }

    /** Opens one connection, in autocommit mode and without a read time limit: for migrations and checks. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(REQUIRED);
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_MS);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("the MySQL driver does not accept this URL");
        }
        return connection;
    }

    /**
     * Opens a pool of at most {@code size} connections: READ COMMITTED, autocommit off. It is the caller's to close.
     * The first connection is made at once, so a wrong address or password shows here.
     */
    public HikariDataSource pool(int size) {
        HikariConfig config = config(size);
        config.setPoolName("tillgate");
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    /**
     * Opens a second pool for reads that need no transaction: autocommit on, which spares each of them a COMMIT. It is
     * the caller's to close.
     */
    public HikariDataSource reads(int size) {
        HikariConfig config = config(size);
        config.setPoolName("tillgate-reads");
        config.setAutoCommit(true);
        return new HikariDataSource(config);
    }

    private HikariConfig config(int size) {
        HikariConfig config = new HikariConfig();
        // Named, because inside a servlet container DriverManager does not see the drivers of a web application.
        config.setDriverClassName(Driver.class.getName());
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(10_000);
        REQUIRED.forEach(config::addDataSourceProperty);
        config.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT_MS);
        config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_MS);
        return config;
    }

    /** Asks the server which of the two products it is. */
    public DatabaseProduct product() throws SQLException {
        try (Connection connection = connect()) {
            return DatabaseProduct.of(connection);
        }
    }

    /** The address without password, and without the URL's parameters, which may hold one. */
    @Override
    public String toString() {
        int parameters = url.indexOf('?');
        return "Database[" + (parameters < 0 ? url : url.substring(0, parameters)) + ", user=" + user + "]";
    }
}
