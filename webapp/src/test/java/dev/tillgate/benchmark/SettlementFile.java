package dev.tillgate.benchmark;

import dev.tillgate.catalog.SettlementFormats;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Upload;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.provider.settlement.SettlementFiles;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredSettlement;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.Locale;

/**
 * A settlement file with a row for each stored payment: handed in here, imported by the gateway's own worker while its
 * memory is watched. Every row is matched and posts a fee; every thousand rows there is a payout.
 */
final class SettlementFile {
    private static final int PAYOUT_EVERY = 1_000;
    private static final String HEADER = "entry,kind,reference,gross,fee,currency,payout,booked_at";

    private final Bench bench;
    private final Report report;
    private final long rows;

    SettlementFile(Bench bench, Report report, long rows) {
        this.bench = bench;
        this.report = report;
        this.rows = rows;
    }

    long rows() {
        return rows;
    }

    void run(GatewayProcess gateway) throws Exception {
        Charge charge = charge();
        Clock clock = Clock.systemUTC();
        try (Sessions sessions = new Sessions(bench.pool(), DatabaseProduct.MARIADB)) {
            StoredSettlement book = new StoredSettlement(sessions, bench.vault(), clock);
            ImportSettlement imports = new ImportSettlement(book, SettlementFormats.ALL, (events, due) -> {}, clock);
            Upload upload = new Upload(bench.shop().merchant(), charge.account(), "sandbox", "benchmark.csv");
            long begin = System.nanoTime();
            SettlementImport taken =
                    imports.take(upload, SettlementFiles.endless(HEADER, rows, number -> row(number + 1, charge)));
            double upSeconds = (System.nanoTime() - begin) / 1e9;
            watch(gateway, book, taken, upSeconds);
        }
    }

    private void watch(GatewayProcess gateway, StoredSettlement book, SettlementImport taken, double upSeconds)
            throws Exception {
        long before = Cpu.residentBytes(gateway.pid());
        long most = before;
        long begin = System.nanoTime();
        SettlementImport now = taken;
        while (now.dueAt() != null) {
            Thread.sleep(200);
            most = Math.max(most, Cpu.residentBytes(gateway.pid()));
            now = book.find(taken.merchant(), taken.id()).orElseThrow();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (now.counts().matched() != rows) {
            throw new IllegalStateException("not every row was matched: " + now);
        }
        report.note(
                String.format(Locale.ROOT, "Settlement import, %,d rows", rows),
                Report.number(rows / seconds) + " rows/s",
                String.format(
                        Locale.ROOT,
                        "%.0f MB of CSV; taken in within %.1f s, imported in %.1f s, each row matched and its fee posted",
                        taken.bytes() / 1e6,
                        upSeconds,
                        seconds));
        report.atMost(
                "Memory of the gateway during the import, beyond before",
                (most - before) / (1024.0 * 1024),
                256,
                " MiB",
                "");
    }

    /** What all stored attempts have in common. */
    private record Charge(AccountId account, String currency, BigDecimal amount) {}

    private Charge charge() throws Exception {
        try (Connection connection = bench.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT account_id, currency, amount FROM attempt WHERE id = '" + attempt(1) + "'")) {
            row.next();
            Charge charge = new Charge(
                    new AccountId(row.getString(1)), row.getString(2), BigDecimal.valueOf(row.getLong(3), 2));
            connection.rollback();
            return charge;
        }
    }

    private static String attempt(long number) {
        return Stock.payment(number).replaceFirst("^pay_", AttemptId.PREFIX + "_");
    }

    private String row(long number, Charge charge) {
        String payout = "po_" + (number - 1) / PAYOUT_EVERY;
        boolean last = number % PAYOUT_EVERY == 0;
        BigDecimal fee = new BigDecimal("0.30");
        BigDecimal net = charge.amount().subtract(fee).multiply(BigDecimal.valueOf(PAYOUT_EVERY - 1));
        return last
                ? "bench_" + number + ",payout,," + net.negate() + ",," + charge.currency() + "," + payout
                        + ",2026-11-05T10:15:30Z"
                : "bench_" + number + ",charge," + attempt(number) + "," + charge.amount() + "," + fee + ","
                        + charge.currency() + "," + payout + ",2026-11-05T10:15:30Z";
    }
}
