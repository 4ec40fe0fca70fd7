package dev.tillgate.provider.settlement;

import dev.tillgate.provider.paypal.simulator.SettlementReport;
import dev.tillgate.provider.stripe.simulator.BalanceReport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Settlement files as providers write them, with their real headers: rows are given as the fields that matter, the
 * simulators' writers do the rest.
 */
public final class SettlementFiles {
    public static final Charset GBK = Charset.forName("GBK");

    private SettlementFiles() {}

    public static final String STRIPE_HEADER = BalanceReport.SHEET.header();

    /** A row of Stripe's report in one currency. */
    public static String stripe(
            String payout, String id, String currency, String category, List<String> amounts, String attempt) {
        String source = category.equals("refund") ? "re_" + id : category.equals("payout") ? payout : "ch_" + id;
        Map<String, String> fields = new HashMap<>(Map.of(
                "automatic_payout_id",
                payout,
                "automatic_payout_effective_at_utc",
                payout.isEmpty() ? "" : "2026-11-10 00:00:00",
                "balance_transaction_id",
                "txn_" + id,
                "created_utc",
                "2026-11-05 10:15:30",
                "available_on_utc",
                "2026-11-07 00:00:00",
                "currency",
                currency,
                "gross",
                amounts.get(0),
                "fee",
                amounts.get(1),
                "net",
                amounts.get(2),
                "reporting_category",
                category));
        fields.put("source_id", source);
        fields.put("description", "Order, with \"quotes\"\nand a line break");
        fields.put("charge_id", "ch_" + id);
        fields.put("payment_intent_id", "pi_" + id);
        fields.put("payment_metadata[tillgate_attempt]", attempt);
        if (amounts.size() > 3) {
            fields.put("customer_facing_amount", amounts.get(3));
            fields.put("customer_facing_currency", amounts.get(4));
        }
        return BalanceReport.SHEET.row(fields);
    }

    /** Joins rows below a header. */
    public static String file(String header, List<String> rows, String end) {
        return header + end + String.join(end, rows) + end;
    }

    /** PayPal's settlement report, with its headers and sums. */
    public static String paypal(List<String> rows) {
        return SettlementReport.file("MERCHANT1", rows);
    }

    /** A row of PayPal's: id, invoice, reference, code, direction, amount, currency, fee direction, fee. */
    public static String paypalRow(String... f) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "CH",
                "SB",
                "id",
                f[0],
                "invoice",
                f[1],
                "reference",
                f[2],
                "reference type",
                "TXN",
                "code",
                f[3],
                "initiated",
                "2026/11/05 10:15:30 +0100",
                "completed",
                "2026/11/05 10:15:31 +0100"));
        fields.putAll(Map.of("direction", f[4], "gross", f[5], "currency", f[6], "fee direction", f[7], "fee", f[8]));
        fields.put("fee currency", f[8].isEmpty() ? "" : f[6]);
        fields.put("consumer", "C1");
        return SettlementReport.SHEET.row(fields);
    }

    /** Alipay's account bill. */
    public static String alipayAccount(List<String> rows) {
        return dev.tillgate.provider.alipay.simulator.Bills.account(rows);
    }

    /** A row of it: its number, the trade, our order number, money in, money out, kind. */
    public static String alipayAccountRow(String... f) {
        return dev.tillgate.provider.alipay.simulator.Bills.ACCOUNT.row(Map.of(
                "账务流水号",
                f[0] + "\t",
                "业务流水号",
                f[1] + "\t",
                "商户订单号",
                f[2],
                "商品名称",
                "两只杯子",
                "发生时间",
                "2026-11-05 18:15:30",
                "对方账号",
                "张三 (z***@example.com)\t",
                "收入金额（+元）",
                f[3],
                "支出金额（-元）",
                f[4],
                "账户余额（元）",
                "100.00",
                "业务类型",
                f[5]));
    }

    /** Alipay's trade bill. */
    public static String alipayTrades(List<String> rows) {
        return dev.tillgate.provider.alipay.simulator.Bills.trades(rows);
    }

    /** A row of it: trade, our order number, kind, amount, refund request. */
    public static String alipayTradeRow(String trade, String order, String kind, String amount, String refund) {
        return dev.tillgate.provider.alipay.simulator.Bills.TRADES.row(Map.of(
                "支付宝交易号",
                trade + "\t",
                "商户订单号",
                order,
                "业务类型",
                kind,
                "商品名称",
                "杯子",
                "创建时间",
                "2026-11-05 18:15:00",
                "完成时间",
                "2026-11-05 18:15:30",
                "订单金额（元）",
                amount,
                "商家实收（元）",
                amount,
                "退款批次号/请求号",
                refund + "\t",
                "服务费（元）",
                "0.00"));
    }

    /** WeChat Pay's fund flow bill. */
    public static String wechatFundFlow(List<String> rows) {
        return dev.tillgate.provider.wechatpay.simulator.Bills.fundFlow(rows);
    }

    /** A row of it: business number, flow number, kind, direction, amount, note, our order number. */
    public static String wechatFundFlowRow(String... f) {
        return dev.tillgate.provider.wechatpay.simulator.Bills.FUND_FLOW.row(Map.of(
                "记账时间", "2026-11-05 18:15:30",
                "微信支付业务单号", f[0],
                "资金流水单号", f[1],
                "业务名称", f[2],
                "业务类型", f[2],
                "收支类型", f[3],
                "收支金额(元)", f[4],
                "账户结余(元)", "100.00",
                "备注", f[5],
                "业务凭证号", f[6]));
    }

    /** WeChat Pay's trade bill. */
    public static String wechatTrades(List<String> rows) {
        return dev.tillgate.provider.wechatpay.simulator.Bills.trades(rows);
    }

    /** A row of it: trade, our order number, state, refund, our refund number, refund's state, amount, refunded. */
    public static String wechatTradeRow(String... f) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "交易时间", "2026-11-05 18:15:30",
                "微信订单号", f[0],
                "商户订单号", f[1],
                "交易状态", f[2],
                "货币种类", "CNY",
                "应结订单金额", f[6],
                "微信退款单号", f[3],
                "商户退款单号", f[4],
                "退款金额", f[7],
                "退款状态", f[5]));
        fields.putAll(Map.of("商品名称", "杯子, 一对", "手续费", "0.00600", "费率", "0.60%", "订单金额", f[6], "申请退款金额", f[7]));
        return dev.tillgate.provider.wechatpay.simulator.Bills.TRADES.row(fields);
    }

    /** The sandbox's report; a row is entry, kind, reference, gross, fee, currency, payout. */
    public static String sandbox(List<List<String>> rows) {
        StringBuilder text = new StringBuilder("entry,kind,reference,gross,fee,currency,payout,booked_at\n");
        rows.forEach(row -> text.append(String.join(",", row)).append(",2026-11-05T10:15:30Z\n"));
        return text.toString();
    }

    public static InputStream utf8(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An archive with the file and a summary before it, as Alipay packs them. */
    public static byte[] zipped(String text, Charset encoding) {
        return dev.tillgate.provider.alipay.simulator.Bills.packed(text, encoding);
    }

    /** A file of any length that is never in memory: a header and numbered rows, each with its line end. */
    public static InputStream endless(String header, long rows, LongFunction<String> row) {
        return new InputStream() {
            private byte[] piece = (header + "\n").getBytes(StandardCharsets.UTF_8);
            private int at;
            private long number;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (at == piece.length) {
                    if (number == rows) {
                        return -1;
                    }
                    piece = (row.apply(number++) + "\n").getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                int some = Math.min(length, piece.length - at);
                System.arraycopy(piece, at, into, from, some);
                at += some;
                return some;
            }
        };
    }
}
