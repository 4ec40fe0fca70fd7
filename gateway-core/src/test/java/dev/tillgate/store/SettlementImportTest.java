package dev.tillgate.store;

import static dev.tillgate.provider.settlement.SettlementFiles.sandbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.catalog.SettlementFormats;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Problem;
import dev.tillgate.flow.settlement.SettlementImport.Status;
import dev.tillgate.payment.Attempt;
import dev.tillgate.provider.settlement.SettlementFiles;
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

/** A file is taken in once and whole, whatever happens on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementImportTest {
    private static final Duration LEASE = Duration.ofSeconds(90);

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
    void the_same_file_and_one_that_overlaps_change_nothing() {
        Attempt attempt = account.paid("once", 1000, "ch_1");
        List<String> charge = List.of("e1", "charge", attempt.id().value(), "10.00", "0.30", "EUR", "");
        List<String> withPayout = List.of("e1", "charge", attempt.id().value(), "10.00", "0.30", "EUR", "po_1");
        account.imported(sandbox(List.of(charge)));

        SettlementImport again = account.imported(sandbox(List.of(charge, charge)));
        SettlementImport more =
                account.imported(sandbox(List.of(withPayout, List.of("e2", "payout", "", "-9.70", "", "EUR", "po_1"))));

        assertThat(again.counts()).isEqualTo(new SettlementImport.Counts(2, 0, 0, 2, 0));
        assertThat(more.counts()).isEqualTo(new SettlementImport.Counts(2, 1, 0, 1, 0));
        assertThat(scene.posted("FEE")).isEqualTo(30);
        assertThat(scene.statement("po_1", "EUR").addsUp())
                .as("the payout was learned later")
                .isTrue();
        assertThat(scene.check.run(10)).isEmpty();
    }

    @Test
    void bad_rows_are_kept_with_their_line_up_to_a_bound_and_stop_nothing() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1200).forEach(i -> rows.add(List.of("b" + i, "charge", "", "1.234", "", "EUR", "")));
        rows.add(List.of("good", "adjustment", "", "1.00", "", "EUR", ""));

        SettlementImport done = account.imported(sandbox(rows));

        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(1201, 1, 0, 0, 1200));
        assertThat(scene.reader.bad(done.merchant(), done.id(), 2000))
                .hasSize(1000)
                .first()
                .satisfies(bad -> {
                    assertThat(bad.line()).isEqualTo(2);
                    assertThat(bad.field()).isEqualTo("gross");
                });
        assertThat(scene.reader.sums(done)).hasSize(1);
    }

    @Test
    void a_file_that_is_none_fails_with_a_reason_and_is_not_kept() throws IOException {
        assertThat(account.imported("name,amount\nx,1\n").problem()).isEqualTo(Problem.NOT_RECOGNIZED);
        SettlementImport cut =
                scene.imports.take(scene.upload("sandbox"), new java.io.ByteArrayInputStream(cutArchive()));
        scene.imports.run(cut.merchant(), cut.id());

        SettlementImport failed = scene.found(cut);
        assertThat(failed.problem()).isEqualTo(Problem.UNREADABLE);
        assertThat(failed.counts().read()).as("what was read before is kept").isPositive();
        assertThat(scene.database.number("SELECT COUNT(*) FROM settlement_part"))
                .isZero();
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> scene.imports.take(scene.upload("sandbox"), broken))
                .isInstanceOf(IOException.class);
        assertThat(scene.database.number("SELECT COUNT(*) FROM settlement_import"))
                .isZero();
    }

    @Test
    void an_import_whose_worker_died_goes_on_where_it_was_and_the_dead_one_can_write_no_more() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1300).forEach(i -> rows.add(List.of("e" + i, "adjustment", "", "1.00", "0.01", "EUR", "")));
        SettlementImport waiting = account.taken(sandbox(rows));
        StoredJobQueue queue = new StoredJobQueue(scene.fixture.sessions);
        assertThat(queue.take(Kind.SETTLEMENT, 5, LEASE, scene.clock.instant()))
                .containsExactly(new Job(Kind.SETTLEMENT, waiting.merchant(), null, waiting.id()));
        ImportSettlement dying = new ImportSettlement(
                new DyingBook(scene.book, 1), SettlementFormats.ALL, (events, due) -> {}, scene.clock);
        assertThatThrownBy(() -> dying.run(waiting.merchant(), waiting.id())).hasMessage("killed");
        SettlementImport half = scene.found(waiting);
        assertThat(half.counts().read()).isEqualTo(1000);
        assertThat(queue.take(Kind.SETTLEMENT, 5, LEASE, scene.clock.instant())).isEmpty();

        scene.clock.move(LEASE.plusSeconds(1));
        assertThat(queue.take(Kind.SETTLEMENT, 5, LEASE, scene.clock.instant())).hasSize(1);
        var batch = new dev.tillgate.flow.settlement.SettlementBook.Batch(
                List.of(), List.of(), 0, scene.clock.instant(), scene.clock.instant());
        assertThat(scene.book.write(half, batch, (fresh, known) -> List.of()))
                .as("it holds it no more")
                .isEmpty();
        scene.imports.run(waiting.merchant(), waiting.id());

        SettlementImport done = scene.found(waiting);
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(1300, 1300, 0, 0, 0));
        assertThat(scene.posted("FEE")).isEqualTo(1300);
        assertThat(scene.check.run(10)).isEmpty();
    }

    @Test
    void an_import_that_fails_at_the_same_rows_is_given_up_after_some_tries_and_goes_on_when_somebody_wants_it() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1300).forEach(i -> rows.add(List.of("e" + i, "adjustment", "", "1.00", "0.01", "EUR", "")));
        SettlementImport waiting = account.taken(sandbox(rows));
        StoredJobQueue queue = new StoredJobQueue(scene.fixture.sessions);
        int failures = 0;
        List<Duration> pauses = new ArrayList<>();
        Instant last = scene.clock.instant();
        while (scene.found(waiting).dueAt() != null) {
            if (queue.take(Kind.SETTLEMENT, 5, LEASE, scene.clock.instant()).isEmpty()) {
                scene.clock.move(Duration.ofSeconds(10));
                continue;
            }
            pauses.add(Duration.between(last, scene.clock.instant()));
            last = scene.clock.instant();
            try {
                // The first batch is fine, the second never is.
                DyingBook spoiled = new DyingBook(scene.book, failures == 0 ? 1 : 0);
                new ImportSettlement(spoiled, SettlementFormats.ALL, (events, due) -> {}, scene.clock)
                        .run(waiting.merchant(), waiting.id());
            } catch (IllegalStateException killed) {
                failures++;
            }
        }

        SettlementImport given = scene.found(waiting);
        assertThat(given.status()).isEqualTo(Status.FAILED);
        assertThat(given.problem()).isEqualTo(Problem.KEEPS_FAILING);
        assertThat(given.counts().read()).as("what was written stays").isEqualTo(1000);
        assertThat(failures).isEqualTo(7);
        assertThat(pauses.getLast()).as("longer and longer").isGreaterThanOrEqualTo(Duration.ofMinutes(8));
        assertThat(scene.imports.tryAgain(given.merchant(), "sim_nothing")).isFalse();
        assertThat(scene.imports.tryAgain(given.merchant(), given.id())).isTrue();
        scene.imports.run(given.merchant(), given.id());
        SettlementImport done = scene.found(waiting);
        assertThat(done.status()).isEqualTo(Status.DONE);
        assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(1300, 1300, 0, 0, 0));
        assertThat(scene.imports.tryAgain(given.merchant(), given.id())).isFalse();
        assertThat(scene.database.number("SELECT COUNT(*) FROM settlement_part"))
                .isZero();
    }

    @Test
    void two_imports_of_one_account_at_once_count_each_row_once() throws InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, 1500).forEach(i -> rows.add(List.of("e" + i, "adjustment", "", "1.00", "0.01", "EUR", "")));
        List<SettlementImport> both = List.of(account.taken(sandbox(rows)), account.taken(sandbox(rows.reversed())));
        var next = new java.util.concurrent.atomic.AtomicInteger();

        StoreFixture.together(2, () -> {
            SettlementImport one = both.get(next.getAndIncrement());
            scene.imports.run(one.merchant(), one.id());
            return null;
        });

        assertThat(scene.database.number("SELECT COUNT(*) FROM settlement_row")).isEqualTo(1500);
        assertThat(scene.posted("FEE")).isEqualTo(1500);
        assertThat(scene.database.number("SELECT SUM(rows_repeated) FROM settlement_import"))
                .isEqualTo(1500);
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
}
