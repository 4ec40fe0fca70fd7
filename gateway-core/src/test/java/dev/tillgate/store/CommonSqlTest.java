package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.PaymentReader.Filter;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps to the SQL that MySQL and MariaDB share, as far as a look at it can tell. */
class CommonSqlTest {
    private static final Pattern ONE_SIDED = Pattern.compile(
            "\\breturning\\b|for update of|uuid_to_bin|bin_to_uuid|lock in share mode|for share|->>|json_table"
                    + "|next value for|nextval|\\bas new\\b|for system_time|wait \\d|_nopad_|0900_ai|\\binvisible\\b"
                    + "|create or replace|\\boverlaps\\b|\\boffset \\d+ rows|fetch first",
            Pattern.CASE_INSENSITIVE);

    @Test
    void what_storage_sends_to_mariadb_is_common_sql() {
        try (StoreFixture fixture = new StoreFixture()) {
            useEverything(fixture.sessions, fixture.samples);

            assertThat(fixture.statements).hasSizeGreaterThan(30).noneMatch(CommonSqlTest::isOneSided);
        }
        assertThat(List.of(
                        StoredGuards.WATCH,
                        StoredGuards.ENLIST,
                        StoredGuards.STANDING,
                        OrderFiles.BY_ORDER,
                        OrderFiles.BY_PAYMENT,
                        OrderFiles.LOCK,
                        OrderFiles.LOCK_BY_REFERENCE,
                        StoredPaymentReader.ONE,
                        StoredRoutes.PAST,
                        StoredRates.RECENT,
                        Upkeep.UNKNOWN,
                        Upkeep.OUTBOX,
                        StoredDisputes.OPEN,
                        StoredDisputeFiles.LOCK,
                        StoredDisputeFiles.COUNT,
                        StoredDisputeFiles.INSERT,
                        StoredDisputeFiles.LIST,
                        StoredDisputeFiles.DELETE))
                .noneMatch(CommonSqlTest::isOneSided);
        for (Kind kind : Kind.values()) {
            DueSql sql = DueSql.of(kind);
            assertThat(List.of(sql.find(), sql.move(), sql.backlog())).noneMatch(CommonSqlTest::isOneSided);
        }
    }

    @Test
    void the_schema_is_common_sql() throws IOException {
        try (InputStream schema = getClass().getResourceAsStream("/dev/tillgate/sql/migrations/V001__gateway.sql")) {
            assertThat(schema).isNotNull();
            String statements = new String(schema.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--[^\n]*", "");

            assertThat(isOneSided(statements)).isFalse();
        }
    }

    /** There is no MySQL here; its dialect at least writes nothing that needs one, but for its way to name locked rows. */
    @Test
    void with_mysqls_dialect_all_but_locking_works_here_too() {
        List<String> statements = Collections.synchronizedList(new ArrayList<>());
        try (TestDatabase database = TestDatabase.open();
                Sessions sessions =
                        new Sessions(database.dataSource(), database.reads(), DatabaseProduct.MYSQL, sql -> {
                            statements.add(sql);
                            return sql;
                        })) {
            Samples samples = new Samples();
            PaymentId id = new Till(sessions, samples).purchase("mysql").id();
            StoredPaymentReader reader = new StoredPaymentReader(sessions);

            assertThat(reader.payment(samples.merchant, id)
                            .orElseThrow()
                            .payment()
                            .status())
                    .isEqualTo(PaymentStatus.PAID);
            assertThat(reader.list(new Filter(samples.merchant, samples.store, null, null), null, 5))
                    .hasSize(1);
            assertThat(reader.file(samples.merchant, id)).isPresent();
            assertThat(statements).noneMatch(CommonSqlTest::isOneSided);
        }
    }

    private static void useEverything(Sessions sessions, Samples samples) {
        Till till = new Till(sessions, samples);
        PaymentId id = till.purchase("sql").id();
        StoredPaymentReader reader = new StoredPaymentReader(sessions);
        var file = reader.file(samples.merchant, id).orElseThrow();
        var order = file.order();
        new StoredTransactions(sessions).inOne(books -> {
            books.lock(samples.merchant, order.id());
            return books.lockByReference(samples.merchant, samples.store, "sql").isPresent();
        });
        reader.payment(samples.merchant, id);
        reader.list(new Filter(samples.merchant, samples.store, "sql", PaymentStatus.PAID), id, 5);
        var events = reader.events(samples.merchant, order.id(), 0, 10);
        StoredCallbackBook callbacks = new StoredCallbackBook(sessions);
        callbacks.hasOlderPending(samples.merchant, order.id(), 5);
        callbacks.list(samples.merchant, samples.store, null, null, 5).forEach(delivery -> {
            var tried = new dev.tillgate.flow.CallbackBook.Try(1, Samples.NOW, 200, null, 1);
            callbacks.tried(delivery, tried, dev.tillgate.flow.CallbackBook.Status.DELIVERED, null);
        });
        events.forEach(event -> {
            callbacks.replay(samples.merchant, event.id(), Samples.NOW, Samples.NOW);
            callbacks.postpone(samples.merchant, event.id(), Samples.NOW);
            callbacks.tries(samples.merchant, event.id());
        });
        new LedgerCheck(sessions).run(5);
        new Housekeeping(sessions, Housekeeping.Keep.USUAL).run(Samples.NOW);
    }

    private static boolean isOneSided(String sql) {
        return ONE_SIDED.matcher(sql).find();
    }
}
