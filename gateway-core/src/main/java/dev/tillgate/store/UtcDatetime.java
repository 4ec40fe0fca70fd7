package dev.tillgate.store;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.BasicExtractor;
import org.hibernate.type.descriptor.jdbc.TimestampUtcAsJdbcTimestampJdbcType;
import org.jspecify.annotations.Nullable;

/**
 * Sends and reads every instant as the zoneless UTC DATETIME it is stored as. Hibernate's own way sends it as the
 * server's TIMESTAMP type, and MariaDB silently makes NULL of those after January 2038 and before 1970.
 */
final class UtcDatetime extends TimestampUtcAsJdbcTimestampJdbcType {
    private static final long serialVersionUID = 1;

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
        return new Binder<>(javaType, this);
    }

    @Override
    public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
        return new Extractor<>(javaType, this);
    }

    private static final class Binder<X> extends BasicBinder<X> {
        private static final long serialVersionUID = 1;

        Binder(JavaType<X> javaType, UtcDatetime type) {
            super(javaType, type);
        }

        @Override
        protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                throws SQLException {
            statement.setObject(index, Times.column(getJavaType().unwrap(value, Instant.class, options)));
        }

        @Override
        protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options)
                throws SQLException {
            statement.setObject(name, Times.column(getJavaType().unwrap(value, Instant.class, options)));
        }
    }

    private static final class Extractor<X> extends BasicExtractor<X> {
        private static final long serialVersionUID = 1;

        Extractor(JavaType<X> javaType, UtcDatetime type) {
            super(javaType, type);
        }

        @Override
        protected @Nullable X doExtract(ResultSet row, int index, WrapperOptions options) throws SQLException {
            return wrapped(row.getObject(index, LocalDateTime.class), options);
        }

        @Override
        protected @Nullable X doExtract(CallableStatement statement, int index, WrapperOptions options)
                throws SQLException {
            return wrapped(statement.getObject(index, LocalDateTime.class), options);
        }

        @Override
        protected @Nullable X doExtract(CallableStatement statement, String name, WrapperOptions options)
                throws SQLException {
            return wrapped(statement.getObject(name, LocalDateTime.class), options);
        }

        private @Nullable X wrapped(@Nullable LocalDateTime column, WrapperOptions options) {
            return column == null ? null : getJavaType().wrap(Times.instant(column), options);
        }
    }
}
