package dev.tillgate.store;

import static dev.tillgate.provider.settlement.SettlementFiles.sandbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.MovableClock;
import dev.tillgate.catalog.SettlementFormats;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.settlement.Finding;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Problem;
import dev.tillgate.flow.settlement.SettlementImport.Status;
import dev.tillgate.flow.settlement.SettlementImport.Upload;
import dev.tillgate.flow.settlement.SettlementReader.Absent;
import dev.tillgate.flow.settlement.SettlementReader.Open;
import dev.tillgate.flow.settlement.SettlementReader.Payout;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.settlement.SettlementFiles;
import dev.tillgate.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementImportTest {
    private static final Duration LEASE = Duration.ofSeconds(90);

    private final PaymentLife life = new PaymentLife(Pace.USUAL);
    private final MovableClock clock = new MovableClock("2026-11-09T10:00:00Z");
    private StoreFixture fixture;
    private StoredSettlement book;
    private StoredSettlementReader reader;
    private ImportSettlement imports;
    private LedgerCheck check;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        book = new StoredSettlement(fixture.sessions, new Vault(new byte[32]), clock);
        reader = new StoredSettlementReader(fixture.sessions);
        imports = new ImportSettlement(book, SettlementFormats.ALL, (events, due) -> {}, clock);
        check = new LedgerCheck(fixture.sessions);
        fixture.database.execute("INSERT INTO provider_account VALUES ('" + fixture.samples.merchant + "', '"
                + fixture.samples.account + "', 'sandbox', 'x', 'x', 1, NOW(3), NOW(3))");
    }

    @BeforeEach
    void empty() {
        fixture.empty();
        for (String table : List.of("import", "part", "row", "open", "bad", "payout")) {
            fixture.database.execute("DELETE FROM settlement_" + table);
        }
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void what_fits_is_matched_by_our_reference_and_by_the_providers_and_its_fee_is_posted() {
        Attempt ours = paid("ours", 1000, "ch_1");
        Attempt theirs = paid("theirs", 2000, "ch_2");
        Operation refund = refunded(theirs, 500, "re_1");

        SettlementImport done = imported(sandbox(List.of(
                List.of("e1", "charge", ours.id().value(), "10.00", "0.30", "EUR", "po_1"),
                List.of("e2", "charge", "ch_2", "20.00", "0.50", "EUR", "po_1"),
                List.of("e3", "refund", "re_1", "-5.00", "-0.10", "EUR", "po_1"),
                List.of("e4", "fee", "", "-1.00", "", "EUR", "po_1"),
                List.of("e5", "payout", "", "-23.30", "", "EUR", "po_1"))));

        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(5, 5, 0, 0, 0));
        assertThat(posted("FEE")).isEqualTo(180);
        assertThat(posted("FEE_REVERSED")).isEqualTo(10);
        assertThat(posted("PAYOUT")).isEqualTo(2330);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM ledger_entry WHERE code = 'FEE' AND payment_id = '"
                        + ours.payment() + "'"))
                .isEqualTo(1);
        assertThat(fixture.database.text("SELECT operation_id FROM settlement_row WHERE row_key = 'e3'"))
                .isEqualTo(refund.id().value());
        assertThat(new StoredLedger(fixture.sessions).entries(ours.merchant(), ours.payment()))
                .hasSize(2);
        assertThat(held("EUR")).as("paid out to the last cent").isZero();
        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void the_same_file_and_one_that_overlaps_change_nothing() {
        Attempt attempt = paid("once", 1000, "ch_1");
        List<String> charge = List.of("e1", "charge", attempt.id().value(), "10.00", "0.30", "EUR", "");
        List<String> withPayout = List.of("e1", "charge", attempt.id().value(), "10.00", "0.30", "EUR", "po_1");
        imported(sandbox(List.of(charge)));

        SettlementImport again = imported(sandbox(List.of(charge, charge)));
        SettlementImport more =
                imported(sandbox(List.of(withPayout, List.of("e2", "payout", "", "-9.70", "", "EUR", "po_1"))));

        assertThat(again.counts()).isEqualTo(new SettlementImport.Counts(2, 0, 0, 2, 0));
        assertThat(more.counts()).isEqualTo(new SettlementImport.Counts(2, 1, 0, 1, 0));
        assertThat(posted("FEE")).isEqualTo(30);
        assertThat(statement("po_1").addsUp())
                .as("the payout was learned later")
                .isTrue();
        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void what_does_not_fit_is_listed_with_its_reason_and_stands_in_the_books_as_an_open_item() {
        Attempt amount = paid("amount", 1000, "ch_1");
        Attempt currency = paid("currency", 1000, "ch_2");
        Attempt state = declined("state");

        SettlementImport done = imported(sandbox(List.of(
                List.of("e1", "charge", amount.id().value(), "9.00", "0.30", "EUR", ""),
                List.of("e2", "charge", currency.id().value(), "10.00", "0.30", "USD", ""),
                List.of("e3", "charge", state.id().value(), "10.00", "0.30", "EUR", ""),
                List.of("e4", "charge", "ch_nobody", "10.00", "0.30", "EUR", ""),
                List.of("e5", "refund", "re_nobody", "-10.00", "", "EUR", ""),
                List.of("e6", "refund", amount.id().value(), "-1.00", "", "EUR", ""))));

        assertThat(done.counts().open()).isEqualTo(6);
        assertThat(reader.open(fixture.samples.merchant, null, null, 10))
                .extracting(Open::finding)
                .containsExactlyInAnyOrder(
                        Finding.AMOUNT_DIFFERS,
                        Finding.CURRENCY_DIFFERS,
                        Finding.STATE_DIFFERS,
                        Finding.UNKNOWN_HERE,
                        Finding.UNKNOWN_HERE,
                        Finding.UNKNOWN_HERE);
        assertThat(reader.open(fixture.samples.merchant, Finding.STATE_DIFFERS, null, 10))
                .singleElement()
                .satisfies(open -> assertThat(open.line().attempt()).isEqualTo(state.id()));
        assertThat(held("EUR"))
                .as("two payments of ours, and what the file says beyond them")
                .isEqualTo(900 + 1000 + 1000 + 1000 - 1000 - 100 - 90);
        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void what_is_explained_later_is_cleared_when_looked_at_again() {
        Attempt late = started("late");
        imported(sandbox(List.of(List.of("e1", "charge", late.id().value(), "10.00", "0.30", "EUR", ""))));
        assertThat(reader.open(fixture.samples.merchant, Finding.STATE_DIFFERS, null, 10))
                .hasSize(1);
        OrderFile file = fixture.transactions.inOne(books -> books.lock(late.merchant(), late.order()));
        life.answered(file, late.id(), done("ch_late", late.amount()), Source.QUERY, Samples.NOW);
        fixture.inOne(books -> books.save(file));
        assertThat(held("EUR")).as("counted twice until somebody looks").isEqualTo(1970);

        assertThat(imports.lookAgain(fixture.samples.merchant, fixture.samples.account))
                .isEqualTo(1);
        assertThat(imports.lookAgain(fixture.samples.merchant, fixture.samples.account))
                .isZero();

        assertThat(reader.open(fixture.samples.merchant, null, null, 10)).isEmpty();
        assertThat(held("EUR")).isEqualTo(970);
        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void each_of_several_refunds_of_a_charge_is_matched_once() {
        Attempt attempt = paid("several", 1000, "ch_1");
        refunded(attempt, 200, "re_1");
        refunded(attempt, 200, "re_2");
        List<String> first = List.of("e1", "refund", "ch_1", "-2.00", "", "EUR", "");

        imported(sandbox(List.of(first)));
        SettlementImport done = imported(sandbox(List.of(
                first,
                List.of("e2", "refund", "ch_1", "-2.00", "", "EUR", ""),
                List.of("e3", "refund", "ch_1", "-2.00", "", "EUR", ""))));

        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(3, 1, 1, 1, 0));
        assertThat(fixture.database.number("SELECT COUNT(DISTINCT operation_id) FROM settlement_row"))
                .isEqualTo(2);
    }

    @Test
    void money_settled_in_another_currency_leaves_the_difference_where_it_shows() {
        fixture.database.execute("UPDATE provider_account SET provider = 'stripe'");
        try {
            Attempt attempt = paid("exchanged", 1000, "ch_1");
            refunded(attempt, 1000, "re_2");
            SettlementImport done = imported(
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
            assertThat(check.run(10)).isEmpty();
        } finally {
            fixture.database.execute("UPDATE provider_account SET provider = 'sandbox'");
        }
    }

    @Test
    void a_named_payout_adds_up_to_zero_and_one_with_a_missing_row_says_by_how_much_it_does_not() {
        imported(sandbox(List.of(
                List.of("e1", "charge", "ch_1", "10.00", "0.30", "EUR", "po_1"),
                List.of("e2", "refund", "re_1", "-4.00", "", "EUR", "po_1"),
                List.of("e3", "dispute", "", "-1.00", "0.50", "EUR", "po_1"),
                List.of("e4", "payout", "", "-4.20", "", "EUR", "po_1"),
                List.of("j1", "charge", "ch_2", "1500", "54", "JPY", "po_1"),
                List.of("j2", "payout", "", "-1446", "", "JPY", "po_1"),
                List.of("k1", "charge", "ch_3", "12.340", "0.561", "KWD", "po_1"),
                List.of("k2", "payout", "", "-11.700", "", "KWD", "po_1"))));

        assertThat(reader.payouts(fixture.samples.merchant, null, 10))
                .extracting(Payout::currency)
                .containsExactlyInAnyOrder("EUR", "JPY", "KWD");
        PayoutStatement euros = statement("po_1");
        assertThat(euros.named()).isTrue();
        assertThat(euros.parts()).hasSize(3);
        assertThat(euros.paid()).isEqualTo(Money.ofMinor(-420, "EUR"));
        assertThat(euros.addsUp()).isTrue();
        assertThat(statement("po_1", "JPY").addsUp()).isTrue();
        assertThat(statement("po_1", "KWD").difference()).isEqualTo(Money.ofMinor(79, "KWD"));
        assertThat(reader.rows(
                        reader.payouts(fixture.samples.merchant, null, 10).getFirst(), null, 10))
                .isNotEmpty();
        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void a_payout_from_a_balance_carries_the_rest_on() {
        imported(sandbox(List.of(
                List.of("e1", "charge", "ch_1", "10.00", "0.30", "EUR", ""),
                List.of("e2", "payout", "", "-5.00", "", "EUR", "w_1"))));
        fixture.database.execute("UPDATE settlement_row SET booked_at = booked_at - INTERVAL 1 DAY");
        fixture.database.execute("UPDATE settlement_payout SET booked_at = booked_at - INTERVAL 1 DAY");
        imported(sandbox(List.of(
                List.of("e3", "charge", "ch_2", "3.00", "0.10", "EUR", ""),
                List.of("e4", "payout", "", "-7.60", "", "EUR", "w_2"))));

        PayoutStatement first = statement("w_1");
        assertThat(first.named()).isFalse();
        assertThat(first.carriedOut()).isEqualTo(Money.ofMinor(470, "EUR"));
        PayoutStatement second = statement("w_2");
        assertThat(second.carriedIn()).isEqualTo(Money.ofMinor(470, "EUR"));
        assertThat(second.carriedOut()).isEqualTo(Money.ofMinor(0, "EUR"));
        assertThat(second.addsUp()).isTrue();
    }

    @Test
    void bad_rows_are_kept_with_their_line_up_to_a_bound_and_stop_nothing() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1200).forEach(i -> rows.add(List.of("b" + i, "charge", "", "1.234", "", "EUR", "")));
        rows.add(List.of("good", "adjustment", "", "1.00", "", "EUR", ""));

        SettlementImport done = imported(sandbox(rows));

        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(1201, 1, 0, 0, 1200));
        assertThat(reader.bad(done.merchant(), done.id(), 2000))
                .hasSize(1000)
                .first()
                .satisfies(bad -> {
                    assertThat(bad.line()).isEqualTo(2);
                    assertThat(bad.field()).isEqualTo("gross");
                });
        assertThat(reader.sums(done)).hasSize(1);
    }

    @Test
    void a_file_that_is_none_fails_with_a_reason_and_is_not_kept() throws IOException {
        assertThat(imported("name,amount\nx,1\n").problem()).isEqualTo(Problem.NOT_RECOGNIZED);
        SettlementImport cut = imports.take(upload("sandbox"), new java.io.ByteArrayInputStream(cutArchive()));
        imports.run(cut.merchant(), cut.id());

        SettlementImport failed = book.find(cut.merchant(), cut.id()).orElseThrow();
        assertThat(failed.problem()).isEqualTo(Problem.UNREADABLE);
        assertThat(failed.counts().read()).as("what was read before is kept").isPositive();
        assertThat(fixture.database.number("SELECT COUNT(*) FROM settlement_part"))
                .isZero();
    }

    @Test
    void each_of_several_captures_is_matched_and_a_sum_of_them_too() {
        Attempt attempt = captured("parts", 700, 300);
        Attempt other = captured("sum", 700, 300);

        SettlementImport done = imported(sandbox(List.of(
                List.of("e1", "charge", attempt.id().value(), "7.00", "0.10", "EUR", ""),
                List.of("e2", "charge", attempt.id().value(), "3.00", "0.10", "EUR", ""),
                List.of("e3", "charge", attempt.id().value(), "3.00", "0.10", "EUR", ""),
                List.of("e4", "charge", other.id().value(), "10.00", "0.10", "EUR", ""))));

        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(4, 3, 1, 0, 0));
        assertThat(reader.open(fixture.samples.merchant, Finding.AMOUNT_DIFFERS, null, 10))
                .singleElement()
                .satisfies(open -> assertThat(open.line().key()).isEqualTo("e3"));
        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void two_bills_that_tell_of_the_same_sale_count_it_once() {
        fixture.database.execute("UPDATE provider_account SET provider = 'alipay'");
        try {
            Attempt attempt = paid("bills", 1000, "T1");
            String id = attempt.id().value();
            SettlementImport trades = imported(
                    "alipay",
                    SettlementFiles.alipayTrades(List.of(SettlementFiles.alipayTradeRow("T1", id, "交易", "10.00", ""))));
            SettlementImport moved = imported(
                    "alipay",
                    SettlementFiles.alipayAccount(List.of(
                            SettlementFiles.alipayAccountRow("L1", "T1", id, "10.00", "", "在线支付"),
                            SettlementFiles.alipayAccountRow("L2", "T1", id, "", "-0.06", "收费"))));

            // The attempt is in euros here, the bills are in yuan: what matters is what is posted.
            assertThat(trades.counts().open()).isEqualTo(1);
            assertThat(moved.counts()).isEqualTo(new SettlementImport.Counts(2, 1, 1, 0, 0));
            assertThat(posted("FEE")).isEqualTo(6);
            assertThat(posted("OPEN_ITEM")).isEqualTo(1000);
            assertThat(check.run(10)).isEmpty();
        } finally {
            fixture.database.execute("UPDATE provider_account SET provider = 'sandbox'");
        }
    }

    @Test
    void a_posting_that_is_lost_is_found_by_the_ledger_check() {
        imported(sandbox(List.of(
                List.of("e1", "fee", "", "-1.00", "", "EUR", ""),
                List.of("e2", "charge", "ch_nobody", "5.00", "", "EUR", ""))));
        fixture.database.execute("DELETE FROM ledger_entry WHERE code IN ('FEE', 'OPEN_ITEM')");

        assertThat(check.run(10))
                .extracting(LedgerCheck.Disagreement::what)
                .containsExactly("settlement files say 100 EUR, ledger 0", "settlement files say -500 EUR, ledger 0");
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> imports.take(upload("sandbox"), broken)).isInstanceOf(IOException.class);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM settlement_import"))
                .isZero();
    }

    @Test
    void an_import_whose_worker_died_goes_on_where_it_was_and_the_dead_one_can_write_no_more() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1300).forEach(i -> rows.add(List.of("e" + i, "adjustment", "", "1.00", "0.01", "EUR", "")));
        SettlementImport waiting = taken(sandbox(rows));
        StoredJobQueue queue = new StoredJobQueue(fixture.sessions);
        assertThat(queue.take(Kind.SETTLEMENT, 5, LEASE, clock.instant()))
                .containsExactly(new Job(Kind.SETTLEMENT, waiting.merchant(), null, waiting.id()));
        ImportSettlement dying =
                new ImportSettlement(new DyingBook(book, 1), SettlementFormats.ALL, (events, due) -> {}, clock);
        assertThatThrownBy(() -> dying.run(waiting.merchant(), waiting.id())).hasMessage("killed");
        SettlementImport half = book.find(waiting.merchant(), waiting.id()).orElseThrow();
        assertThat(half.counts().read()).isEqualTo(1000);
        assertThat(queue.take(Kind.SETTLEMENT, 5, LEASE, clock.instant())).isEmpty();

        clock.move(LEASE.plusSeconds(1));
        assertThat(queue.take(Kind.SETTLEMENT, 5, LEASE, clock.instant())).hasSize(1);
        var batch = new dev.tillgate.flow.settlement.SettlementBook.Batch(
                List.of(), List.of(), 0, clock.instant(), clock.instant());
        assertThat(book.write(half, batch, (fresh, known) -> List.of()))
                .as("it holds it no more")
                .isEmpty();
        imports.run(waiting.merchant(), waiting.id());

        SettlementImport done = book.find(waiting.merchant(), waiting.id()).orElseThrow();
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(1300, 1300, 0, 0, 0));
        assertThat(posted("FEE")).isEqualTo(1300);
        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void an_import_that_fails_at_the_same_rows_is_given_up_after_some_tries_and_goes_on_when_somebody_wants_it() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1300).forEach(i -> rows.add(List.of("e" + i, "adjustment", "", "1.00", "0.01", "EUR", "")));
        SettlementImport waiting = taken(sandbox(rows));
        StoredJobQueue queue = new StoredJobQueue(fixture.sessions);
        int failures = 0;
        List<Duration> pauses = new ArrayList<>();
        Instant last = clock.instant();
        while (book.find(waiting.merchant(), waiting.id()).orElseThrow().dueAt() != null) {
            if (queue.take(Kind.SETTLEMENT, 5, LEASE, clock.instant()).isEmpty()) {
                clock.move(Duration.ofSeconds(10));
                continue;
            }
            pauses.add(Duration.between(last, clock.instant()));
            last = clock.instant();
            try {
                // The first batch is fine, the second never is.
                DyingBook spoiled = new DyingBook(book, failures == 0 ? 1 : 0);
                new ImportSettlement(spoiled, SettlementFormats.ALL, (events, due) -> {}, clock)
                        .run(waiting.merchant(), waiting.id());
            } catch (IllegalStateException killed) {
                failures++;
            }
        }

        SettlementImport given = book.find(waiting.merchant(), waiting.id()).orElseThrow();
        assertThat(given.status()).isEqualTo(Status.FAILED);
        assertThat(given.problem()).isEqualTo(Problem.KEEPS_FAILING);
        assertThat(given.counts().read()).as("what was written stays").isEqualTo(1000);
        assertThat(failures).isEqualTo(7);
        assertThat(pauses.getLast()).as("longer and longer").isGreaterThanOrEqualTo(Duration.ofMinutes(8));
        assertThat(imports.tryAgain(given.merchant(), "sim_nothing")).isFalse();
        assertThat(imports.tryAgain(given.merchant(), given.id())).isTrue();
        imports.run(given.merchant(), given.id());
        SettlementImport done = book.find(waiting.merchant(), waiting.id()).orElseThrow();
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(1300, 1300, 0, 0, 0));
        assertThat(imports.tryAgain(given.merchant(), given.id())).isFalse();
        assertThat(fixture.database.number("SELECT COUNT(*) FROM settlement_part"))
                .isZero();
    }

    @Test
    void two_imports_of_one_account_at_once_count_each_row_once() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1500).forEach(i -> rows.add(List.of("e" + i, "adjustment", "", "1.00", "0.01", "EUR", "")));
        List<SettlementImport> both = List.of(taken(sandbox(rows)), taken(sandbox(rows.reversed())));
        var next = new java.util.concurrent.atomic.AtomicInteger();

        StoreFixture.together(2, () -> {
            SettlementImport one = both.get(next.getAndIncrement());
            imports.run(one.merchant(), one.id());
            return null;
        });

        assertThat(fixture.database.number("SELECT COUNT(*) FROM settlement_row"))
                .isEqualTo(1500);
        assertThat(posted("FEE")).isEqualTo(1500);
        assertThat(fixture.database.number("SELECT SUM(rows_repeated) FROM settlement_import"))
                .isEqualTo(1500);
    }

    @Test
    void a_charge_that_no_file_tells_of_is_missed_after_some_days() {
        Attempt told = paid("told", 1000, "ch_1");
        Attempt untold = paid("untold", 1000, "ch_2");
        Operation refund = refunded(told, 100, "re_1");
        imported(sandbox(List.of(List.of("e1", "charge", "ch_1", "10.00", "", "EUR", ""))));
        // Files tell of a span of time; what happened in it should be there.
        fixture.database.execute(
                "UPDATE settlement_import SET first_booked = '2020-01-01', last_booked = '2100-01-01'");
        Instant later = Instant.now().plus(Duration.ofDays(4));

        assertThat(reader.missing(told.merchant(), null, Duration.ofDays(3), later)
                        .found())
                .extracting(Absent::attempt, Absent::refund)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(untold.id(), null),
                        org.assertj.core.groups.Tuple.tuple(told.id(), refund.id()));
        assertThat(reader.missing(told.merchant(), null, Duration.ofDays(3), Instant.now())
                        .found())
                .as("too early")
                .isEmpty();
    }

    private Upload upload(String provider) {
        return new Upload(fixture.samples.merchant, fixture.samples.account, provider, "file.csv");
    }

    private SettlementImport taken(String text) {
        return taken("sandbox", text);
    }

    private SettlementImport taken(String provider, String text) {
        try {
            return imports.take(upload(provider), SettlementFiles.utf8(text));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private SettlementImport imported(String text) {
        return imported("sandbox", text);
    }

    private SettlementImport imported(String provider, String text) {
        SettlementImport taken = taken(provider, text);
        imports.run(taken.merchant(), taken.id());
        return book.find(taken.merchant(), taken.id()).orElseThrow();
    }

    private static byte[] cutArchive() {
        List<List<String>> rows = new ArrayList<>();
        java.util.Random random = new java.util.Random(1);
        IntStream.range(0, 30_000)
                .forEach(i -> rows.add(
                        List.of(Long.toHexString(random.nextLong()) + i, "adjustment", "", "1.00", "", "EUR", "")));
        byte[] whole = SettlementFiles.zipped(sandbox(rows), StandardCharsets.UTF_8);
        return java.util.Arrays.copyOf(whole, whole.length / 2);
    }

    private PayoutStatement statement(String payout) {
        return statement(payout, "EUR");
    }

    private PayoutStatement statement(String payout, String currency) {
        return reader.statement(fixture.samples.merchant, fixture.samples.account, payout, currency)
                .orElseThrow();
    }

    private long posted(String code) {
        return fixture.database.number("SELECT COALESCE(SUM(amount), 0) FROM ledger_entry WHERE code = '" + code + "'");
    }

    /** By all accounts "held", whatever the provider's name. */
    private long held(String currency) {
        return fixture.database.number("SELECT COALESCE(SUM(IF(debit LIKE 'held:%', amount, 0)"
                + " - IF(credit LIKE 'held:%', amount, 0)), 0) FROM ledger_entry WHERE currency = '" + currency + "'");
    }

    private long balance(String account, String currency) {
        return fixture.database.number("SELECT COALESCE(SUM(IF(debit = '" + account + "', amount, 0) - IF(credit = '"
                + account + "', amount, 0)), 0) FROM ledger_entry WHERE currency = '" + currency + "'");
    }

    private Attempt started(String reference) {
        OrderFile file = OrderFile.opened(new dev.tillgate.payment.Order(
                fixture.samples.merchant,
                dev.tillgate.payment.OrderId.next(),
                fixture.samples.store,
                reference,
                1,
                Money.ofMinor(amount, "EUR"),
                "Mugs",
                List.of(),
                dev.tillgate.payment.Buyer.UNKNOWN,
                null,
                0,
                0,
                Samples.NOW));
        PaymentId id = life.open(file, CaptureMode.AUTOMATIC, Duration.ofHours(1), Samples.NOW)
                .id();
        Attempt attempt =
                life.start(file, id, new StoreProfile.Offer("card", fixture.samples.account, "sandbox"), Samples.NOW);
        fixture.inOne(books -> books.save(file));
        return attempt;
    }

    private long amount = 1000;

    private Attempt paid(String reference, long price, String ref) {
        amount = price;
        Attempt attempt = started(reference);
        amount = 1000;
        OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
        life.answered(file, attempt.id(), done(ref, attempt.amount()), Source.REPLY, Instant.now());
        fixture.inOne(books -> books.save(file));
        // As if it had been made now: ids and times of creation go together.
        fixture.database.execute("UPDATE attempt SET created_at = NOW(3) WHERE id = '" + attempt.id() + "'");
        return attempt;
    }

    /** Reserved, then collected in two parts. */
    private Attempt captured(String reference, long first, long second) {
        Attempt attempt = started(reference);
        Outcome reserved = new Outcome.Done(Effect.AUTHORIZED, "ch_" + reference, attempt.amount());
        fixture.database.execute("UPDATE payment SET capture_mode = 'MANUAL'");
        OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
        life.answered(file, attempt.id(), reserved, Source.REPLY, Samples.NOW);
        for (long part : new long[] {first, second}) {
            Operation capture =
                    life.operations().capture(file, attempt.payment(), Money.ofMinor(part, "EUR"), Samples.NOW);
            Outcome done = new Outcome.Done(Effect.CAPTURED, "cap_" + capture.id(), capture.amount());
            life.operations().answered(file, capture.id(), done, Source.REPLY, Samples.NOW);
        }
        fixture.inOne(books -> books.save(file));
        return attempt;
    }

    private Attempt declined(String reference) {
        Attempt attempt = started(reference);
        fixture.database.execute(
                "UPDATE attempt SET status = '" + AttemptStatus.DECLINED + "' WHERE id = '" + attempt.id() + "'");
        return attempt;
    }

    private Operation refunded(Attempt attempt, long cents, String ref) {
        OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
        Operation refund =
                life.operations().refund(file, attempt.payment(), Money.ofMinor(cents, "EUR"), null, Instant.now());
        Outcome done = new Outcome.Done(Effect.REFUNDED, ref, refund.amount());
        life.operations().answered(file, refund.id(), done, Source.REPLY, Instant.now());
        fixture.inOne(books -> books.save(file));
        return refund;
    }

    private static Outcome done(String ref, Money amount) {
        return new Outcome.Done(Effect.CAPTURED, ref, amount);
    }
}
