package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.Payment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was stored is read as it was, field by field. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MappingTest {
    private static final int FILES = 60;

    private StoreFixture fixture;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void any_order_file_is_read_as_it_was_saved_and_again_as_it_was_changed() {
        for (int seed = 0; seed < FILES; seed++) {
            AnyFile any = new AnyFile(new Random(seed));
            OrderFile file = any.opened();

            OrderFile stored = fixture.saved(file);
            assertSame(seed, stored, file);

            List<Event> events = new ArrayList<>(file.changes().events());
            any.change(stored);
            events.addAll(stored.changes().events());
            OrderFile changed = fixture.saved(stored);
            assertSame(seed, changed, stored);
            assertThat(events(changed)).as("seed %d", seed).isEqualTo(events);
            assertThat(entries(changed))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(file.changes().entries());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Asia/Shanghai", "Pacific/Apia"})
    void times_do_not_depend_on_the_machines_zone(String zone) {
        TimeZone usual = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            Instant inNewYorksMissingHour = Instant.parse("2026-03-08T02:30:00.001Z");
            OrderFile file = fixture.samples.opened("zone " + zone);
            Payment payment = Samples.onlyPayment(file)
                    .to(Samples.onlyPayment(file).status(), inNewYorksMissingHour, inNewYorksMissingHour);
            file.put(payment);

            assertThat(Samples.onlyPayment(fixture.saved(file))).isEqualTo(payment);
            assertThat(fixture.database.number("SELECT COUNT(*) FROM payment WHERE id = '" + payment.id()
                            + "' AND due_at = '2026-03-08 02:30:00.001'"))
                    .isEqualTo(1);
        } finally {
            TimeZone.setDefault(usual);
        }
    }

    @Test
    void times_are_cut_to_milliseconds_never_rounded_up() {
        Instant almostNextSecond = Instant.parse("2026-11-05T10:15:30.999999999Z");
        OrderFile file = fixture.samples.opened("nanos");
        Payment payment = Samples.onlyPayment(file);
        file.put(payment.to(payment.status(), almostNextSecond, almostNextSecond));

        Payment read = Samples.onlyPayment(fixture.saved(file));

        assertThat(read.dueAt()).isEqualTo("2026-11-05T10:15:30.999Z");
        assertThat(read.updatedAt()).isEqualTo("2026-11-05T10:15:30.999Z");
    }

    @Test
    void a_note_that_is_too_long_is_cut_and_keeps_no_outcome_from_being_stored() {
        OrderFile file = fixture.samples.opened("note");
        Attempt attempt = fixture.samples
                .attempt(Samples.onlyPayment(file))
                .because(DeclineReason.PROCESSING_ERROR, "x" + "🎁".repeat(400));
        file.put(attempt);

        Attempt read = Samples.onlyAttempt(fixture.saved(file));

        assertThat(read.detail()).isEqualTo("x" + "🎁".repeat(249));
    }

    @Test
    void references_differ_by_case_and_accent() {
        Money price = fixture.saved(fixture.samples.opened("Cafe")).order().amount();

        for (String other : List.of("cafe", "Café", "Cafe.")) {
            OrderFile stored = fixture.saved(fixture.samples.opened(other));
            assertThat(stored.order().reference()).isEqualTo(other);
            assertThat(stored.order().amount()).isEqualTo(price);
        }
    }

    private static void assertSame(int seed, OrderFile read, OrderFile saved) {
        Order expected = saved.changes().order();
        assertThat(read.order()).as("seed %d", seed).isEqualTo(expected);
        assertThat(read.payments()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(saved.payments());
        assertThat(read.attempts()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(saved.attempts());
        assertThat(read.operations()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(saved.operations());
        assertThat(List.copyOf(read.attempts())).isSortedAccordingTo(Comparator.comparing(Attempt::createdAt));
    }

    private List<Event> events(OrderFile file) {
        return new StoredPaymentReader(fixture.sessions)
                .events(file.merchant(), file.order().id(), 0, 1000);
    }

    private List<LedgerEntry> entries(OrderFile file) {
        return fixture
                .sessions
                .read(session -> session.createSelectionQuery(
                                "from LedgerRow where merchantId = :merchant", LedgerRow.class)
                        .setParameter("merchant", file.merchant().value())
                        .getResultList())
                .stream()
                .map(LedgerRow::toRecord)
                .toList();
    }
}
