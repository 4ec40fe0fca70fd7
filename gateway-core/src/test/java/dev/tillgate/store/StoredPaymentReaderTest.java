package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentReader.Filter;
import dev.tillgate.flow.PaymentReader.PaymentRow;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredPaymentReaderTest {
    private StoreFixture fixture;
    private StoredPaymentReader reader;
    /** A merchant of each test's own. */
    private Samples samples;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        reader = new StoredPaymentReader(fixture.sessions);
    }

    @BeforeEach
    void newMerchant() {
        samples = new Samples();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void a_payment_comes_with_its_orders_reference() {
        OrderFile file = fixture.saved(samples.opened("R-1"));
        Payment payment = Samples.onlyPayment(file);
        assertThat(reader.payment(samples.merchant, payment.id())).contains(new PaymentRow(payment, "R-1", "Two mugs"));
        assertThat(reader.payment(new Samples().merchant, payment.id())).isEmpty();
        assertThat(reader.payment(samples.merchant, PaymentId.next())).isEmpty();
    }

    @Test
    void a_file_is_found_by_its_payment_and_an_order_by_attempt_and_operation() {
        OrderFile file = samples.opened("R-2");
        Attempt attempt = samples.attempt(Samples.onlyPayment(file));
        Operation refund = samples.refund(attempt, Money.ofMinor(1, "EUR"));
        file.put(attempt);
        file.put(refund);
        OrderFile stored = fixture.saved(file);

        OrderFile read =
                reader.file(samples.merchant, Samples.onlyPayment(file).id()).orElseThrow();

        assertThat(read.order()).isEqualTo(stored.order());
        assertThat(read.attempts()).containsExactly(attempt);
        assertThat(read.operations()).containsExactly(refund);
        assertThat(reader.orderOf(samples.merchant, attempt.id()))
                .contains(file.order().id());
        assertThat(reader.orderOf(samples.merchant, refund.id()))
                .contains(file.order().id());
        assertThat(reader.orderOf(samples.merchant, AttemptId.next())).isEmpty();
        assertThat(reader.orderOf(new Samples().merchant, attempt.id())).isEmpty();
        assertThat(reader.file(new Samples().merchant, Samples.onlyPayment(file).id()))
                .isEmpty();
    }

    @Test
    void pages_follow_each_other_newest_first_without_gap_or_repeat() {
        List<PaymentId> saved = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            saved.add(
                    Samples.onlyPayment(fixture.saved(samples.opened("P-" + i))).id());
        }
        fixture.saved(new Samples().opened("somebody else's"));

        List<PaymentId> read = new ArrayList<>();
        PaymentId cursor = null;
        for (List<PaymentId> page = page(cursor); !page.isEmpty(); page = page(cursor)) {
            assertThat(page.size()).isLessThanOrEqualTo(3);
            read.addAll(page);
            cursor = page.getLast();
        }

        assertThat(read)
                .containsExactlyElementsOf(saved.stream()
                        .sorted(Comparator.comparing(PaymentId::value).reversed())
                        .toList());
    }

    @Test
    void lists_are_filtered_by_store_reference_and_status_and_any_two_of_them() {
        OrderFile open = fixture.saved(samples.opened("F-open"));
        OrderFile canceled = fixture.saved(samples.opened("F-canceled"));
        Payment payment = Samples.onlyPayment(canceled);
        canceled.put(payment.to(PaymentStatus.CANCELED, null, Samples.NOW));
        fixture.inOne(books -> books.save(canceled));
        PaymentId openId = Samples.onlyPayment(open).id();
        PaymentId canceledId = payment.id();

        assertThat(listed(null, null, null)).containsExactlyInAnyOrder(openId, canceledId);
        assertThat(listed(samples.store, null, null)).containsExactlyInAnyOrder(openId, canceledId);
        assertThat(listed(StoreId.next(), null, null)).isEmpty();
        assertThat(listed(null, null, PaymentStatus.CANCELED)).containsExactly(canceledId);
        assertThat(listed(null, "F-open", null)).containsExactly(openId);
        assertThat(listed(samples.store, "F-open", PaymentStatus.CANCELED)).isEmpty();
        assertThat(listed(samples.store, "F-canceled", PaymentStatus.CANCELED)).containsExactly(canceledId);
    }

    @Test
    void events_come_oldest_first_after_a_sequence() {
        OrderFile file = samples.opened("events");
        Payment payment = Samples.onlyPayment(file);
        for (EventType type : EventType.values()) {
            file.append(type, payment, Map.of("type", type.code(), "n", 7L, "yes", true), Samples.NOW);
        }
        List<Event> appended = file.changes().events();
        fixture.inOne(books -> books.save(file));

        assertThat(reader.events(samples.merchant, file.order().id(), 0, 100)).isEqualTo(appended);
        assertThat(reader.events(samples.merchant, file.order().id(), 3, 2)).isEqualTo(appended.subList(3, 5));
        assertThat(reader.events(new Samples().merchant, file.order().id(), 0, 100))
                .isEmpty();
    }

    private List<PaymentId> page(@Nullable PaymentId after) {
        return ids(reader.list(new Filter(samples.merchant, null, null, null), after, 3));
    }

    private List<PaymentId> listed(
            @Nullable StoreId store, @Nullable String reference, @Nullable PaymentStatus status) {
        return ids(reader.list(new Filter(samples.merchant, store, reference, status), null, 50));
    }

    private static List<PaymentId> ids(List<PaymentRow> rows) {
        return rows.stream().map(row -> row.payment().id()).toList();
    }
}
