package dev.tillgate.provider.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.provider.sandbox.bank.SandboxBank.Books;
import dev.tillgate.provider.sandbox.settlement.SandboxSettlement;
import dev.tillgate.provider.settlement.SettlementFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BankSettlementTest {
    private static final Instant DAY = Instant.parse("2026-11-05T10:15:30.123Z");
    private static final String WHOLE = AttemptId.next().value();
    private static final String PART = OperationId.next().value();
    private static final String BACK = OperationId.next().value();

    @Test
    void a_days_payout_adds_up_to_zero_and_todays_movements_are_in_none() throws IOException {
        Books books = new Books(
                List.of(
                        charge("ch_1", WHOLE, 1999, 1999, "EUR", DAY),
                        charge("ch_2", AttemptId.next().value(), 1000, 700, "EUR", DAY),
                        charge("ch_3", AttemptId.next().value(), 1500, 1500, "JPY", DAY),
                        charge("ch_4", AttemptId.next().value(), 1000, 0, "EUR", DAY),
                        charge("ch_5", AttemptId.next().value(), 500, 500, "EUR", DAY.plusSeconds(86_400))),
                List.of(
                        operation("op_1", PART, BankOperation.Kind.CAPTURE, "ch_2", 700),
                        operation("op_2", BACK, BankOperation.Kind.REFUND, "ch_1", 400)));

        List<SettlementRow> rows = read(BankSettlement.report(books, DAY.plusSeconds(86_400)));

        assertThat(rows)
                .extracting(
                        row -> row.kind() + " " + row.gross() + " " + row.fee().toDecimalText() + " " + row.payout())
                .containsExactly(
                        "CHARGE 19.99 EUR 0.29 po_2026-11-05",
                        "CHARGE 7.00 EUR 0.10 po_2026-11-05",
                        "CHARGE 1500 JPY 22 po_2026-11-05",
                        "CHARGE 5.00 EUR 0.07 null",
                        "REFUND -4.00 EUR 0.00 po_2026-11-05",
                        "PAYOUT -22.60 EUR 0.00 po_2026-11-05",
                        "PAYOUT -1478 JPY 0 po_2026-11-05");
        assertThat(rows).extracting(SettlementRow::ourReference).contains(WHOLE, PART, BACK);
        assertThat(rows.stream()
                        .filter(row ->
                                row.payout() != null && row.net().currencyCode().equals("EUR"))
                        .map(SettlementRow::net)
                        .reduce(Money::plus))
                .contains(Money.ofMinor(0, "EUR"));
    }

    private static BankCharge charge(
            String id, String reference, long amount, long captured, String currency, Instant at) {
        return new BankCharge(
                id,
                at.toEpochMilli(),
                new BankCharge.Terms(
                        "a",
                        reference,
                        "d",
                        "card",
                        amount,
                        currency,
                        false,
                        new BankCharge.Texts("", "", "", "", ""),
                        0),
                new BankCharge.State(BankCharge.Status.CAPTURED, captured, 0, null, null, 1, 0));
    }

    private static BankOperation operation(String id, String key, BankOperation.Kind kind, String charge, long amount) {
        return new BankOperation(
                id,
                DAY.toEpochMilli(),
                "a",
                key,
                "d",
                kind,
                charge,
                amount,
                "EUR",
                new BankOperation.Result(BankOperation.Status.SUCCEEDED, null, 1, 0));
    }

    private static List<SettlementRow> read(String report) throws IOException {
        List<SettlementRow> rows = new ArrayList<>();
        SandboxSettlement.REPORT.read(SettlementFiles.utf8(report), new SettlementFormat.Sink() {
            @Override
            public boolean row(SettlementRow row) {
                return rows.add(row);
            }

            @Override
            public boolean bad(SettlementFormat.Bad bad) {
                throw new AssertionError(bad);
            }
        });
        return rows;
    }
}
