package dev.tillgate.store;

import dev.tillgate.flow.AlreadyAsked;
import dev.tillgate.flow.AmountTerms;
import dev.tillgate.flow.Books;
import dev.tillgate.flow.DisputeCase;
import dev.tillgate.flow.DisputeEvidence;
import dev.tillgate.flow.DisputeRecord;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.StaleOrderFile;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StaleStateException;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The tables, within one transaction. */
final class StoredBooks implements Books {
    private final StatelessSession session;
    private final BiPredicate<MerchantId, StoreId> wantsNoCallbacks;
    private final BiPredicate<MerchantId, StoreId> isUnguarded;
    private final BiPredicate<String, String> payerSetsAmount;

    /**
     * @param isUnguarded whether a store's shop is surely not to be asked what it made of it
     * @param payerSetsAmount whether the payer can send another amount by a provider's method
     */
    StoredBooks(
            StatelessSession session,
            BiPredicate<MerchantId, StoreId> wantsNoCallbacks,
            BiPredicate<MerchantId, StoreId> isUnguarded,
            BiPredicate<String, String> payerSetsAmount) {
        this.session = session;
        this.wantsNoCallbacks = wantsNoCallbacks;
        this.isUnguarded = isUnguarded;
        this.payerSetsAmount = payerSetsAmount;
    }

    @Override
    public OrderFile lock(MerchantId merchant, OrderId order) {
        return session.doReturningWork(connection -> OrderFiles.locked(connection, merchant, order))
                .orElseThrow(() -> new NoSuchElementException("no order " + order));
    }

    @Override
    public Optional<OrderFile> lockByReference(MerchantId merchant, StoreId store, String reference) {
        return session.doReturningWork(
                connection -> OrderFiles.lockedByReference(connection, merchant, store, reference));
    }

    /**
     * The order's row comes first, always: it is the lock of everything that belongs to the order, so two savers meet
     * there and nowhere else.
     */
    @Override
    public Set<Kind> save(OrderFile file) {
        OrderFile.Changes changes = file.changes();
        writeOrder(changes);
        insert(changes.newPayments(), PaymentRow::of);
        update(changes.changedPayments(), PaymentRow::of);
        insert(changes.newAttempts(), AttemptRow::of);
        update(changes.changedAttempts(), AttemptRow::of);
        insert(changes.newOperations(), OperationRow::of);
        update(changes.changedOperations(), OperationRow::of);
        insert(changes.entries(), LedgerRow::of);
        insert(changes.events(), EventRow::of);
        List<CallbackRow> callbacks = callbacks(changes.events());
        insert(callbacks, row -> row);
        if (!isUnguarded.test(file.merchant(), file.order().store())) {
            StoredGuards.watch(session, changes);
        }
        return due(changes, callbacks);
    }

    @Override
    public void insert(IdempotencyRecord request) {
        try {
            session.insert(IdempotencyRow.of(request));
        } catch (ConstraintViolationException failure) {
            if (!Reruns.isDuplicate(failure, "PRIMARY")) {
                throw failure;
            }
            throw new AlreadyAsked(earlier(request));
        }
    }

    @Override
    public void answer(IdempotencyRecord request) {
        session.update(IdempotencyRow.of(request));
    }

    @Override
    public AmountTerms terms(StoreId store, Attempt attempt) {
        return new AmountTerms(
                payerSetsAmount.test(attempt.provider(), attempt.method()),
                StoredPolicies.inForce(session, attempt.merchant(), store, attempt.method()));
    }

    @Override
    public Optional<DisputeRecord> dispute(MerchantId merchant, AccountId account, String ref) {
        DisputeRow row = session.get(DisputeRow.class, new DisputeRow.Key(merchant.value(), account.value(), ref));
        return Optional.ofNullable(row).map(DisputeRow::toRecord);
    }

    @Override
    public void insert(DisputeRecord dispute) {
        session.insert(DisputeRow.of(dispute));
    }

    @Override
    public void update(DisputeRecord dispute) {
        session.update(DisputeRow.of(dispute));
    }

    @Override
    public void insert(DecisionRecord decision) {
        session.insert(RouteDecisionRow.of(decision));
    }

    @Override
    public Optional<DisputeCase> disputeCase(MerchantId merchant, DisputeId id) {
        return Optional.ofNullable(session.get(DisputeCaseRow.class, new MerchantKey(merchant.value(), id.value())))
                .map(DisputeCaseRow::toRecord);
    }

    @Override
    public Optional<DisputeCase> disputeCase(MerchantId merchant, AccountId account, String ref) {
        return session.createSelectionQuery(
                        "from DisputeCaseRow where merchantId = :merchant and accountId = :account and ref = :ref",
                        DisputeCaseRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("account", account.value())
                .setParameter("ref", ref)
                .uniqueResultOptional()
                .map(DisputeCaseRow::toRecord);
    }

    @Override
    public void insert(DisputeCase added) {
        session.insert(DisputeCaseRow.of(added));
    }

    @Override
    public void update(DisputeCase added) {
        session.update(DisputeCaseRow.of(added));
    }

    @Override
    public Optional<DisputeEvidence> evidence(MerchantId merchant, DisputeId dispute) {
        return Optional.ofNullable(session.get(
                        DisputeEvidenceRow.class, new DisputeEvidenceRow.Key(merchant.value(), dispute.value())))
                .map(DisputeEvidenceRow::toRecord);
    }

    @Override
    public void insert(DisputeEvidence evidence) {
        session.doWork(connection -> StoredDisputeFiles.fix(connection, evidence.merchant(), evidence.dispute()));
        session.insert(DisputeEvidenceRow.of(evidence));
    }

    @Override
    public void replace(DisputeEvidence evidence) {
        session.doWork(connection -> StoredDisputeFiles.fix(connection, evidence.merchant(), evidence.dispute()));
        session.update(DisputeEvidenceRow.of(evidence));
    }

    @Override
    public void update(DisputeEvidence evidence) {
        session.update(DisputeEvidenceRow.of(evidence));
    }

    private void writeOrder(OrderFile.Changes changes) {
        try {
            if (changes.orderIsNew()) {
                session.insert(OrderRow.of(changes.order(), changes.order().version()));
            } else {
                session.update(OrderRow.of(changes.order(), changes.expectedVersion()));
            }
        } catch (StaleStateException changedMeanwhile) {
            throw new StaleOrderFile();
        } catch (ConstraintViolationException failure) {
            if (Reruns.isDuplicate(failure, "shop_order_by_reference")) {
                throw new StaleOrderFile();
            }
            throw failure;
        }
    }

    /** The row in the way is committed (else the insert would still wait for it), so a new statement sees it. */
    private IdempotencyRecord earlier(IdempotencyRecord request) {
        IdempotencyRow row = session.createSelectionQuery(
                        "from IdempotencyRow where merchantId = :merchant and caller = :caller and idemKey = :key",
                        IdempotencyRow.class)
                .setParameter("merchant", request.merchant().value())
                .setParameter("caller", request.caller())
                .setParameter("key", request.key())
                .getSingleResult();
        return row.toRecord();
    }

    private List<CallbackRow> callbacks(List<Event> events) {
        List<CallbackRow> rows = new ArrayList<>(1);
        for (Event event : events) {
            if (event.type().isCalledBack()) {
                boolean unwanted = wantsNoCallbacks.test(event.merchant(), event.store());
                rows.add(unwanted ? CallbackRow.unwanted(event) : CallbackRow.of(event));
            }
        }
        return rows;
    }

    private static Set<Kind> due(OrderFile.Changes changes, List<CallbackRow> callbacks) {
        Set<Kind> due = EnumSet.noneOf(Kind.class);
        if (callbacks.stream().anyMatch(row -> row.dueAt != null)) {
            due.add(Kind.CALLBACK);
        }
        if (changes.changedAttempts().stream().anyMatch(a -> isDue(a.dueAt(), a.updatedAt()))) {
            due.add(Kind.ATTEMPT);
        }
        if (changes.newOperations().stream().anyMatch(o -> isDue(o.dueAt(), o.updatedAt()))) {
            due.add(Kind.OPERATION);
        }
        return due;
    }

    private static boolean isDue(@Nullable Instant dueAt, Instant now) {
        return dueAt != null && !dueAt.isAfter(now);
    }

    private <T, R> void insert(List<T> things, Function<T, R> toRow) {
        write(things, toRow, session::insert, session::insertMultiple);
    }

    private <T, R> void update(List<T> things, Function<T, R> toRow) {
        write(things, toRow, session::update, session::updateMultiple);
    }

    /** One row is one statement; several are one batch. */
    private static <T, R> void write(List<T> things, Function<T, R> toRow, Consumer<R> one, Consumer<List<R>> several) {
        if (things.size() == 1) {
            one.accept(toRow.apply(things.getFirst()));
        } else if (!things.isEmpty()) {
            several.accept(things.stream().map(toRow).toList());
        }
    }
}
