package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private TestDatabase database;
    private Sessions sessions;

    @BeforeEach
    void open() {
        database = TestDatabase.open();
        sessions = new Sessions(database.dataSource(), DatabaseProduct.MARIADB);
    }

    @AfterEach
    void close() {
        sessions.close();
        database.close();
    }

    @Test
    void what_throws_leaves_nothing_behind() {
        assertThatThrownBy(() -> sessions.inOneDo(session -> {
                    put(session, "a", "1");
                    throw new IllegalArgumentException("changed its mind");
                }))
                .hasMessage("changed its mind");

        assertThat(database.number("SELECT COUNT(*) FROM installation")).isZero();
        assertThat(sessions.isActive()).isFalse();
    }

    @Test
    void the_victim_of_a_deadlock_runs_again() throws Exception {
        sessions.inOneDo(session -> {
            put(session, "a", "0");
            put(session, "b", "0");
        });
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();

        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<?> there = two.submit(() -> crossing("a", "b", bothHoldOne, runs));
            Future<?> back = two.submit(() -> crossing("b", "a", bothHoldOne, runs));
            there.get();
            back.get();
        }

        assertThat(runs.get()).isGreaterThanOrEqualTo(3);
        assertThat(database.number("SELECT SUM(value) FROM installation")).isEqualTo(4);
    }

    @Test
    void a_transaction_within_a_transaction_is_refused() {
        assertThat(sessions.isActive()).isFalse();
        assertThatThrownBy(() -> sessions.read(outer -> {
                    assertThat(sessions.isActive()).isTrue();
                    return sessions.<Integer>read(inner -> 1);
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(sessions.isActive()).isFalse();
    }

    @Test
    void a_schema_that_does_not_fit_is_refused_at_start() {
        database.execute("ALTER TABLE idempotency DROP COLUMN subject");

        assertThatThrownBy(() -> new Sessions(database.dataSource(), DatabaseProduct.MARIADB))
                .hasMessageContaining("subject");
    }

    private void crossing(String first, String second, CyclicBarrier bothHoldOne, AtomicInteger runs) {
        AtomicInteger ownRuns = new AtomicInteger();
        sessions.inOneDo(session -> {
            runs.incrementAndGet();
            raise(session, first);
            if (ownRuns.incrementAndGet() == 1) {
                await(bothHoldOne);
            }
            raise(session, second);
        });
    }

    private static void put(StatelessSession session, String name, String value) {
        session.createNativeMutationQuery("INSERT INTO installation VALUES (:name, :value, '2026-01-01')")
                .setParameter("name", name)
                .setParameter("value", value)
                .executeUpdate();
    }

    private static void raise(StatelessSession session, String name) {
        session.createNativeMutationQuery("UPDATE installation SET value = value + 1 WHERE name = :name")
                .setParameter("name", name)
                .executeUpdate();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
