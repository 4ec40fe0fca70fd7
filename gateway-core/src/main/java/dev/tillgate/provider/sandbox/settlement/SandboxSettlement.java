package dev.tillgate.provider.sandbox.settlement;

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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The sandbox's settlement file: the plainest one, in our own words. */
public final class SandboxSettlement {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    /** One row a movement. */
    public static final SettlementFormat REPORT = new CsvFormat(new Shape(
            "sandbox.report",
            "sandbox",
            Set.of("entry", "kind", "reference", "gross", "fee", "currency", "payout", "booked_at"),
            Quoting.QUOTES,
            StandardCharsets.UTF_8,
            first -> false,
            first -> false,
            SandboxSettlement::row));

    /** All of the sandbox's. */
    public static final List<SettlementFormat> ALL = List.of(REPORT);

    private SandboxSettlement() {}

    private static SettlementRow row(Columns row) throws BadRow {
        String word = row.required("kind");
        Kind kind;
        try {
            kind = Kind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new BadRow(Problem.MISSING, "kind");
        }
        String currency = row.currency("currency");
        Money gross = row.amount("gross", currency);
        return new Entry(row, kind, word)
                .about(row.present("reference"))
                .paidOutIn(row.text("payout"))
                .row(
                        row.required("entry"),
                        gross,
                        row.amountOrZero("fee", currency),
                        row.time(TIME, ZoneOffset.UTC, "booked_at"));
    }
}
