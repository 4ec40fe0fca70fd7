package dev.tillgate.catalog;

import static dev.tillgate.provider.settlement.SettlementFiles.GBK;
import static dev.tillgate.provider.settlement.SettlementFiles.alipayAccount;
import static dev.tillgate.provider.settlement.SettlementFiles.alipayAccountRow;
import static dev.tillgate.provider.settlement.SettlementFiles.alipayTradeRow;
import static dev.tillgate.provider.settlement.SettlementFiles.alipayTrades;
import static dev.tillgate.provider.settlement.SettlementFiles.paypal;
import static dev.tillgate.provider.settlement.SettlementFiles.paypalRow;
import static dev.tillgate.provider.settlement.SettlementFiles.stripe;
import static dev.tillgate.provider.settlement.SettlementFiles.wechatFundFlow;
import static dev.tillgate.provider.settlement.SettlementFiles.wechatFundFlowRow;
import static dev.tillgate.provider.settlement.SettlementFiles.wechatTradeRow;
import static dev.tillgate.provider.settlement.SettlementFiles.wechatTrades;
import static dev.tillgate.provider.settlement.SettlementFiles.zipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.SettlementFormat.Bad;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.provider.SettlementRow.Kind;
import dev.tillgate.provider.SettlementRow.Problem;
import dev.tillgate.provider.settlement.SettlementFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SettlementFormatsTest {
    private static final String ATTEMPT = AttemptId.next().value();
    private static final String REFUND = OperationId.next().value();

    /** What came of a file. */
    private record Read(String format, List<SettlementRow> rows, List<Bad> bad) {
        SettlementRow row(int number) {
            return rows.get(number);
        }

        List<String> amounts() {
            return rows.stream()
                    .map(row -> row.kind() + " " + row.gross() + " - "
                            + row.fee().toDecimalText() + " = " + row.net().toDecimalText())
                    .toList();
        }
    }

    @Test
    void stripe_amounts_are_exact_in_currencies_of_no_two_and_three_decimals() throws IOException {
        Read read = stripeFile(
                stripe("po_1", "1", "usd", "charge", List.of("10.00", "0.59", "9.41"), ATTEMPT),
                stripe("po_1", "2", "jpy", "charge", List.of("1500", "54", "1446"), ""),
                stripe("po_1", "3", "kwd", "charge", List.of("12.340", "0.561", "11.779"), ""),
                stripe("po_1", "4", "usd", "refund", List.of("-4.00", "0.00", "-4.00"), REFUND),
                stripe("", "5", "usd", "fee", List.of("-0.10", "0.00", "-0.10"), ""),
                stripe("po_1", "6", "usd", "payout", List.of("-5.31", "0.00", "-5.31"), ""));

        assertThat(read.bad()).isEmpty();
        assertThat(read.amounts())
                .containsExactly(
                        "CHARGE 10.00 USD - 0.59 = 9.41",
                        "CHARGE 1500 JPY - 54 = 1446",
                        "CHARGE 12.340 KWD - 0.561 = 11.779",
                        "REFUND -4.00 USD - 0.00 = -4.00",
                        "FEE 0.00 USD - 0.10 = -0.10",
                        "PAYOUT -5.31 USD - 0.00 = -5.31");
        assertThat(read.row(0).ourReference()).isEqualTo(ATTEMPT);
        assertThat(read.row(0).providerReferences()).containsExactly("ch_1", "pi_1");
        assertThat(read.row(0).payout()).isEqualTo("po_1");
        assertThat(read.row(0).bookedAt()).isEqualTo("2026-11-05T10:15:30Z");
        assertThat(read.row(3).ourReference()).isEqualTo(REFUND);
        assertThat(read.row(3).providerReferences().getFirst()).isEqualTo("re_4");
        assertThat(read.row(5).key()).isEqualTo("payout:po_1");
        assertThat(read.rows()).extracting(SettlementRow::line).containsExactly(2L, 4L, 6L, 8L, 10L, 12L);
    }

    @Test
    void what_the_payer_saw_in_another_currency_is_kept_with_it() throws IOException {
        Read read = stripeFile(
                stripe("po_1", "1", "usd", "charge", List.of("10.80", "0.61", "10.19", "10.00", "eur"), ATTEMPT),
                stripe("po_1", "2", "usd", "refund", List.of("-10.95", "0.00", "-10.95", "10.00", "eur"), REFUND));

        assertThat(read.row(0).payersAmount().toString()).isEqualTo("10.00 EUR");
        assertThat(read.row(1).payersAmount().toString()).isEqualTo("-10.00 EUR");
        assertThat(read.row(1).gross().toString()).isEqualTo("-10.95 USD");
    }

    @Test
    void a_bad_row_is_named_and_stops_nothing() throws IOException {
        Read read = stripeFile(
                stripe("", "1", "usd", "charge", List.of("10.001", "0", "10.001"), ""),
                stripe("", "2", "xxx", "charge", List.of("1.00", "0", "1.00"), ""),
                stripe("", "3", "usd", "charge", List.of("1.00", "0.10", "1.00"), ""),
                stripe("", "4", "usd", "charge", List.of("1e3", "0", "1.00"), ""),
                "too,few,fields",
                stripe("", "5", "usd", "charge", List.of("1.00", "0", "1.00"), "")
                        .replace("2026-11-05", "05/11/2026"),
                stripe("", "6", "usd", "charge", List.of("1.00", "0", "1.00"), "")
                        .replace("txn_6", ""),
                stripe("", "8", "usd", "charge", List.of("1.00", "0", "1.00"), "")
                        .replace("2026-11-05", "0001-11-05"),
                stripe("", "7", "usd", "charge", List.of("1.00", "0", "1.00"), ""));

        assertThat(read.rows()).extracting(SettlementRow::key).containsExactly("txn_7");
        assertThat(read.bad())
                .extracting(Bad::problem)
                .containsExactly(
                        Problem.AMOUNT,
                        Problem.CURRENCY,
                        Problem.SUM,
                        Problem.AMOUNT,
                        Problem.FIELDS,
                        Problem.TIME,
                        Problem.MISSING,
                        Problem.TIME);
        assertThat(read.bad().getFirst()).isEqualTo(new Bad(2, Problem.AMOUNT, "gross"));
        assertThat(read.bad()).extracting(Bad::field).contains("balance_transaction_id");
    }

    @Test
    void a_quotation_mark_without_its_partner_and_a_line_without_end_spoil_themselves_only() throws IOException {
        String good = stripe("", "1", "usd", "charge", List.of("1.00", "0", "1.00"), "")
                .replaceAll("\"(?s:.*)\"", "plain");
        String open = good.replace("plain", "\"5 inch").replace("txn_1", "txn_2");
        String endless = good.replace("plain", "x".repeat(200_000)).replace("txn_1", "txn_3");
        Read read = stripeFile(good, open, good.replace("txn_1", "txn_4"), endless, good.replace("txn_1", "txn_5"));

        assertThat(read.rows()).extracting(SettlementRow::key).containsExactly("txn_1", "txn_4", "txn_5");
        assertThat(read.bad()).containsExactly(new Bad(3, Problem.QUOTES, ""), new Bad(5, Problem.TOO_LONG, ""));
    }

    @Test
    void paypal_counts_in_minor_units_and_says_the_direction_apart() throws IOException {
        Read read = read(
                "paypal",
                paypal(List.of(
                                paypalRow("CAP1", ATTEMPT, "", "T0006", "CR", "1000", "EUR", "DR", "69"),
                                paypalRow("CAP2", "", "", "T0006", "CR", "1500", "JPY", "DR", "54"),
                                paypalRow("REF1", "", "CAP1", "T1107", "DR", "400", "EUR", "CR", "13"),
                                paypalRow("AUT1", "", "", "T1300", "CR", "400", "EUR", "", ""),
                                paypalRow("DIS1", "", "CAP1", "T1201", "DR", "600", "EUR", "", ""),
                                paypalRow("WDR1", "", "", "T0400", "DR", "500", "EUR", "", ""),
                                paypalRow("BAD1", "", "", "T0006", "CR", "1.5", "EUR", "", "")))
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(read.format()).isEqualTo("paypal.report");
        assertThat(read.amounts())
                .containsExactly(
                        "CHARGE 10.00 EUR - 0.69 = 9.31",
                        "CHARGE 1500 JPY - 54 = 1446",
                        "REFUND -4.00 EUR - -0.13 = -3.87",
                        "DISPUTE -6.00 EUR - 0.00 = -6.00",
                        "PAYOUT -5.00 EUR - 0.00 = -5.00");
        assertThat(read.bad()).containsExactly(new Bad(11, Problem.AMOUNT, "Gross Transaction Amount"));
        assertThat(read.row(0).ourReference()).isEqualTo(ATTEMPT);
        assertThat(read.row(0).bookedAt()).isEqualTo("2026-11-05T09:15:31Z");
        assertThat(read.row(2).providerReferences()).containsExactly("REF1", "CAP1");
        assertThat(read.row(4).payout()).isEqualTo("WDR1");
    }

    @Test
    void an_alipay_account_bill_is_read_in_gbk_from_its_archive_and_in_utf8() throws IOException {
        String bill = alipayAccount(List.of(
                alipayAccountRow("L1", "T1", ATTEMPT, "10.00", "0.00", "在线支付"),
                alipayAccountRow("L2", "T1", ATTEMPT, "", "-0.06", "收费"),
                alipayAccountRow("L3", "T1", ATTEMPT, "0.00", "4.00", "交易退款"),
                alipayAccountRow("L4", "W1", "", "0.00", "-5.94", "提现"),
                alipayAccountRow("L5", "X1", "", "0.00", "0.00", "其它")));
        for (byte[] file : List.of(bill.getBytes(GBK), bill.getBytes(StandardCharsets.UTF_8), zipped(bill, GBK))) {
            Read read = read("alipay", file);

            assertThat(read.format()).isEqualTo("alipay.account");
            assertThat(read.amounts())
                    .containsExactly(
                            "CHARGE 10.00 CNY - 0.00 = 10.00",
                            "FEE 0.00 CNY - 0.06 = -0.06",
                            "REFUND -4.00 CNY - 0.00 = -4.00",
                            "PAYOUT -5.94 CNY - 0.00 = -5.94");
            assertThat(read.row(0).ourReference()).isEqualTo(ATTEMPT);
            assertThat(read.row(0).bookedAt()).as("Beijing").isEqualTo("2026-11-05T10:15:30Z");
            assertThat(read.row(3).payout()).isEqualTo("W1");
            assertThat(read.bad()).extracting(Bad::problem).containsExactly(Problem.AMOUNT);
        }
    }

    @Test
    void a_list_of_trades_only_tells_of_them() throws IOException {
        Read alipay = read(
                "alipay",
                alipayTrades(List.of(
                                alipayTradeRow("T1", ATTEMPT, "交易", "10.00", ""),
                                alipayTradeRow("T1", ATTEMPT, "退款", "-4.00", REFUND)))
                        .getBytes(GBK));
        Read wechat = read(
                "wechatpay",
                ("\ufeff"
                                + wechatTrades(List.of(
                                        wechatTradeRow("W1", ATTEMPT, "SUCCESS", "0", "0", "", "10.00", "0.00"),
                                        wechatTradeRow(
                                                "W1", ATTEMPT, "REFUND", "R1", REFUND, "SUCCESS", "0.00", "4.00"),
                                        wechatTradeRow(
                                                "W1", ATTEMPT, "REFUND", "R2", "x", "PROCESSING", "0.00", "1.00"))))
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(alipay.format()).isEqualTo("alipay.trades");
        assertThat(wechat.format()).isEqualTo("wechatpay.trades");
        for (Read read : List.of(alipay, wechat)) {
            assertThat(read.bad()).isEmpty();
            assertThat(read.rows()).noneMatch(SettlementRow::moves);
            assertThat(read.amounts())
                    .containsExactly("CHARGE 10.00 CNY - 0.00 = 10.00", "REFUND -4.00 CNY - 0.00 = -4.00");
            assertThat(read.row(1).ourReference()).isEqualTo(REFUND);
        }
    }

    @Test
    void a_wechat_refund_is_written_with_the_part_of_the_fee_that_comes_back() throws IOException {
        Read read = read(
                "wechatpay",
                wechatFundFlow(List.of(
                                wechatFundFlowRow("4200", "4200", "交易", "收入", "10.00", "", ATTEMPT),
                                wechatFundFlowRow("4200", "4200", "扣除交易手续费", "支出", "0.06", "", ATTEMPT),
                                wechatFundFlowRow("5030", "4200", "退款", "支出", "3.98", "退款总金额4.00元;含手续费0.02元", REFUND),
                                wechatFundFlowRow("5031", "4200", "退款", "支出", "3.98", "退款总金额4.00元;含手续费0.01元", ""),
                                wechatFundFlowRow("W1", "W1", "提现", "支出", "5.96", "", "")))
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(read.format()).isEqualTo("wechatpay.fundflow");
        assertThat(read.amounts())
                .containsExactly(
                        "CHARGE 10.00 CNY - 0.00 = 10.00",
                        "FEE 0.00 CNY - 0.06 = -0.06",
                        "REFUND -4.00 CNY - -0.02 = -3.98",
                        "PAYOUT -5.96 CNY - 0.00 = -5.96");
        assertThat(read.bad()).containsExactly(new Bad(5, Problem.SUM, "备注"));
        assertThat(read.rows()).extracting(SettlementRow::key).doesNotHaveDuplicates();
    }

    @Test
    void a_file_of_somebody_else_is_not_recognized() throws IOException {
        for (SettlementFormat format : SettlementFormats.ALL) {
            assertThat(format.recognizes(SettlementFiles.utf8("name,amount\nx,1\n")))
                    .isFalse();
            assertThat(format.recognizes(SettlementFiles.utf8(""))).isFalse();
        }
        assertThatThrownBy(() -> SettlementFormats.ALL
                        .getFirst()
                        .recognizes(new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b, 1, 2, 3})))
                .isInstanceOf(IOException.class);
    }

    @Test
    void thirty_megabytes_are_read_row_by_row() throws IOException {
        String row = stripe("po_1", "%d", "usd", "charge", List.of("10.00", "0.59", "9.41"), ATTEMPT);
        long[] rows = {0};
        long[] most = {0};
        SettlementFormat format = format("stripe", "stripe.report");
        long before = used();
        format.read(
                SettlementFiles.endless(
                        SettlementFiles.STRIPE_HEADER, 100_000, number -> row.replace("%d", Long.toString(number))),
                new SettlementFormat.Sink() {
                    @Override
                    public boolean row(SettlementRow read) {
                        if (++rows[0] % 25_000 == 0) {
                            most[0] = Math.max(most[0], used() - before);
                        }
                        return true;
                    }

                    @Override
                    public boolean bad(Bad bad) {
                        throw new AssertionError(bad);
                    }
                });

        assertThat(rows[0]).isEqualTo(100_000);
        assertThat(most[0]).as("bytes that stay in memory").isLessThan(16 << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Read stripeFile(String... rows) throws IOException {
        String file = SettlementFiles.file(SettlementFiles.STRIPE_HEADER, List.of(rows), "\n");
        return read("stripe", file.getBytes(StandardCharsets.UTF_8));
    }

    private static SettlementFormat format(String provider, String id) {
        return SettlementFormats.ALL.stream()
                .filter(format ->
                        format.provider().equals(provider) && format.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Read read(String provider, byte[] file) throws IOException {
        List<SettlementRow> rows = new ArrayList<>();
        List<Bad> bad = new ArrayList<>();
        SettlementFormat found = null;
        for (SettlementFormat format : SettlementFormats.ALL) {
            if (format.provider().equals(provider) && format.recognizes(new ByteArrayInputStream(file))) {
                assertThat(found).as("only one recognizes it").isNull();
                found = format;
            }
        }
        SettlementFormat format = Objects.requireNonNull(found, "nobody recognizes it");
        format.read(new ByteArrayInputStream(file), new SettlementFormat.Sink() {
            @Override
            public boolean row(SettlementRow row) {
                return rows.add(row);
            }

            @Override
            public boolean bad(Bad one) {
                return bad.add(one);
            }
        });
        assertThat(rows).extracting(SettlementRow::kind).isNotNull().doesNotContain((Kind) null);
        return new Read(format.id(), rows, bad);
    }
}
