package dev.tillgate.provider.stripe.settlement;

import dev.tillgate.money.Money;
import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.provider.SettlementRow.Kind;
import dev.tillgate.provider.settlement.BadRow;
import dev.tillgate.provider.settlement.Columns;
import dev.tillgate.provider.settlement.CsvFormat;
import dev.tillgate.provider.settlement.CsvFormat.Quoting;
import dev.tillgate.provider.settlement.CsvFormat.Shape;
import dev.tillgate.provider.settlement.Entry;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's itemized reports: balance change from activity, payout reconciliation and payouts share their columns. Amounts
 * are decimal text in the settlement currency; {@code customer_facing_amount} is what the payer saw. Our ids are found in
 * {@code payment_metadata[…]} and {@code refund_metadata[…]} columns if they were chosen for the report, else by
 * {@code charge_id}, {@code payment_intent_id} and {@code source_id}.
 *
 * <p>Sources: docs.stripe.com/reports/balance, /reports/payout-reconciliation, /reports/reporting-categories and the lists
 * of columns of the report types {@code balance_change_from_activity.itemized.3}, {@code payout_reconciliation.itemized.5}
 * and {@code payouts.itemized.3} (checked 2026-11-25).
 */
public final class StripeSettlement {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("charge", Kind.CHARGE),
            Map.entry("refund", Kind.REFUND),
            // A refund that bounced: the money is back.
            Map.entry("refund_failure", Kind.REFUND),
            Map.entry("fee", Kind.FEE),
            Map.entry("network_cost", Kind.FEE),
            Map.entry("tax", Kind.FEE),
            Map.entry("payout", Kind.PAYOUT),
            Map.entry("payout_reversal", Kind.PAYOUT),
            Map.entry("dispute", Kind.DISPUTE),
            Map.entry("dispute_reversal", Kind.DISPUTE),
            Map.entry("charge_failure", Kind.ADJUSTMENT),
            // The part of a reservation that was not captured: a charge stands there as a whole.
            Map.entry("partial_capture_reversal", Kind.CHARGE),
            Map.entry("other_adjustment", Kind.ADJUSTMENT),
            Map.entry("risk_reserved_funds", Kind.ADJUSTMENT));

    /** The one shape that all three have. */
    public static final SettlementFormat REPORT = new CsvFormat(new Shape(
                    "stripe.report",
                    "stripe",
                    Set.of("reporting_category", "currency", "gross", "fee", "net"),
                    Quoting.QUOTES,
                    StandardCharsets.ISO_8859_1,
                    first -> false,
                    first -> false,
                    StripeSettlement::row,
                    true))
            .namingRefunds();

    private StripeSettlement() {}

    private static SettlementRow row(Columns row) throws BadRow {
        String category = row.required("reporting_category").toLowerCase(Locale.ROOT);
        Kind kind = KINDS.getOrDefault(category, Kind.OTHER);
        String currency = row.currency("currency");
        Money gross = row.amount("gross", currency);
        Money fee = row.amountOrZero("fee", currency);
        if (!row.amount("net", currency).equals(gross.minus(fee))) {
            throw new BadRow(SettlementRow.Problem.SUM, "net");
        }
        String payout = payout(row, kind);
        Entry entry = new Entry(row, kind, category)
                .about(row.present("source_id", "refund_id", "charge_id", "payment_intent_id"))
                .paidOutIn(payout);
        exchange(row, gross, entry);
        String key = kind == Kind.PAYOUT && payout != null
                // The payouts report and the others name the same payout by different ids.
                ? category + ":" + payout
                : row.required("balance_transaction_id");
        return entry.row(key, gross, fee, row.time(TIME, ZoneOffset.UTC, "created_utc", "created", "effective_at_utc"));
    }

    private static @Nullable String payout(Columns row, Kind kind) {
        String source = row.text("source_id");
        if (kind == Kind.PAYOUT && source != null && source.startsWith("po_")) {
            return source;
        }
        return row.firstOf("automatic_payout_id", "payout_id");
    }

    private static void exchange(Columns row, Money gross, Entry entry) throws BadRow {
        String shown = row.text("customer_facing_currency");
        if (shown == null || shown.toUpperCase(Locale.ROOT).equals(gross.currencyCode())) {
            return;
        }
        String currency = row.currency("customer_facing_currency");
        Money amount = row.amount("customer_facing_amount", currency);
        // Whether it carries a sign is not documented; it goes the way of the gross amount.
        boolean differs = amount.minorUnits() < 0 != gross.minorUnits() < 0;
        Money original = differs ? Money.zero(amount.currency()).minus(amount) : amount;
        entry.exchangedFrom(original, row.text("exchange_rate"));
    }

    /** All of Stripe's. */
    public static final List<SettlementFormat> ALL = List.of(REPORT);
}
