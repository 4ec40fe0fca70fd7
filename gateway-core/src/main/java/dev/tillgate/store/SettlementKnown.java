package dev.tillgate.store;

import dev.tillgate.flow.settlement.Known;
import dev.tillgate.flow.settlement.Known.Charge;
import dev.tillgate.flow.settlement.Known.Step;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.SettlementRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the attempts and operations that settlement rows speak of: a handful of statements for hundreds of rows. */
final class SettlementKnown {
    /** The index is named: a plan that goes through all of a merchant's attempts would do so for every batch. */
    private static final String ATTEMPTS = """
            SELECT id, payment_id, amount, currency, status, provider_ref FROM attempt FORCE INDEX (%s)
            WHERE merchant_id = ? AND account_id = ? AND %s IN (?)""";

    private static final String OPERATIONS = """
            SELECT o.id, o.payment_id, o.attempt_id, o.kind, o.amount, o.currency, o.status, o.provider_ref
            FROM operation o FORCE INDEX (%s)
            JOIN attempt a ON a.merchant_id = o.merchant_id AND a.id = o.attempt_id
            WHERE o.merchant_id = ? AND a.account_id = ? AND o.%s IN (?)""";

    private static final String SETTLED = """
            SELECT operation_id FROM settlement_row
            WHERE merchant_id = ? AND account_id = ? AND moves = ? AND operation_id IS NOT NULL AND attempt_id IN (?)""";

    /** By the payment, which leads the ledger's key. */
    private static final String REVERSED = """
            SELECT DISTINCT operation_id FROM ledger_entry
            WHERE merchant_id = ? AND code = 'REFUND_REVERSED' AND operation_id IS NOT NULL AND payment_id IN (?)""";

    private static final String RETURNED = """
            SELECT r.operation_id FROM operation o
            JOIN settlement_row r ON r.merchant_id = o.merchant_id AND r.attempt_id = o.attempt_id
              AND r.operation_id = o.id
            WHERE o.merchant_id = ? AND r.account_id = ? AND r.kind = 'REFUND' AND r.gross > 0 AND o.id IN (?)""";

    private final Bulk bulk;
    private final List<String> account;
    private final Map<String, Charge> attempts = new HashMap<>();
    private final Map<String, Step> operations = new HashMap<>();
    private final Map<AttemptId, List<Step>> operationsOf = new HashMap<>();
    private final Set<OperationId> settled = new HashSet<>();

    SettlementKnown(Bulk bulk, MerchantId merchant, AccountId account) {
        this.bulk = bulk;
        this.account = List.of(merchant.value(), account.value());
    }

    Known of(List<SettlementRow> rows) throws SQLException {
        Set<String> ourAttempts = new LinkedHashSet<>();
        Set<String> ourOperations = new LinkedHashSet<>();
        Set<String> theirs = new LinkedHashSet<>();
        for (SettlementRow row : rows) {
            String ours = row.ourReference();
            if (ours != null) {
                (ours.startsWith(AttemptId.PREFIX) ? ourAttempts : ourOperations).add(ours);
            }
            theirs.addAll(row.providerReferences());
        }
        theirs.removeAll(ourAttempts);
        bulk.query(ATTEMPTS.formatted("PRIMARY", "id"), account, ourAttempts, this::charge);
        bulk.query(ATTEMPTS.formatted("attempt_by_ref", "provider_ref"), account, theirs, this::charge);
        bulk.query(OPERATIONS.formatted("PRIMARY", "id"), account, ourOperations, this::step);
        bulk.query(OPERATIONS.formatted("operation_by_ref", "provider_ref"), account, theirs, this::step);
        Set<String> ids = new LinkedHashSet<>();
        attempts.values().forEach(charge -> ids.add(charge.id().value()));
        bulk.query(OPERATIONS.formatted("operation_by_attempt", "attempt_id"), account, ids, row -> {
            Step step = readStep(row);
            operationsOf
                    .computeIfAbsent(step.attempt(), id -> new ArrayList<>())
                    .add(step);
        });
        settled(rows);
        return new Known(attempts, operations, operationsOf, settled, cameBack(rows));
    }

    private void settled(List<SettlementRow> rows) throws SQLException {
        if (operationsOf.isEmpty()) {
            return;
        }
        List<Object> fixed = new ArrayList<>(account);
        // A list of trades and a list of movements both tell of a refund once.
        fixed.add(rows.getFirst().moves());
        List<String> ids = operationsOf.keySet().stream().map(AttemptId::value).toList();
        bulk.query(SETTLED, fixed, ids, row -> settled.add(new OperationId(row.getString(1))));
    }

    /** Refunds that failed after they had been made: our books, a row of an earlier file or one of these says so. */
    private Set<OperationId> cameBack(List<SettlementRow> rows) throws SQLException {
        Map<String, String> failed = new HashMap<>();
        for (Step step : operations.values()) {
            if (step.kind() == OperationKind.REFUND && step.status() == OperationStatus.FAILED) {
                failed.put(step.id().value(), step.payment().value());
            }
        }
        Set<OperationId> back = new HashSet<>();
        if (failed.isEmpty()) {
            return back;
        }
        String merchant = account.getFirst();
        Set<String> payments = new LinkedHashSet<>(failed.values());
        bulk.query(REVERSED, List.of(merchant), payments, row -> back.add(new OperationId(row.getString(1))));
        bulk.query(RETURNED, account, failed.keySet(), row -> back.add(new OperationId(row.getString(1))));
        for (SettlementRow row : rows) {
            Step step = row.kind() == SettlementRow.Kind.REFUND && row.gross().isPositive() ? named(row) : null;
            if (step != null) {
                back.add(step.id());
            }
        }
        return back;
    }

    private @Nullable Step named(SettlementRow row) {
        Step ours = row.ourReference() == null ? null : operations.get(row.ourReference());
        for (String ref : ours == null ? row.providerReferences() : List.<String>of()) {
            Step theirs = operations.get(ref);
            ours = ours == null ? theirs : ours;
        }
        return ours;
    }

    private void charge(ResultSet row) throws SQLException {
        Charge charge = new Charge(
                new PaymentId(row.getString(2)),
                new AttemptId(row.getString(1)),
                Money.ofMinor(row.getLong(3), row.getString(4)),
                AttemptStatus.valueOf(row.getString(5)));
        put(attempts, charge.id().value(), row.getString(6), charge);
    }

    private void step(ResultSet row) throws SQLException {
        Step step = readStep(row);
        put(operations, step.id().value(), row.getString(8), step);
    }

    private static Step readStep(ResultSet row) throws SQLException {
        return new Step(
                new PaymentId(row.getString(2)),
                new AttemptId(row.getString(3)),
                new OperationId(row.getString(1)),
                OperationKind.valueOf(row.getString(4)),
                Money.ofMinor(row.getLong(5), row.getString(6)),
                OperationStatus.valueOf(row.getString(7)));
    }

    private static <T> void put(Map<String, T> known, String id, @Nullable String ref, T thing) {
        known.put(id, thing);
        if (ref != null) {
            known.put(ref, thing);
        }
    }
}
