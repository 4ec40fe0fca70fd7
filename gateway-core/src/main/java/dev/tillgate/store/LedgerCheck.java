package dev.tillgate.store;

import dev.tillgate.payment.MerchantId;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * Compares the ledger with the rest of the books, in grouped statements over whole tables: for crash tests, for a
 * nightly look and for a metric, never for a request. An empty answer means that they agree.
 */
public final class LedgerCheck {
    /** Sums of a payment: reserved or collected, collected, given back. */
    private static final String PAYMENTS = """
            SELECT p.merchant_id, p.id,
              CONCAT('payment says ', p.authorized, '/', p.captured, '/', p.refunded, ' ', p.currency, ', ledger ',
                COALESCE(l.authorized, 0), '/', COALESCE(l.captured, 0), '/', COALESCE(l.refunded, 0))
            FROM payment p
            LEFT JOIN (
              SELECT merchant_id, payment_id, MIN(currency) AS low_currency, MAX(currency) AS high_currency,
                SUM(CASE code WHEN 'AUTHORIZE' THEN amount WHEN 'CAPTURE' THEN amount
                  WHEN 'RELEASE' THEN -amount ELSE 0 END) AS authorized,
                SUM(CASE code WHEN 'CAPTURE' THEN amount ELSE 0 END) AS captured,
                SUM(CASE code WHEN 'REFUND' THEN amount WHEN 'REFUND_REVERSED' THEN -amount ELSE 0 END) AS refunded
              FROM ledger_entry WHERE code IN ('AUTHORIZE', 'RELEASE', 'CAPTURE', 'REFUND', 'REFUND_REVERSED')
              GROUP BY merchant_id, payment_id
            ) l ON l.merchant_id = p.merchant_id AND l.payment_id = p.id
            WHERE p.authorized <> COALESCE(l.authorized, 0) OR p.captured <> COALESCE(l.captured, 0)
              OR p.refunded <> COALESCE(l.refunded, 0) OR p.refunded > p.captured
              OR l.low_currency <> p.currency OR l.high_currency <> p.currency
            ORDER BY p.merchant_id, p.id LIMIT :most""";

    /** Entries whose payment is not there; what settlements post may belong to a provider account alone. */
    private static final String ORPHANS = """
            SELECT l.merchant_id, l.id, CONCAT('entry of a payment that is not there: ', l.payment_id)
            FROM ledger_entry l LEFT JOIN payment p ON p.merchant_id = l.merchant_id AND p.id = l.payment_id
            LEFT JOIN provider_account a ON a.merchant_id = l.merchant_id AND a.id = l.payment_id
            WHERE p.id IS NULL AND a.id IS NULL ORDER BY l.merchant_id, l.id LIMIT :most""";

    /** What a capture or refund that succeeded has posted, and that no other has posted anything. */
    private static final String OPERATIONS = """
            SELECT o.merchant_id, o.id,
              CONCAT(o.kind, ' ', o.status, ' of ', o.amount, ' ', o.currency, ', ledger ', COALESCE(l.posted, 0))
            FROM operation o
            LEFT JOIN (
              SELECT merchant_id, operation_id,
                SUM(CASE code WHEN 'CAPTURE' THEN amount WHEN 'REFUND' THEN amount
                  WHEN 'REFUND_REVERSED' THEN -amount ELSE 0 END) AS posted
              FROM ledger_entry WHERE operation_id IS NOT NULL GROUP BY merchant_id, operation_id
            ) l ON l.merchant_id = o.merchant_id AND l.operation_id = o.id
            WHERE COALESCE(l.posted, 0) <>
              CASE WHEN o.status = 'SUCCEEDED' AND o.kind <> 'VOID' THEN o.amount ELSE 0 END
            ORDER BY o.merchant_id, o.id LIMIT :most""";

    /** What each provider holds for each merchant: by the ledger's accounts, and by attempts and operations. */
    private static final String PROVIDERS = """
            SELECT b.merchant_id, b.provider,
              CONCAT('attempts and operations say ', SUM(b.expected), ' ', b.currency, ', ledger ', SUM(b.posted))
            FROM (
              SELECT a.merchant_id, a.provider, a.currency,
                COALESCE(c.captured, a.amount) - COALESCE(c.refunded, 0) AS expected, 0 AS posted
              FROM attempt a
              LEFT JOIN (
                SELECT merchant_id, attempt_id,
                  SUM(CASE kind WHEN 'CAPTURE' THEN amount END) AS captured,
                  SUM(CASE kind WHEN 'REFUND' THEN amount END) AS refunded
                FROM operation WHERE status = 'SUCCEEDED' GROUP BY merchant_id, attempt_id
              ) c ON c.merchant_id = a.merchant_id AND c.attempt_id = a.id
              WHERE a.status = 'SUCCEEDED'
              UNION ALL
              SELECT merchant_id, SUBSTRING(debit, 6), currency, 0, amount FROM ledger_entry
              WHERE debit LIKE 'held:%' AND code IN ('CAPTURE', 'REFUND', 'REFUND_REVERSED')
              UNION ALL
              SELECT merchant_id, SUBSTRING(credit, 6), currency, 0, -amount FROM ledger_entry
              WHERE credit LIKE 'held:%' AND code IN ('CAPTURE', 'REFUND', 'REFUND_REVERSED')
            ) b
            GROUP BY b.merchant_id, b.provider, b.currency HAVING SUM(b.expected) <> SUM(b.posted)
            ORDER BY b.merchant_id, b.provider LIMIT :most""";

    /** What settlement files say of fees, payouts, exchanges and the rest, and what was posted for it. */
    private static final String SETTLEMENTS = """
            SELECT b.merchant_id, b.account,
              CONCAT('settlement files say ', SUM(b.expected), ' ', b.currency, ', ledger ', SUM(b.posted))
            FROM (
              SELECT merchant_id, CONCAT('fees:', provider) AS account, currency, fee AS expected, 0 AS posted
              FROM settlement_row WHERE moves AND fee <> 0
              UNION ALL
              SELECT merchant_id, CONCAT(CASE kind WHEN 'PAYOUT' THEN 'paid_out:' WHEN 'DISPUTE' THEN 'disputes:'
                WHEN 'EXCHANGE' THEN 'exchange_difference:' ELSE 'adjustments:' END, provider), currency, -gross, 0
              FROM settlement_row WHERE moves AND kind NOT IN ('CHARGE', 'REFUND')
              UNION ALL
              SELECT merchant_id, CONCAT('exchange_difference:', provider), original_currency, original, 0
              FROM settlement_row WHERE moves AND original IS NOT NULL AND kind IN ('CHARGE', 'REFUND')
              UNION ALL
              SELECT merchant_id, CONCAT('exchange_difference:', provider), currency, -gross, 0
              FROM settlement_row WHERE moves AND original IS NOT NULL AND kind IN ('CHARGE', 'REFUND')
              UNION ALL
              SELECT o.merchant_id, CONCAT('open:', r.provider), o.suspended_currency, -o.suspended, 0
              FROM settlement_open o
              JOIN settlement_row r ON r.merchant_id = o.merchant_id AND r.account_id = o.account_id
                AND r.row_key = o.row_key
              UNION ALL
              SELECT merchant_id, debit, currency, 0, amount FROM ledger_entry
              WHERE debit NOT LIKE 'held:%' AND code NOT IN ('AUTHORIZE', 'RELEASE', 'CAPTURE', 'REFUND', 'REFUND_REVERSED')
              UNION ALL
              SELECT merchant_id, credit, currency, 0, -amount FROM ledger_entry
              WHERE credit NOT LIKE 'held:%'
                AND code NOT IN ('AUTHORIZE', 'RELEASE', 'CAPTURE', 'REFUND', 'REFUND_REVERSED')
            ) b
            GROUP BY b.merchant_id, b.account, b.currency HAVING SUM(b.expected) <> SUM(b.posted)
            ORDER BY b.merchant_id, b.account LIMIT :most""";

    private final Sessions sessions;

    public LedgerCheck(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Two books that do not agree.
     *
     * @param subject payment, ledger entry, operation, provider or account of the ledger
     * @param what what each of the two says, in minor units
     */
    public record Disagreement(MerchantId merchant, String subject, String what) {}

    /** At most {@code limit} of each kind; all checks see one state of the books only while nobody writes. */
    public List<Disagreement> run(int limit) {
        return sessions.read(session -> {
            List<Disagreement> all = new ArrayList<>();
            for (String sql : List.of(PAYMENTS, ORPHANS, OPERATIONS, PROVIDERS, SETTLEMENTS)) {
                all.addAll(disagreements(session, sql, limit));
            }
            return all;
        });
    }

    private static List<Disagreement> disagreements(StatelessSession session, String sql, int limit) {
        return session.createNativeQuery(sql, Object[].class).setParameter("most", limit).getResultList().stream()
                .map(row -> new Disagreement(
                        new MerchantId(String.valueOf(row[0])), String.valueOf(row[1]), String.valueOf(row[2])))
                .toList();
    }
}
