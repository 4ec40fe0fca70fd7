package dev.tillgate.store;

import dev.tillgate.sql.DatabaseProduct;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.MariaDBDialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.jdbc.ReturningWork;

/**
 * The way into the database: builds Hibernate once, checks that every mapped class fits the migrated schema, and runs
 * work in transactions. A connection is held exactly as long as the work runs, and no work may start within another.
 */
public final class Sessions implements AutoCloseable {
    private static final int BATCH = 30;

    private final SessionFactory factory;
    private final DataSource reads;
    /** Per instance: two gateways in one process (as in tests) do not mistake each other's transactions for theirs. */
    private final ThreadLocal<Boolean> active = new ThreadLocal<>();

    /**
     * @param dataSource migrated, READ COMMITTED, autocommit off; stays the caller's to close
     * @param product which server answers there
     * @throws org.hibernate.HibernateException when the schema is not the one this program was built for
     */
    public Sessions(DataSource dataSource, DatabaseProduct product) {
        this(dataSource, dataSource, product);
    }

    /**
     * @param dataSource migrated, READ COMMITTED, autocommit off; stays the caller's to close
     * @param reads the same database with autocommit on, which spares every read its COMMIT; the caller's to close too
     * @param product which server answers there
     * @throws org.hibernate.HibernateException when the schema is not the one this program was built for
     */
    public Sessions(DataSource dataSource, DataSource reads, DatabaseProduct product) {
        this(dataSource, reads, product, sql -> sql);
    }

    /** @param inspector sees every statement of Hibernate before it is sent, for tests */
    Sessions(DataSource dataSource, DataSource reads, DatabaseProduct product, UnaryOperator<String> inspector) {
        this.reads = reads;
        Configuration configuration = new Configuration();
        configuration.setPhysicalNamingStrategy(new PhysicalNamingStrategySnakeCaseImpl());
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        // The driver calls every server MySQL; MySQL's locking clauses are refused by MariaDB.
        configuration
                .getProperties()
                .put(
                        AvailableSettings.DIALECT,
                        product == DatabaseProduct.MARIADB ? new MariaDBDialect() : new MySQLDialect());
        configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "validate");
        configuration.setProperty(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        configuration.addPackage(Sessions.class.getPackageName());
        configuration.setProperty(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true);
        configuration.setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, BATCH);
        configuration.setProperty(AvailableSettings.ORDER_INSERTS, true);
        configuration.setProperty(AvailableSettings.USE_SECOND_LEVEL_CACHE, false);
        configuration.setProperty(AvailableSettings.USE_QUERY_CACHE, false);
        configuration.setProperty(AvailableSettings.GENERATE_STATISTICS, false);
        configuration.setStatementInspector(inspector::apply);
        Entities.all().forEach(configuration::addAnnotatedClass);
        this.factory = configuration.buildSessionFactory();
    }

    /** Whether the calling thread holds a connection: then no network call may be made. */
    public boolean isActive() {
        return active.get() != null;
    }

    /**
     * Runs {@code work} in one transaction and commits; rolls back when it throws. After a dead-lock, a lock that was
     * not had in time, or a cluster's refusal at COMMIT, the work is run again some times: it must do nothing but read
     * and write through its session.
     */
    <T> T inOne(Function<StatelessSession, T> work) {
        Reruns reruns = new Reruns();
        while (true) {
            try {
                return once(work);
            } catch (RuntimeException failure) {
                if (!reruns.again(failure)) {
                    throw failure;
                }
            }
        }
    }

    /** {@link #inOne} for work without a result. */
    void inOneDo(Consumer<StatelessSession> work) {
        inOne(session -> {
            work.accept(session);
            return true;
        });
    }

    /** Reads; nothing is locked, and each statement sees what was committed when it began. */
    <T> T read(Function<StatelessSession, T> work) {
        return readPlain(connection -> {
            try (StatelessSession session = factory.openStatelessSession(connection)) {
                return work.apply(session);
            }
        });
    }

    /** {@link #read} without Hibernate, for the few reads that are asked for so often that it shows. */
    <T> T readPlain(ReturningWork<T> work) {
        begin();
        try (Connection connection = reads.getConnection()) {
            return work.execute(connection);
        } catch (SQLException failure) {
            throw new JDBCException("cannot read", failure);
        } finally {
            active.remove();
        }
    }

    @Override
    public void close() {
        factory.close();
    }

    private <T> T once(Function<StatelessSession, T> work) {
        begin();
        try (StatelessSession session = factory.openStatelessSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                T result = work.apply(session);
                transaction.commit();
                return result;
            } catch (RuntimeException | Error failure) {
                rollBack(transaction, failure);
                throw failure;
            }
        } finally {
            active.remove();
        }
    }

    private void begin() {
        if (isActive()) {
            throw new IllegalStateException("a transaction within a transaction would hold two connections");
        }
        active.set(true);
    }

    private static void rollBack(Transaction transaction, Throwable failure) {
        try {
            if (transaction.isActive() || transaction.getStatus().canRollback()) {
                transaction.rollback();
            }
        } catch (RuntimeException rollbackFailure) {
            // The connection is gone, and the transaction with it; why it went is the first failure.
            failure.addSuppressed(rollbackFailure);
        }
    }
}
