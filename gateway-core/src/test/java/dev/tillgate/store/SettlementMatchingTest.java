package dev.tillgate.store;

import static dev.tillgate.provider.settlement.SettlementFiles.sandbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.settlement.Finding;
import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Status;
import dev.tillgate.flow.settlement.SettlementReader.Absent;
import dev.tillgate.flow.settlement.SettlementReader.Open;
import dev.tillgate.flow.settlement.SettlementReader.Payout;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.provider.settlement.SettlementFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a file says is compared with the books, and what does not fit, or is missing, is shown. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementMatchingTest {
    private SettlementScene scene;
    private SandboxAccount account;

    @BeforeAll
    void open() {
        scene = new SettlementScene(Instant.parse("2026-11-09T10:00:00Z"));
        account = new SandboxAccount(scene);
    }

    @BeforeEach
    void empty() {
        scene.empty();
    }

    @AfterAll
    void close() {
        scene.close();
    }

    @Test
    void what_fits_is_matched_by_our_reference_and_by_the_providers_and_its_fee_is_posted() {
        Attempt ours = account.paid("ours", 1000, "ch_1");
        Attempt theirs = account.paid("theirs", 2000, "ch_2");
        Operation refund = account.refunded(theirs, 500, "re_1");

        SettlementImport done = account.imported(sandbox(List.of(
                List.of("e1", "charge", ours.id().value(), "10.00", "0.30", "EUR", "po_1"),
                List.of("e2", "charge", "ch_2", "20.00", "0.50", "EUR", "po_1"),
                List.of("e3", "refund", "re_1", "-5.00", "-0.10", "EUR", "po_1"),
                List.of("e4", "fee", "", "-1.00", "", "EUR", "po_1"),
                List.of("e5", "payout", "", "-23.30", "", "EUR", "po_1"))));

        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(5, 5, 0, 0, 0));
        assertThat(scene.posted("FEE")).isEqualTo(180);
        assertThat(scene.posted("FEE_REVERSED")).isEqualTo(10);
        assertThat(scene.posted("PAYOUT")).isEqualTo(2330);
        assertThat(scene.database.number("SELECT COUNT(*) FROM ledger_entry WHERE code = 'FEE' AND payment_id = '"
                        + ours.payment() + "'"))
                .isEqualTo(1);
        assertThat(scene.database.text("SELECT operation_id FROM settlement_row WHERE row_key = 'e3'"))
                .isEqualTo(refund.id().value());
        assertThat(new StoredLedger(scene.fixture.sessions).entries(ours.merchant(), ours.payment()))
                .hasSize(2);
        assertThat(held("EUR")).as("paid out to the last cent").isZero();
        assertThat(scene.check.run(10)).isEmpty();
    }

    @Test
    void what_does_not_fit_is_listed_with_its_reason_and_stands_in_the_books_as_an_open_item() {
        Attempt amount = account.paid("amount", 1000, "ch_1");
        Attempt currency = account.paid("currency", 1000, "ch_2");
        Attempt state = account.declined("state");

        SettlementImport done = account.imported(sandbox(List.of(
                List.of("e1", "charge", amount.id().value(), "9.00", "0.30", "EUR", ""),
                List.of("e2", "charge", currency.id().value(), "10.00", "0.30", "USD", ""),
                List.of("e3", "charge", state.id().value(), "10.00", "0.30", "EUR", ""),
                List.of("e4", "charge", "ch_nobody", "10.00", "0.30", "EUR", ""),
                List.of("e5", "refund", "re_nobody", "-10.00", "", "EUR", ""),
                List.of("e6", "refund", amount.id().value(), "-1.00", "", "EUR", ""))));

        assertThat(done.counts().open()).isEqualTo(6);
        assertThat(scene.reader.open(scene.samples.merchant, null, null, 10))
                .extracting(Open::finding)
                .containsExactlyInAnyOrder(
                        Finding.AMOUNT_DIFFERS,
                        Finding.CURRENCY_DIFFERS,
                        Finding.STATE_DIFFERS,
                        Finding.UNKNOWN_HERE,
                        Finding.UNKNOWN_HERE,
                        Finding.UNKNOWN_HERE);
        assertThat(scene.reader.open(scene.samples.merchant, Finding.STATE_DIFFERS, null, 10))
                .singleElement()
                .satisfies(open -> assertThat(open.line().attempt()).isEqualTo(state.id()));
        assertThat(held("EUR"))
                .as("two payments of ours, and what the file says beyond them")
                .isEqualTo(900 + 1000 + 1000 + 1000 - 1000 - 100 - 90);
        assertThat(scene.check.run(10)).isEmpty();
    }

    @Test
    void what_is_explained_later_is_cleared_when_looked_at_again() {
        Attempt late = account.started("late");
        account.imported(sandbox(List.of(List.of("e1", "charge", late.id().value(), "10.00", "0.30", "EUR", ""))));
        assertThat(scene.reader.open(scene.samples.merchant, Finding.STATE_DIFFERS, null, 10))
                .hasSize(1);
        scene.answered(late, SandboxAccount.done("ch_late", late.amount()), Source.QUERY, Samples.NOW);
        assertThat(held("EUR")).as("counted twice until somebody looks").isEqualTo(1970);

        assertThat(scene.lookAgain()).isEqualTo(1);
        assertThat(scene.lookAgain()).isZero();

        assertThat(scene.reader.open(scene.samples.merchant, null, null, 10)).isEmpty();
        assertThat(held("EUR")).isEqualTo(970);
        assertThat(scene.check.run(10)).isEmpty();
    }

    @Test
    void each_of_several_refunds_of_a_charge_is_matched_once() {
        Attempt attempt = account.paid("several", 1000, "ch_1");
        account.refunded(attempt, 200, "re_1");
        account.refunded(attempt, 200, "re_2");
        List<String> first = List.of("e1", "refund", "ch_1", "-2.00", "", "EUR", "");

        account.imported(sandbox(List.of(first)));
        SettlementImport done = account.imported(sandbox(List.of(
                first,
                List.of("e2", "refund", "ch_1", "-2.00", "", "EUR", ""),
                List.of("e3", "refund", "ch_1", "-2.00", "", "EUR", ""))));

        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(3, 1, 1, 1, 0));
        assertThat(scene.database.number("SELECT COUNT(DISTINCT operation_id) FROM settlement_row"))
                .isEqualTo(2);
    }

    @Test
    void money_settled_in_another_currency_leaves_the_difference_where_it_shows() {
        scene.database.execute("UPDATE provider_account SET provider = 'stripe'");
        try {
            Attempt attempt = account.paid("exchanged", 1000, "ch_1");
            account.refunded(attempt, 1000, "re_2");
            SettlementImport done = account.imported(
                    "stripe",
                    SettlementFiles.file(
                            SettlementFiles.STRIPE_HEADER,
                            List.of(
                                    SettlementFiles.stripe(
                                            "po_1",
                                            "1",
                                            "usd",
                                            "charge",
                                            List.of("10.80", "0.61", "10.19", "10.00", "eur"),
                                            ""),
                                    SettlementFiles.stripe(
                                            "po_1",
                                            "2",
                                            "usd",
                                            "refund",
                                            List.of("-10.95", "0", "-10.95", "-10.00", "eur"),
                                            "")),
                            "\n"));

            assertThat(done.counts().matched()).isEqualTo(2);
            assertThat(balance("exchange_difference:stripe", "EUR")).isZero();
            assertThat(balance("exchange_difference:stripe", "USD"))
                    .as("lost by the exchange")
                    .isEqualTo(15);
            assertThat(scene.check.run(10)).isEmpty();
        } finally {
            scene.database.execute("UPDATE provider_account SET provider = 'sandbox'");
        }
    }

    @Test
    void a_named_payout_adds_up_to_zero_and_one_with_a_missing_row_says_by_how_much_it_does_not() {
        account.imported(sandbox(List.of(
                List.of("e1", "charge", "ch_1", "10.00", "0.30", "EUR", "po_1"),
                List.of("e2", "refund", "re_1", "-4.00", "", "EUR", "po_1"),
                List.of("e3", "dispute", "", "-1.00", "0.50", "EUR", "po_1"),
                List.of("e4", "payout", "", "-4.20", "", "EUR", "po_1"),
                List.of("j1", "charge", "ch_2", "1500", "54", "JPY", "po_1"),
                List.of("j2", "payout", "", "-1446", "", "JPY", "po_1"),
                List.of("k1", "charge", "ch_3", "12.340", "0.561", "KWD", "po_1"),
                List.of("k2", "payout", "", "-11.700", "", "KWD", "po_1"))));

        assertThat(scene.reader.payouts(scene.samples.merchant, null, 10))
                .extracting(Payout::currency)
                .containsExactlyInAnyOrder("EUR", "JPY", "KWD");
        PayoutStatement euros = scene.statement("po_1", "EUR");
        assertThat(euros.named()).isTrue();
        assertThat(euros.parts()).hasSize(3);
        assertThat(euros.paid()).isEqualTo(Money.ofMinor(-420, "EUR"));
        assertThat(euros.addsUp()).isTrue();
        assertThat(scene.statement("po_1", "JPY").addsUp()).isTrue();
        assertThat(scene.statement("po_1", "KWD").difference()).isEqualTo(Money.ofMinor(79, "KWD"));
        assertThat(scene.reader.rows(
                        scene.reader.payouts(scene.samples.merchant, null, 10).getFirst(), null, 10))
                .isNotEmpty();
        assertThat(scene.check.run(10)).isEmpty();
    }

    @Test
    void a_payout_from_a_balance_carries_the_rest_on() {
        account.imported(sandbox(List.of(
                List.of("e1", "charge", "ch_1", "10.00", "0.30", "EUR", ""),
                List.of("e2", "payout", "", "-5.00", "", "EUR", "w_1"))));
        scene.database.execute("UPDATE settlement_row SET booked_at = booked_at - INTERVAL 1 DAY");
        scene.database.execute("UPDATE settlement_payout SET booked_at = booked_at - INTERVAL 1 DAY");
        account.imported(sandbox(List.of(
                List.of("e3", "charge", "ch_2", "3.00", "0.10", "EUR", ""),
                List.of("e4", "payout", "", "-7.60", "", "EUR", "w_2"))));

        PayoutStatement first = scene.statement("w_1", "EUR");
        assertThat(first.named()).isFalse();
        assertThat(first.carriedOut()).isEqualTo(Money.ofMinor(470, "EUR"));
        PayoutStatement second = scene.statement("w_2", "EUR");
        assertThat(second.carriedIn()).isEqualTo(Money.ofMinor(470, "EUR"));
        assertThat(second.carriedOut()).isEqualTo(Money.ofMinor(0, "EUR"));
        assertThat(second.addsUp()).isTrue();
    }

    @Test
    void each_of_several_captures_is_matched_and_a_sum_of_them_too() {
        Attempt attempt = account.captured("parts", 700, 300);
        Attempt other = account.captured("sum", 700, 300);

        SettlementImport done = account.imported(sandbox(List.of(
                List.of("e1", "charge", attempt.id().value(), "7.00", "0.10", "EUR", ""),
                List.of("e2", "charge", attempt.id().value(), "3.00", "0.10", "EUR", ""),
                List.of("e3", "charge", attempt.id().value(), "3.00", "0.10", "EUR", ""),
                List.of("e4", "charge", other.id().value(), "10.00", "0.10", "EUR", ""))));

        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(4, 3, 1, 0, 0));
        assertThat(scene.reader.open(scene.samples.merchant, Finding.AMOUNT_DIFFERS, null, 10))
                .singleElement()
                .satisfies(open -> assertThat(open.line().key()).isEqualTo("e3"));
        assertThat(scene.check.run(10)).isEmpty();
    }

    @Test
    void two_bills_that_tell_of_the_same_sale_count_it_once() {
        scene.database.execute("UPDATE provider_account SET provider = 'alipay'");
        try {
            Attempt attempt = account.paid("bills", 1000, "T1");
            String id = attempt.id().value();
            SettlementImport trades = account.imported(
                    "alipay",
                    SettlementFiles.alipayTrades(List.of(SettlementFiles.alipayTradeRow("T1", id, "交易", "10.00", ""))));
            SettlementImport moved = account.imported(
                    "alipay",
                    SettlementFiles.alipayAccount(List.of(
                            SettlementFiles.alipayAccountRow("L1", "T1", id, "10.00", "", "在线支付"),
                            SettlementFiles.alipayAccountRow("L2", "T1", id, "", "-0.06", "收费"))));

            // The attempt is in euros here, the bills are in yuan: what matters is what is posted.
            assertThat(trades.counts().open()).isEqualTo(1);
            assertThat(moved.counts()).isEqualTo(new SettlementImport.Counts(2, 1, 1, 0, 0));
            assertThat(scene.posted("FEE")).isEqualTo(6);
            assertThat(scene.posted("OPEN_ITEM")).isEqualTo(1000);
            assertThat(scene.check.run(10)).isEmpty();
        } finally {
            scene.database.execute("UPDATE provider_account SET provider = 'sandbox'");
        }
    }

    @Test
    void a_posting_that_is_lost_is_found_by_the_ledger_check() {
        account.imported(sandbox(List.of(
                List.of("e1", "fee", "", "-1.00", "", "EUR", ""),
                List.of("e2", "charge", "ch_nobody", "5.00", "", "EUR", ""))));
        scene.database.execute("DELETE FROM ledger_entry WHERE code IN ('FEE', 'OPEN_ITEM')");

        assertThat(scene.check.run(10))
                .extracting(LedgerCheck.Disagreement::what)
                .containsExactly("settlement files say 100 EUR, ledger 0", "settlement files say -500 EUR, ledger 0");
    }

    @Test
    void a_charge_that_no_file_tells_of_is_missed_after_some_days() {
        Attempt told = account.paid("told", 1000, "ch_1");
        Attempt untold = account.paid("untold", 1000, "ch_2");
        Operation refund = account.refunded(told, 100, "re_1");
        account.imported(sandbox(List.of(List.of("e1", "charge", "ch_1", "10.00", "", "EUR", ""))));
        // Files tell of a span of time; what happened in it should be there.
        scene.database.execute("UPDATE settlement_import SET first_booked = '2020-01-01', last_booked = '2100-01-01'");
        Instant later = Instant.now().plus(Duration.ofDays(4));

        assertThat(scene.reader
                        .missing(told.merchant(), null, Duration.ofDays(3), later)
                        .found())
                .extracting(Absent::attempt, Absent::refund)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(untold.id(), null),
                        org.assertj.core.groups.Tuple.tuple(told.id(), refund.id()));
        assertThat(scene.reader
                        .missing(told.merchant(), null, Duration.ofDays(3), Instant.now())
                        .found())
                .as("too early")
                .isEmpty();
    }

    /** By all accounts "held", whatever the provider's name. */
    private long held(String currency) {
        return scene.database.number("SELECT COALESCE(SUM(IF(debit LIKE 'held:%', amount, 0)"
                + " - IF(credit LIKE 'held:%', amount, 0)), 0) FROM ledger_entry WHERE currency = '" + currency + "'");
    }

    private long balance(String account, String currency) {
        return scene.database.number("SELECT COALESCE(SUM(IF(debit = '" + account + "', amount, 0) - IF(credit = '"
                + account + "', amount, 0)), 0) FROM ledger_entry WHERE currency = '" + currency + "'");
    }
}
