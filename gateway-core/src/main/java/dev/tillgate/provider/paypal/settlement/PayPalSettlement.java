package dev.tillgate.provider.paypal.settlement;

import dev.tillgate.money.Money;
import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.provider.SettlementRow.Kind;
import dev.tillgate.provider.SettlementRow.Problem;
import dev.tillgate.provider.settlement.BadRow;
import dev.tillgate.provider.settlement.Columns;
import dev.tillgate.provider.settlement.CsvFormat;
import dev.tillgate.provider.settlement.CsvFormat.Quoting;
import dev.tillgate.provider.settlement.CsvFormat.Shape;
import dev.tillgate.provider.settlement.Entry;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PayPal's settlement report (STL) and transaction detail report (TRR). A row begins with its type: RH and FH are the
 * file's header, SH a section's, CH names the columns, SB is a transaction, the rest are sums. Amounts are whole minor
 * units without a sign, the direction is a column of its own ({@code CR}, {@code DR}); "10,000 yen and $100.00 are both
 * 10000". Both reports name the same transaction by the same id.
 *
 * <p>Sources: developer.paypal.com/docs/reports/sftp-reports/settlement-report and /transaction-detail,
 * developer.paypal.com/reports/reference/t-codes (checked 2026-11-25). Not said there: HUF and TWD, which PayPal does not
 * let have decimals, are taken to be in hundredths as ISO 4217 has them.
 */
public final class PayPalSettlement {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss Z", Locale.ROOT);
    /** Denied and pending transactions move nothing. */
    private static final Set<String> NOTHING_MOVED = Set.of("D", "P");

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("T1107", Kind.REFUND),
            // There is no code of its own for a refund that comes back: a reversal of any other kind, that names it.
            Map.entry("T1100", Kind.REFUND),
            Map.entry("T1106", Kind.DISPUTE),
            Map.entry("T1108", Kind.FEE),
            Map.entry("T1109", Kind.FEE),
            // Held while a dispute is looked into, and let go again.
            Map.entry("T1110", Kind.DISPUTE),
            Map.entry("T1111", Kind.DISPUTE),
            Map.entry("T1201", Kind.DISPUTE),
            Map.entry("T1202", Kind.DISPUTE),
            Map.entry("T1205", Kind.DISPUTE),
            Map.entry("T1207", Kind.DISPUTE),
            Map.entry("T1208", Kind.DISPUTE),
            Map.entry("T0106", Kind.FEE));

    /** By the event group, the first two digits. */
    private static final Map<String, Kind> GROUPS = Map.of(
            "T00", Kind.CHARGE,
            "T01", Kind.FEE,
            "T02", Kind.EXCHANGE,
            "T04", Kind.PAYOUT,
            "T11", Kind.ADJUSTMENT,
            "T12", Kind.ADJUSTMENT,
            "T15", Kind.ADJUSTMENT,
            "T21", Kind.ADJUSTMENT);

    /** Both reports: their common columns are all that is needed. */
    public static final SettlementFormat REPORT = new CsvFormat(new Shape(
                    "paypal.report",
                    "paypal",
                    Set.of(
                            "CH",
                            "Transaction ID",
                            "Transaction Event Code",
                            "Transaction Debit or Credit",
                            "Gross Transaction Amount",
                            "Gross Transaction Currency"),
                    Quoting.QUOTES,
                    StandardCharsets.ISO_8859_1,
                    first -> !first.equals("SB"),
                    first -> false,
                    PayPalSettlement::row))
            .namingRefunds();

    private PayPalSettlement() {}

    private static @Nullable SettlementRow row(Columns row) throws BadRow {
        String code = row.required("Transaction Event Code");
        String status = row.text("Transactional Status");
        // T13: authorizations reserve and do not move.
        if (code.startsWith("T13") || (status != null && NOTHING_MOVED.contains(status))) {
            return null;
        }
        String currency = row.currency("Gross Transaction Currency");
        Money gross = signed(row, "Transaction Debit or Credit", "Gross Transaction Amount", currency);
        Money none = Money.zero(gross.currency());
        Money fee = none;
        if (row.minorUnits("Fee Amount", currency).isPositive()) {
            if (row.text("Fee Currency") != null
                    && !row.currency("Fee Currency").equals(currency)) {
                throw new BadRow(Problem.CURRENCY, "Fee Currency");
            }
            fee = none.minus(signed(row, "Fee Debit or Credit", "Fee Amount", currency));
        }
        Kind kind = KINDS.getOrDefault(
                code, GROUPS.getOrDefault(code.length() < 3 ? code : code.substring(0, 3), Kind.OTHER));
        if (kind == Kind.CHARGE && !gross.isPositive()) {
            // The merchant paid somebody else.
            kind = Kind.OTHER;
        }
        String id = row.required("Transaction ID");
        return new Entry(row, kind, code)
                .about(row.present("Transaction ID", "PayPal Reference ID"))
                .paidOutIn(kind == Kind.PAYOUT ? id : null)
                .row(
                        id + ":" + code + ":" + currency,
                        gross,
                        fee,
                        row.timeWithOffset(TIME, "Transaction Completion Date", "Transaction Initiation Date"));
    }

    private static Money signed(Columns row, String direction, String amount, String currency) throws BadRow {
        Money unsigned = row.minorUnits(amount, currency);
        return switch (row.required(direction)) {
            case "CR" -> unsigned;
            case "DR" -> Money.zero(unsigned.currency()).minus(unsigned);
            default -> throw new BadRow(Problem.AMOUNT, direction);
        };
    }

    /** All of PayPal's. */
    public static final List<SettlementFormat> ALL = List.of(REPORT);
}
