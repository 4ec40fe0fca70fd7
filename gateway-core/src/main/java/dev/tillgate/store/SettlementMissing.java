package dev.tillgate.store;

import dev.tillgate.flow.settlement.SettlementReader.Absent;
import dev.tillgate.flow.settlement.SettlementReader.Missing;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.TimeOrderedId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for charges and refunds of ours that no file tells of: those of the time that an account's files cover, and old
 * enough. Goes through attempts in the order they were made, so many at a time.
 */
final class SettlementMissing {
    private static final int AT_A_TIME = 5_000;

    private static final String SOME = """
            SELECT id, account_id, payment_id, amount, currency, status, created_at FROM attempt
            WHERE merchant_id = ? AND id > ? AND id < ? ORDER BY id LIMIT ?""";

    private static final String TOLD = """
            SELECT DISTINCT attempt_id FROM settlement_row
            WHERE merchant_id = ? AND kind = 'CHARGE' AND attempt_id IN (?)""";

    private static final String REFUNDS = """
            SELECT o.id, o.attempt_id, o.amount, o.currency, o.updated_at FROM operation o
            LEFT JOIN settlement_row r ON r.merchant_id = o.merchant_id AND r.attempt_id = o.attempt_id
              AND r.operation_id = o.id
            WHERE o.merchant_id = ? AND o.kind = 'REFUND' AND o.status = 'SUCCEEDED' AND r.row_key IS NULL
              AND o.updated_at < ? AND o.attempt_id IN (?)""";

    private static final String COVERED = """
            SELECT account_id, MIN(first_booked), MAX(last_booked) FROM settlement_import
            WHERE merchant_id = ? AND first_booked IS NOT NULL GROUP BY account_id""";

    private final Sessions sessions;

    SettlementMissing(Sessions sessions) {
        this.sessions = sessions;
    }

    private record Span(Instant from, Instant to) {}

    private record Paid(AttemptId id, AccountId account, PaymentId payment, Money amount, Instant at) {}

    Missing look(MerchantId merchant, @Nullable String after, Duration delay, Instant now) {
        return sessions.readPlain(connection -> {
            Bulk bulk = new Bulk(connection);
            Map<String, Span> covered = covered(bulk, merchant);
            if (covered.isEmpty()) {
                return new Missing(List.of(), null);
            }
            Instant from = covered.values().stream()
                    .map(Span::from)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            String begin = after == null ? TimeOrderedId.leastAt(AttemptId.PREFIX, from) : after;
            String end = TimeOrderedId.leastAt(AttemptId.PREFIX, now.minus(delay));
            Map<String, Paid> paid = new HashMap<>();
            int[] seen = {0};
            String[] last = {null};
            bulk.one(SOME, List.of(merchant.value(), begin, end, AT_A_TIME), row -> {
                seen[0]++;
                last[0] = row.getString(1);
                paid(row, covered, delay, paid);
            });
            return new Missing(absent(bulk, merchant, paid, now.minus(delay)), seen[0] < AT_A_TIME ? null : last[0]);
        });
    }

    private static Map<String, Span> covered(Bulk bulk, MerchantId merchant) throws SQLException {
        Map<String, Span> covered = new HashMap<>();
        bulk.one(
                COVERED,
                List.of(merchant.value()),
                row -> covered.put(row.getString(1), new Span(Times.read(row, 2), Times.read(row, 3))));
        return covered;
    }

    private static void paid(ResultSet row, Map<String, Span> covered, Duration delay, Map<String, Paid> paid)
            throws SQLException {
        Span span = covered.get(row.getString(2));
        Instant at = Times.read(row, 7);
        boolean expected = span != null
                && !at.isBefore(span.from())
                && !at.isAfter(span.to().minus(delay));
        if (expected && row.getString(6).equals("SUCCEEDED")) {
            paid.put(
                    row.getString(1),
                    new Paid(
                            new AttemptId(row.getString(1)),
                            new AccountId(row.getString(2)),
                            new PaymentId(row.getString(3)),
                            Money.ofMinor(row.getLong(4), row.getString(5)),
                            at));
        }
    }

    private static List<Absent> absent(Bulk bulk, MerchantId merchant, Map<String, Paid> paid, Instant before)
            throws SQLException {
        List<Absent> absent = new ArrayList<>();
        Map<String, Paid> untold = new HashMap<>(paid);
        bulk.query(TOLD, List.of(merchant.value()), paid.keySet(), row -> untold.remove(row.getString(1)));
        untold.values()
                .forEach(one ->
                        absent.add(new Absent(one.account(), one.payment(), one.id(), null, one.amount(), one.at())));
        bulk.query(REFUNDS, List.of(merchant.value(), before), paid.keySet(), row -> {
            Paid one = paid.get(row.getString(2));
            if (one != null) {
                absent.add(new Absent(
                        one.account(),
                        one.payment(),
                        one.id(),
                        new OperationId(row.getString(1)),
                        Money.ofMinor(row.getLong(3), row.getString(4)),
                        Times.read(row, 5)));
            }
        });
        absent.sort(Comparator.comparing(Absent::since));
        return absent;
    }
}
