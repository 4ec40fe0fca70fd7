package dev.tillgate.flow;

import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything the gateway holds about one order: the order, its payments, attempts and operations, and what has been
 * added to them since it was read. It is read and written as a whole under the order's version, which makes it the
 * place where "one order, one charge" can be decided. Not thread-safe; {@link #copy()} before trying something that may
 * have to be tried again.
 */
public final class OrderFile {
    private Order order;
    private final boolean isNew;
    private final Map<PaymentId, Payment> payments;
    private final Map<AttemptId, Attempt> attempts;
    private final Map<OperationId, Operation> operations;
    private final Set<Object> known;
    private final Set<Object> touched = new HashSet<>();
    private final List<Event> events = new ArrayList<>();
    private final List<LedgerEntry> entries = new ArrayList<>();
    private Function<Attempt, AmountTerms> terms = attempt -> AmountTerms.USUAL;
    private long sequence;

    private OrderFile(Order order, boolean isNew) {
        this.order = order;
        this.isNew = isNew;
        this.payments = new LinkedHashMap<>();
        this.attempts = new LinkedHashMap<>();
        this.operations = new LinkedHashMap<>();
        this.known = new HashSet<>();
        this.sequence = order.lastSequence();
    }

    /** The file of an order that is not stored yet. */
    public static OrderFile opened(Order order) {
        return new OrderFile(order, true);
    }

    /** The file of a stored order, as it was read. */
    public static OrderFile read(
            Order order, List<Payment> payments, List<Attempt> attempts, List<Operation> operations) {
        OrderFile file = new OrderFile(order, false);
        payments.forEach(p -> file.payments.put(p.id(), p));
        attempts.forEach(a -> file.attempts.put(a.id(), a));
        operations.forEach(o -> file.operations.put(o.id(), o));
        file.known.addAll(file.payments.keySet());
        file.known.addAll(file.attempts.keySet());
        file.known.addAll(file.operations.keySet());
        return file;
    }

    /** The same file as stored, without pending changes of this one becoming shared. */
    public OrderFile copy() {
        requireUnchanged();
        return read(
                order,
                List.copyOf(payments.values()),
                List.copyOf(attempts.values()),
                List.copyOf(operations.values()));
    }

    /** The file as it stands after its changes were committed. */
    public OrderFile committed() {
        long newVersion = isNew ? order.version() : order.version() + 1;
        return read(
                order.at(newVersion, sequence),
                List.copyOf(payments.values()),
                List.copyOf(attempts.values()),
                List.copyOf(operations.values()));
    }

    public Order order() {
        return order;
    }

    public MerchantId merchant() {
        return order.merchant();
    }

    /** @throws java.util.NoSuchElementException when this order has no such payment */
    public Payment payment(PaymentId id) {
        return present(payments.get(id), id);
    }

    /** @throws java.util.NoSuchElementException when this order has no such attempt */
    public Attempt attempt(AttemptId id) {
        return present(attempts.get(id), id);
    }

    /** @throws java.util.NoSuchElementException when this order has no such operation */
    public Operation operation(OperationId id) {
        return present(operations.get(id), id);
    }

    public Collection<Payment> payments() {
        return Collections.unmodifiableCollection(payments.values());
    }

    public Collection<Attempt> attempts() {
        return Collections.unmodifiableCollection(attempts.values());
    }

    public Collection<Operation> operations() {
        return Collections.unmodifiableCollection(operations.values());
    }

    public List<Attempt> attemptsOf(PaymentId payment) {
        return attempts.values().stream()
                .filter(a -> a.payment().equals(payment))
                .toList();
    }

    public List<Operation> operationsOf(AttemptId attempt) {
        return operations.values().stream()
                .filter(o -> o.attempt().equals(attempt))
                .toList();
    }

    public void put(Order changed) {
        order = changed;
    }

    public void put(Payment payment) {
        payments.put(payment.id(), payment);
        touched.add(payment.id());
    }

    public void put(Attempt attempt) {
        attempts.put(attempt.id(), attempt);
        touched.add(attempt.id());
    }

    public void put(Operation operation) {
        operations.put(operation.id(), operation);
        touched.add(operation.id());
    }

    /** Appends a fact about a payment; numbered in the order it is appended. */
    public void append(EventType type, Payment payment, Map<String, Object> data, Instant now) {
        sequence++;
        events.add(new Event(
                order.merchant(), order.id(), sequence, EventId.next(), order.store(), payment.id(), type, data, now));
    }

    /** Has money judged by these terms; asked for only when there is something to judge. */
    public void judgeBy(Function<Attempt, AmountTerms> found) {
        terms = found;
    }

    /** How money of an attempt is judged when it comes late or in another amount. */
    AmountTerms terms(Attempt attempt) {
        return terms.apply(attempt);
    }

    /** Posts to the ledger. */
    public void post(LedgerEntry entry) {
        entries.add(entry);
    }

    /** Whether there is anything to save. */
    public boolean hasChanges() {
        return isNew || !touched.isEmpty() || !events.isEmpty() || !entries.isEmpty();
    }

    /** What has to be written, for the store. */
    public Changes changes() {
        return new Changes(
                order.at(isNew ? order.version() : order.version() + 1, sequence),
                isNew,
                order.version(),
                split(payments, false),
                split(payments, true),
                split(attempts, false),
                split(attempts, true),
                split(operations, false),
                split(operations, true),
                List.copyOf(events),
                List.copyOf(entries));
    }

    /**
     * What has to be written in one transaction.
     *
     * @param order as it is after
     * @param orderIsNew insert, else update
     * @param expectedVersion the version it was read at; the update must find it, else the file is stale
     */
    public record Changes(
            Order order,
            boolean orderIsNew,
            long expectedVersion,
            List<Payment> newPayments,
            List<Payment> changedPayments,
            List<Attempt> newAttempts,
            List<Attempt> changedAttempts,
            List<Operation> newOperations,
            List<Operation> changedOperations,
            List<Event> events,
            List<LedgerEntry> entries) {}

    private <K, V> List<V> split(Map<K, V> rows, boolean stored) {
        List<V> result = new ArrayList<>();
        rows.forEach((id, row) -> {
            if (touched.contains(id) && known.contains(id) == stored) {
                result.add(row);
            }
        });
        return result;
    }

    private void requireUnchanged() {
        if (hasChanges()) {
            throw new IllegalStateException("copy only what is stored");
        }
    }

    private static <T> T present(@Nullable T row, Object id) {
        if (row == null) {
            throw new NoSuchElementException("not in this order: " + id);
        }
        return row;
    }
}
