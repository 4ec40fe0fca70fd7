package dev.tillgate.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the tables hold them: UTC, whole milliseconds (cut, never rounded up into the future). */
final class Times {
    private Times() {}

    static Instant stored(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    static @Nullable Instant storedOrNull(@Nullable Instant time) {
        return time == null ? null : stored(time);
    }

    /** For plain JDBC: a DATETIME has no zone, so neither has its parameter. */
    static LocalDateTime column(Instant time) {
        return LocalDateTime.ofInstant(stored(time), ZoneOffset.UTC);
    }

    static Instant instant(LocalDateTime column) {
        return column.toInstant(ZoneOffset.UTC);
    }

    static Instant read(ResultSet columns, int at) throws SQLException {
        return instant(columns.getObject(at, LocalDateTime.class));
    }

    static @Nullable Instant readOrNull(ResultSet columns, int at) throws SQLException {
        LocalDateTime column = columns.getObject(at, LocalDateTime.class);
        return column == null ? null : instant(column);
    }
}
