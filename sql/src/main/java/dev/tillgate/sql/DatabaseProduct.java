package dev.tillgate.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Which of the two supported servers answers. The driver reports MariaDB as "MySQL 11.4", and MySQL's row locking
 * clauses are refused by MariaDB, so the server itself has to be asked.
 */
public enum DatabaseProduct {
    MYSQL,
    MARIADB;

    /** Asks over an open connection; leaves its transaction state as it was. */
    public static DatabaseProduct of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION()")) {
            row.next();
            return of(row.getString(1));
        }
    }

    static DatabaseProduct of(String version) {
        return version.toLowerCase(Locale.ROOT).contains("mariadb") ? MARIADB : MYSQL;
    }
}
