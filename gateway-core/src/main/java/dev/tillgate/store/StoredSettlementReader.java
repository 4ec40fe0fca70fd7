package dev.tillgate.store;

import dev.tillgate.flow.settlement.Finding;
import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementReader;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.SettlementFormat.Bad;
import dev.tillgate.provider.SettlementRow.Kind;
import dev.tillgate.provider.SettlementRow.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What settlement files said, from the database. */
public final class StoredSettlementReader implements SettlementReader {
    private static final Instant FOR_EVER_AGO = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

    private static final String LINE = """
            r.row_key, r.import_id, r.line, r.kind, r.word, r.gross, r.fee, r.net, r.currency, r.original,
            r.original_currency, r.payment_id, r.attempt_id, r.operation_id, r.booked_at""";

    private static final String OPEN = "SELECT " + LINE + """
            , o.account_id, o.finding FROM settlement_open o
            JOIN settlement_row r ON r.merchant_id = o.merchant_id AND r.account_id = o.account_id
              AND r.row_key = o.row_key
            WHERE o.merchant_id = ? AND (? = '' OR o.finding = ?)
              AND (o.booked_at > ? OR (o.booked_at = ? AND o.row_key > ?))
            ORDER BY o.booked_at, o.row_key LIMIT ?""";

    private static final String SUMS =
            "SELECT kind, currency, COUNT(*), SUM(gross), SUM(fee), SUM(net) FROM settlement_row";
    private static final String BY_KIND = " GROUP BY kind, currency ORDER BY currency, kind";

    private final Sessions sessions;

    public StoredSettlementReader(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<SettlementImport> imports(MerchantId merchant, @Nullable String before, int limit) {
        return sessions.read(session -> session
                .createSelectionQuery(
                        "from SettlementImportRow where merchantId = :merchant and id < :before order by id desc",
                        SettlementImportRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("before", before == null ? "t" : before)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(SettlementImportRow::toRecord)
                .toList());
    }

    @Override
    public List<Sum> sums(SettlementImport of) {
        return sums(
                SUMS + " WHERE merchant_id = ? AND account_id = ? AND import_id = ?" + BY_KIND,
                List.of(of.merchant().value(), of.account().value(), of.id()));
    }

    @Override
    public List<Bad> bad(MerchantId merchant, String id, int limit) {
        return list(
                """
                SELECT line, problem, field FROM settlement_bad
                WHERE merchant_id = ? AND import_id = ? ORDER BY line LIMIT ?""",
                List.of(merchant.value(), id, limit),
                row -> new Bad(row.getLong(1), Problem.valueOf(row.getString(2)), row.getString(3)));
    }

    @Override
    public List<Open> open(MerchantId merchant, @Nullable Finding finding, @Nullable Place after, int limit) {
        String wanted = finding == null ? "" : finding.name();
        Instant from = after == null ? FOR_EVER_AGO : after.at();
        String key = after == null ? "" : after.key();
        return list(
                OPEN,
                List.of(merchant.value(), wanted, wanted, from, from, key, limit),
                row -> new Open(new AccountId(row.getString(16)), line(row), Finding.valueOf(row.getString(17))));
    }

    @Override
    public List<Payout> payouts(MerchantId merchant, @Nullable Place before, int limit) {
        Instant to = before == null ? FOR_EVER : before.at();
        String key = before == null ? "" : before.key();
        return list(
                """
                SELECT account_id, payout_ref, currency, booked_at FROM settlement_payout
                WHERE merchant_id = ? AND (booked_at < ? OR (booked_at = ? AND payout_ref < ?))
                ORDER BY booked_at DESC, payout_ref DESC LIMIT ?""",
                List.of(merchant.value(), to, to, key, limit),
                row -> new Payout(
                        merchant,
                        new AccountId(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        Times.read(row, 4)));
    }

    @Override
    public Optional<PayoutStatement> statement(MerchantId merchant, AccountId account, String payout, String currency) {
        List<Object> key = List.of(merchant.value(), account.value(), payout, currency);
        Optional<Payout> found =
                list("""
                        SELECT booked_at FROM settlement_payout
                        WHERE merchant_id = ? AND account_id = ? AND payout_ref = ? AND currency = ?""", key, row -> new Payout(merchant, account, payout, currency, Times.read(row, 1))).stream()
                        .findFirst();
        return found.map(known -> statement(known, key));
    }

    private PayoutStatement statement(Payout payout, List<Object> key) {
        List<Sum> all = sums(
                SUMS + " WHERE merchant_id = ? AND account_id = ? AND payout_ref = ? AND currency = ? AND moves"
                        + BY_KIND,
                key);
        Money zero = Money.ofMinor(0, payout.currency());
        Money paid = all.stream()
                .filter(sum -> sum.kind() == Kind.PAYOUT)
                .map(Sum::net)
                .reduce(zero, Money::plus);
        List<Sum> parts = withoutPayouts(all);
        if (!parts.isEmpty()) {
            return new PayoutStatement(payout, true, zero, parts, paid, zero);
        }
        return fromBalance(payout, paid);
    }

    /** The provider does not say what is in it: then it is what moved since the one before. */
    private PayoutStatement fromBalance(Payout payout, Money paid) {
        List<Object> account =
                List.of(payout.merchant().value(), payout.account().value(), payout.currency());
        List<Object> until = new ArrayList<>(account);
        until.add(payout.bookedAt());
        Instant before = list("""
                        SELECT MAX(booked_at) FROM settlement_payout
                        WHERE merchant_id = ? AND account_id = ? AND currency = ? AND booked_at < ?""", until, row -> Optional.ofNullable(Times.readOrNull(row, 1))
                        .orElse(FOR_EVER_AGO))
                .getFirst();
        String ofAccount = SUMS + " WHERE merchant_id = ? AND account_id = ? AND currency = ? AND moves";
        List<Object> early = new ArrayList<>(account);
        early.add(before);
        Money zero = Money.ofMinor(0, payout.currency());
        Money carried = sums(ofAccount + " AND booked_at <= ?" + BY_KIND, early).stream()
                .map(Sum::net)
                .reduce(zero, Money::plus);
        List<Object> between = new ArrayList<>(early);
        between.add(payout.bookedAt());
        List<Sum> parts = withoutPayouts(sums(ofAccount + " AND booked_at > ? AND booked_at <= ?" + BY_KIND, between));
        Money left = parts.stream().map(Sum::net).reduce(carried.plus(paid), Money::plus);
        return new PayoutStatement(payout, false, carried, parts, paid, left);
    }

    private static List<Sum> withoutPayouts(List<Sum> all) {
        return all.stream().filter(sum -> sum.kind() != Kind.PAYOUT).toList();
    }

    @Override
    public List<Line> rows(Payout of, @Nullable String after, int limit) {
        return list(
                "SELECT " + LINE + """
                         FROM settlement_row r
                        WHERE r.merchant_id = ? AND r.account_id = ? AND r.payout_ref = ? AND r.currency = ? AND r.moves
                          AND r.row_key > ? ORDER BY r.row_key LIMIT ?""",
                List.of(
                        of.merchant().value(),
                        of.account().value(),
                        of.ref(),
                        of.currency(),
                        after == null ? "" : after,
                        limit),
                StoredSettlementReader::line);
    }

    @Override
    public Missing missing(MerchantId merchant, @Nullable String after, Duration delay, Instant now) {
        return new SettlementMissing(sessions).look(merchant, after, delay, now);
    }

    private static Line line(ResultSet row) throws SQLException {
        String currency = row.getString(9);
        String original = row.getString(11);
        String payment = row.getString(12);
        String attempt = row.getString(13);
        String operation = row.getString(14);
        return new Line(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                Kind.valueOf(row.getString(4)),
                row.getString(5),
                Money.ofMinor(row.getLong(6), currency),
                Money.ofMinor(row.getLong(7), currency),
                Money.ofMinor(row.getLong(8), currency),
                original == null ? null : Money.ofMinor(row.getLong(10), original),
                payment == null ? null : new PaymentId(payment),
                attempt == null ? null : new AttemptId(attempt),
                operation == null ? null : new OperationId(operation),
                Times.read(row, 15));
    }

    private List<Sum> sums(String sql, List<?> parameters) {
        return list(sql, parameters, row -> {
            String currency = row.getString(2);
            return new Sum(
                    Kind.valueOf(row.getString(1)),
                    row.getLong(3),
                    Money.ofMinor(row.getLong(4), currency),
                    Money.ofMinor(row.getLong(5), currency),
                    Money.ofMinor(row.getLong(6), currency));
        });
    }

    /** Makes one thing of one row. */
    @FunctionalInterface
    private interface RowMaker<T> {
        T make(ResultSet row) throws SQLException;
    }

    private <T> List<T> list(String sql, List<?> parameters, RowMaker<T> maker) {
        return sessions.readPlain(connection -> {
            List<T> found = new ArrayList<>();
            new Bulk(connection).one(sql, parameters, row -> found.add(maker.make(row)));
            return found;
        });
    }
}
