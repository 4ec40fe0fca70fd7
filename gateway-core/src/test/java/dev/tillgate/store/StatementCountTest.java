package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the busiest paths cost, as the server counts it: the figures that decide speed and that no busy machine can blur.
 * One pooled connection, so that its session counters hold everything.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementCountTest {
    private static final int WARM_UP = 3;

    private TestDatabase database;
    private HikariDataSource single;
    private HikariDataSource singleRead;
    private Sessions sessions;
    private Till till;
    private final Samples samples = new Samples();

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        single = database.database().pool(1);
        singleRead = database.database().reads(1);
        sessions = new Sessions(single, singleRead, DatabaseProduct.MARIADB);
        till = new Till(sessions, samples);
    }

    @AfterAll
    void close() {
        sessions.close();
        single.close();
        singleRead.close();
        database.close();
    }

    @Test
    void a_new_payment_is_at_most_6_statements_and_one_commit() {
        for (int i = 0; i < WARM_UP; i++) {
            till.create("warm-" + i);
        }

        Map<String, Long> cost = costOf(() -> till.create("counted"));

        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(6);
        assertThat(cost.get("Com_commit")).isEqualTo(1);
        assertThat(cost.get("Com_select")).isZero();
        assertNothingAround(cost);
    }

    @Test
    void a_purchase_in_one_call_is_at_most_14_statements_and_two_commits() {
        for (int i = 0; i < WARM_UP; i++) {
            till.purchase("warm-purchase-" + i);
        }

        Map<String, Long> cost = costOf(() ->
                assertThat(till.purchase("counted-purchase").payment().status()).isEqualTo(PaymentStatus.PAID));

        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(14);
        assertThat(cost.get("Com_commit")).isEqualTo(2);
        assertThat(cost.get("Com_select")).isZero();
        assertNothingAround(cost);
    }

    @Test
    void a_choice_between_accounts_costs_one_statement_more_to_keep() {
        RouteScene scene = new RouteScene(sessions);
        scene.account();
        scene.account();
        for (int i = 0; i < WARM_UP; i++) {
            scene.purchaseOnce("warm-choice-" + i);
        }

        Map<String, Long> cost = costOf(() -> scene.purchaseOnce("counted-choice"));

        assertThat(cost.get("Questions")).as("%s", cost).isLessThanOrEqualTo(15);
        assertThat(cost.get("Com_commit")).isEqualTo(2);
        assertThat(cost.get("Com_select")).isZero();
        assertNothingAround(cost);
    }

    @Test
    void a_payment_and_its_whole_file_are_read_with_one_select_each_and_no_commit() {
        PaymentId id = till.purchase("to-read").id();
        StoredPaymentReader reader = new StoredPaymentReader(sessions);
        for (int i = 0; i < WARM_UP; i++) {
            reader.payment(samples.merchant, id);
            reader.file(samples.merchant, id);
        }

        for (Runnable read : List.<Runnable>of(
                () -> assertThat(reader.payment(samples.merchant, id)).isPresent(),
                () -> assertThat(reader.file(samples.merchant, id)).isPresent())) {
            Map<String, Long> cost = costOf(singleRead, read);

            assertThat(cost.get("Com_select")).isEqualTo(1);
            assertThat(cost.get("Questions")).as("%s", cost).isEqualTo(1);
            assertNothingAround(cost);
        }
    }

    @Test
    void an_order_is_locked_and_read_with_two_selects() {
        PaymentId id = till.purchase("to-lock").id();
        var order = new StoredPaymentReader(sessions)
                .file(samples.merchant, id)
                .orElseThrow()
                .order();
        StoredTransactions transactions = new StoredTransactions(sessions);
        for (int i = 0; i < WARM_UP; i++) {
            transactions.inOne(books -> books.lock(samples.merchant, order.id()));
        }

        Map<String, Long> cost = costOf(() -> transactions.inOne(books -> books.lock(samples.merchant, order.id())));

        assertThat(cost.get("Com_select")).isEqualTo(2);
        assertThat(cost.get("Questions")).as("%s", cost).isEqualTo(3);
        assertNothingAround(cost);
    }

    @Test
    void nothing_is_written_for_an_order_file_beyond_what_changed() {
        StoredTransactions transactions = new StoredTransactions(sessions);
        PaymentId id = till.create("touch").id();
        var file = new StoredPaymentReader(sessions).file(samples.merchant, id).orElseThrow();
        transactions.inOne(books -> {
            books.save(file);
            return true;
        });

        Map<String, Long> cost = costOf(() -> transactions.inOne(books -> {
            books.save(file.committed());
            return true;
        }));

        assertThat(cost.get("Com_update")).isEqualTo(1);
        assertThat(cost.get("Questions")).isEqualTo(2);
    }

    private static void assertNothingAround(Map<String, Long> cost) {
        assertThat(cost.get("Com_set_option")).as("SET").isZero();
        assertThat(cost.get("Com_rollback")).as("ROLLBACK").isZero();
        assertThat(cost.get("Com_stmt_prepare"))
                .as("every statement is prepared already: %s", cost)
                .isZero();
    }

    private Map<String, Long> costOf(Runnable work) {
        return costOf(single, work);
    }

    private static Map<String, Long> costOf(HikariDataSource on, Runnable work) {
        Map<String, Long> ofAsking = difference(counters(on), counters(on));
        Map<String, Long> before = counters(on);
        work.run();
        return difference(ofAsking, difference(before, counters(on)));
    }

    private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> difference = new HashMap<>();
        after.forEach((name, value) -> difference.put(name, value - before.getOrDefault(name, 0L)));
        return difference;
    }

    private static Map<String, Long> counters(HikariDataSource on) {
        Map<String, Long> counters = new HashMap<>();
        try (Connection connection = on.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SHOW SESSION STATUS WHERE variable_name = 'Questions' OR variable_name LIKE 'Com\\_%'")) {
            while (rows.next()) {
                counters.put(rows.getString(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return counters;
    }
}
