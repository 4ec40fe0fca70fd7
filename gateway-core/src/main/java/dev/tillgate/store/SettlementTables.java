package dev.tillgate.store;

import dev.tillgate.flow.settlement.Finding;
import dev.tillgate.flow.settlement.Matched;
import dev.tillgate.flow.settlement.SettlementBook.Elsewhere;
import dev.tillgate.flow.settlement.SettlementBook.OpenRow;
import dev.tillgate.flow.settlement.SettlementBook.Settled;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.ledger.SettlementPosting;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.SettlementFormat.Bad;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.provider.SettlementRow.Exchanged;
import dev.tillgate.provider.SettlementRow.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settlement tables of one provider account, within one transaction. */
final class SettlementTables {
    private static final int LONGEST_REFS = 1000;

    private static final String INTO_ROWS = """
            INSERT INTO settlement_row (merchant_id, account_id, row_key, import_id, line, kind, word, moves, provider,
              gross, fee, net, currency, original, original_currency, rate, payout_ref, finding, payment_id, attempt_id,
              operation_id, booked_at)""";

    private static final String INTO_OPEN = """
            INSERT INTO settlement_open (merchant_id, account_id, row_key, finding, our_ref, provider_refs, suspended,
              suspended_currency, booked_at)""";

    private static final String INTO_LEDGER = """
            INSERT INTO ledger_entry (merchant_id, payment_id, id, attempt_id, operation_id, code, debit, credit, amount,
              currency, created_at)""";

    private static final String OPEN = """
            SELECT o.row_key, o.finding, o.our_ref, o.provider_refs, o.suspended, o.suspended_currency,
              r.line, r.kind, r.word, r.moves, r.gross, r.fee, r.net, r.currency, r.original, r.original_currency, r.rate,
              r.payout_ref, r.booked_at
            FROM settlement_open o
            JOIN settlement_row r ON r.merchant_id = o.merchant_id AND r.account_id = o.account_id
              AND r.row_key = o.row_key
            WHERE o.merchant_id = ? AND o.account_id = ? AND o.row_key > ? ORDER BY o.row_key LIMIT ?""";

    private static final String ELSEWHERE = """
            SELECT r.attempt_id, o.provider_refs, COALESCE(r.original, r.gross), COALESCE(r.original_currency, r.currency)
            FROM settlement_open o
            JOIN settlement_row r ON r.merchant_id = o.merchant_id AND r.account_id = o.account_id
              AND r.row_key = o.row_key
            JOIN settlement_import i ON i.merchant_id = r.merchant_id AND i.id = r.import_id
            WHERE o.merchant_id = ? AND o.account_id = ? AND o.finding = 'UNKNOWN_HERE'
              AND r.kind = 'REFUND' AND r.gross < 0 AND r.attempt_id IS NOT NULL AND i.format IN (?)
            ORDER BY r.booked_at LIMIT 1000""";

    private final Bulk bulk;
    private final String merchant;
    private final String account;

    SettlementTables(Bulk bulk, MerchantId merchant, AccountId account) {
        this.bulk = bulk;
        this.merchant = merchant.value();
        this.account = account.value();
    }

    /** Whoever writes rows of this account takes turns here. Answers the provider, if there is such an account. */
    Optional<String> lock() throws SQLException {
        List<String> provider = new ArrayList<>();
        bulk.one(
                "SELECT provider FROM provider_account WHERE merchant_id = ? AND id = ? FOR UPDATE",
                List.of(merchant, account),
                row -> provider.add(row.getString(1)));
        return provider.stream().findFirst();
    }

    /** Those of the rows that are not there, each once; the others' payouts are noted if they were not known. */
    List<SettlementRow> fresh(List<SettlementRow> rows) throws SQLException {
        Map<String, SettlementRow> fresh = new LinkedHashMap<>();
        rows.forEach(row -> fresh.putIfAbsent(row.key(), row));
        Map<String, List<String>> paidOut = new HashMap<>();
        bulk.query("""
                SELECT row_key, payout_ref FROM settlement_row
                WHERE merchant_id = ? AND account_id = ? AND row_key IN (?)""", List.of(merchant, account), List.copyOf(fresh.keySet()), there -> {
            SettlementRow again = Objects.requireNonNull(fresh.remove(there.getString(1)));
            String payout = again.payout();
            if (payout != null && there.getString(2) == null) {
                paidOut.computeIfAbsent(payout, ref -> new ArrayList<>()).add(again.key());
            }
        });
        for (Map.Entry<String, List<String>> payout : paidOut.entrySet()) {
            bulk.change("""
                    UPDATE settlement_row SET payout_ref = ?
                    WHERE merchant_id = ? AND account_id = ? AND row_key IN (?)""", List.of(payout.getKey(), merchant, account), payout.getValue());
        }
        return List.copyOf(fresh.values());
    }

    void insert(SettlementImport by, List<Settled> settled, Instant now) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<List<@Nullable Object>> open = new ArrayList<>();
        for (Settled one : settled) {
            rows.add(row(by, one));
            if (one.matched().finding().isOpen()) {
                open.add(open(one));
            }
        }
        bulk.insert(INTO_ROWS, rows, "");
        bulk.insert(INTO_OPEN, open, "");
        post(settled, now);
    }

    /** Notes which payouts these rows are of. */
    void payouts(List<SettlementRow> rows) throws SQLException {
        Map<List<String>, Instant> payouts = new LinkedHashMap<>();
        for (SettlementRow row : rows) {
            String payout = row.payout();
            if (payout != null && row.moves()) {
                Instant at = row.bookedAt();
                payouts.merge(
                        List.of(payout, row.net().currencyCode()),
                        at,
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        List<List<@Nullable Object>> values = new ArrayList<>();
        payouts.forEach((key, at) -> values.add(Arrays.asList(merchant, account, key.get(0), key.get(1), at)));
        bulk.insert(
                "INSERT INTO settlement_payout (merchant_id, account_id, payout_ref, currency, booked_at)",
                values,
                " ON DUPLICATE KEY UPDATE booked_at = GREATEST(booked_at, VALUES(booked_at))");
    }

    void insertBad(SettlementImport by, List<Bad> bad) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Bad one : bad) {
            rows.add(Arrays.asList(merchant, by.id(), one.line(), one.problem().name(), Texts.cut(one.field(), 64)));
        }
        bulk.insert("INSERT INTO settlement_bad (merchant_id, import_id, line, problem, field)", rows, "");
    }

    List<OpenRow> open(String after, int limit) throws SQLException {
        List<OpenRow> found = new ArrayList<>();
        bulk.one(OPEN, List.of(merchant, account, after, limit), row -> found.add(readOpen(row)));
        return found;
    }

    List<Elsewhere> elsewhere(List<String> formats) throws SQLException {
        List<Elsewhere> found = new ArrayList<>();
        bulk.query(ELSEWHERE, List.of(merchant, account), formats, row -> {
            String ref = row.getString(2).split("\n", 2)[0];
            if (!ref.isEmpty()) {
                found.add(new Elsewhere(
                        new AttemptId(row.getString(1)), ref, Money.ofMinor(-row.getLong(3), row.getString(4))));
            }
        });
        return found;
    }

    /** What was open is something else now. */
    void change(List<Settled> changed, Instant now) throws SQLException {
        for (Settled one : changed) {
            Matched matched = one.matched();
            bulk.update(
                    """
                    UPDATE settlement_row SET finding = ?, payment_id = ?, attempt_id = ?, operation_id = ?
                    WHERE merchant_id = ? AND account_id = ? AND row_key = ?""",
                    Arrays.asList(
                            matched.finding().name(),
                            text(matched.payment()),
                            text(matched.attempt()),
                            text(matched.operation()),
                            merchant,
                            account,
                            one.row().key()));
            bulk.update(
                    "DELETE FROM settlement_open WHERE merchant_id = ? AND account_id = ? AND row_key = ?",
                    List.of(merchant, account, one.row().key()));
        }
        bulk.insert(
                INTO_OPEN,
                changed.stream()
                        .filter(one -> one.matched().finding().isOpen())
                        .map(this::open)
                        .toList(),
                "");
        post(changed, now);
    }

    private void post(List<Settled> settled, Instant now) throws SQLException {
        List<List<@Nullable Object>> entries = new ArrayList<>();
        for (Settled one : settled) {
            for (SettlementPosting entry : one.posted().entries()) {
                Matched matched = one.matched();
                // What belongs to no payment belongs to the account.
                entries.add(Arrays.asList(
                        merchant,
                        matched.payment() == null ? account : text(matched.payment()),
                        TimeOrderedId.next("led"),
                        matched.attempt() == null ? account : text(matched.attempt()),
                        text(matched.operation()),
                        entry.code().name(),
                        entry.debit(),
                        entry.credit(),
                        entry.amount().minorUnits(),
                        entry.amount().currencyCode(),
                        now));
            }
        }
        bulk.insert(INTO_LEDGER, entries, "");
    }

    private List<@Nullable Object> row(SettlementImport by, Settled one) {
        SettlementRow row = one.row();
        Exchanged exchange = row.exchange();
        return Arrays.asList(
                merchant,
                account,
                row.key(),
                by.id(),
                row.line(),
                row.kind().name(),
                row.word(),
                row.moves(),
                by.provider(),
                row.gross().minorUnits(),
                row.fee().minorUnits(),
                row.net().minorUnits(),
                row.net().currencyCode(),
                exchange == null ? null : exchange.original().minorUnits(),
                exchange == null ? null : exchange.original().currencyCode(),
                exchange == null ? null : Texts.cut(exchange.rate(), 32),
                row.payout(),
                one.matched().finding().name(),
                text(one.matched().payment()),
                text(one.matched().attempt()),
                text(one.matched().operation()),
                row.bookedAt());
    }

    private List<@Nullable Object> open(Settled one) {
        SettlementRow row = one.row();
        Money suspended = one.posted().suspended();
        return Arrays.asList(
                merchant,
                account,
                row.key(),
                one.matched().finding().name(),
                row.ourReference(),
                refs(row.providerReferences()),
                suspended.minorUnits(),
                suspended.currencyCode(),
                row.bookedAt());
    }

    private static OpenRow readOpen(ResultSet row) throws SQLException {
        String currency = row.getString(14);
        String exchangedFrom = row.getString(16);
        Exchanged exchange = exchangedFrom == null
                ? null
                : new Exchanged(Money.ofMinor(row.getLong(15), exchangedFrom), row.getString(17));
        String refs = row.getString(4);
        SettlementRow said = new SettlementRow(
                row.getLong(7),
                row.getString(1),
                Kind.valueOf(row.getString(8)),
                row.getString(9),
                row.getBoolean(10),
                row.getString(3),
                refs.isEmpty() ? List.of() : List.of(refs.split("\n")),
                Money.ofMinor(row.getLong(11), currency),
                Money.ofMinor(row.getLong(12), currency),
                Money.ofMinor(row.getLong(13), currency),
                exchange,
                row.getString(18),
                Times.read(row, 19));
        return new OpenRow(said, Finding.valueOf(row.getString(2)), Money.ofMinor(row.getLong(5), row.getString(6)));
    }

    /** Whole references, as many as fit. */
    private static String refs(List<String> all) {
        String joined = "";
        for (String ref : all) {
            String longer = joined.isEmpty() ? ref : joined + "\n" + ref;
            if (longer.length() > LONGEST_REFS) {
                return joined;
            }
            joined = longer;
        }
        return joined;
    }

    private static @Nullable String text(@Nullable PaymentId id) {
        return id == null ? null : id.value();
    }

    private static @Nullable String text(@Nullable AttemptId id) {
        return id == null ? null : id.value();
    }

    private static @Nullable String text(@Nullable OperationId id) {
        return id == null ? null : id.value();
    }
}
