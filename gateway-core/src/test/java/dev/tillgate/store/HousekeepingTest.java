package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.store.Housekeeping.Keep;
import dev.tillgate.store.Housekeeping.Removed;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HousekeepingTest {
    private static final Instant NOW = Samples.NOW;
    private static final Instant OLD = NOW.minus(Duration.ofDays(31));

    private StoreFixture fixture;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void what_has_served_its_time_goes_and_the_rest_stays() {
        for (int i = 0; i < 25; i++) {
            ask("old-" + i, OLD);
        }
        ask("new", NOW);
        String late =
                "'" + OLD.minus(Duration.ofDays(20)).toString().replace("Z", "").replace('T', ' ') + "'";
        fixture.database.execute("INSERT INTO callback_try VALUES ('m', 'e', 1, " + late + ", 500, NULL, 1)");
        fixture.database.execute("INSERT INTO callback_try VALUES ('m', 'e', 2, '2026-11-01 00:00:00', 500, NULL, 1)");
        fixture.database.execute("INSERT INTO notification VALUES"
                + " ('m', 'n1', 'a', 'k1', 'r', 'APPLIED', NULL, NULL, 1, " + late + "),"
                + " ('m', 'n2', 'a', 'k2', 'r', 'RECEIVED', NULL, " + late + ", 1, " + late + ")");

        Removed removed = new Housekeeping(fixture.sessions, Keep.USUAL, 10, 100).run(NOW);

        assertThat(removed).isEqualTo(new Removed(25, 1, 1, 0));
        assertThat(fixture.database.number("SELECT COUNT(*) FROM idempotency WHERE idem_key = 'new'"))
                .isEqualTo(1);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM notification WHERE id = 'n2'"))
                .isEqualTo(1);
        assertThat(fixture.database.number("SELECT number FROM callback_try")).isEqualTo(2);
    }

    @Test
    void one_run_removes_no_more_than_its_bound_and_the_next_goes_on() {
        for (int i = 0; i < 25; i++) {
            ask("old-" + i, OLD);
        }
        Housekeeping bounded = new Housekeeping(fixture.sessions, Keep.USUAL, 5, 3);

        assertThat(bounded.run(NOW).requests()).isEqualTo(15);
        assertThat(bounded.run(NOW).requests()).isEqualTo(10);
        assertThat(bounded.run(NOW).requests()).isZero();
    }

    private void ask(String key, Instant at) {
        IdempotencyRecord request = fixture.samples.request(key);
        fixture.inOne(books -> books.insert(new IdempotencyRecord(
                request.merchant(), request.caller(), key, request.requestHash(), "-", 200, "{}", at)));
    }
}
