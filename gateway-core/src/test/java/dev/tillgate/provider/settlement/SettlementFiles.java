package dev.tillgate.provider.settlement;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Settlement files as providers write them, with their real headers: small writers that share nothing with the readers.
 * Rows are given as the provider's fields that matter, the rest is filled up.
 */
public final class SettlementFiles {
    public static final Charset GBK = Charset.forName("GBK");

    private SettlementFiles() {}

    /** Stripe, {@code payout_reconciliation.itemized.5}. */
    public static final String STRIPE_HEADER =
            "automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,available_on_utc,"
                    + "currency,gross,fee,net,reporting_category,source_id,description,customer_facing_amount,"
                    + "customer_facing_currency,charge_id,payment_intent_id,payment_metadata[tillgate_attempt]";

    /** A row of Stripe's report in one currency. */
    public static String stripe(
            String payout, String id, String currency, String category, List<String> amounts, String attempt) {
        return String.join(
                ",",
                payout,
                payout.isEmpty() ? "" : "2026-11-10 00:00:00",
                "txn_" + id,
                "2026-11-05 10:15:30",
                "2026-11-07 00:00:00",
                currency,
                amounts.get(0),
                amounts.get(1),
                amounts.get(2),
                category,
                (category.equals("refund") ? "re_" : category.equals("payout") ? "" : "ch_")
                        + (category.equals("payout") ? payout : id),
                "\"Order, with \"\"quotes\"\"\nand a line break\"",
                amounts.size() > 3 ? amounts.get(3) : "",
                amounts.size() > 3 ? amounts.get(4) : "",
                "ch_" + id,
                "pi_" + id,
                attempt);
    }

    /** Joins rows below a header. */
    public static String file(String header, List<String> rows, String end) {
        return header + end + String.join(end, rows) + end;
    }

    /** PayPal's settlement report, with its headers and sums. */
    public static String paypal(List<String> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("\"RH\",\"2026/11/06 02:10:00 +0000\",\"A\",\"MERCHANT1\",011,");
        lines.add("\"FH\",01");
        lines.add("\"SH\",2026/11/05 00:00:00 +0000,2026/11/05 23:59:59 +0000,\"MERCHANT1\",\"\"");
        lines.add("\"CH\",\"Transaction ID\",\"Invoice ID\",\"PayPal Reference ID\",\"PayPal Reference ID Type\","
                + "\"Transaction Event Code\",\"Transaction Initiation Date\",\"Transaction Completion Date\","
                + "\"Transaction  Debit or Credit\",\"Gross Transaction Amount\",\"Gross Transaction Currency\","
                + "\"Fee Debit or Credit\",\"Fee Amount\",\"Fee Currency\",\"Custom Field\",\"Consumer ID\","
                + "\"Payment Tracking ID\",\"Store ID\"");
        lines.addAll(rows);
        lines.add("\"SF\",\"EUR\",1000,0,0,0,0,0");
        lines.add("\"SC\"," + rows.size());
        lines.add("\"RF\",\"EUR\",1000,0,0,0,0,0");
        lines.add("\"RC\"," + rows.size());
        lines.add("\"FF\"," + rows.size());
        return String.join("\r\n", lines) + "\r\n";
    }

    /** A row of PayPal's: id, invoice, reference, code, direction, amount, currency, fee direction, fee. */
    public static String paypalRow(String... f) {
        return "\"SB\",\"%s\",\"%s\",\"%s\",\"TXN\",\"%s\",2026/11/05 10:15:30 +0100,2026/11/05 10:15:31 +0100,\"%s\",%s,\"%s\",\"%s\",%s,\"%s\",\"\",\"C1\",\"\",\"\""
                .formatted(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[8].isEmpty() ? "" : f[6]);
    }

    /** Alipay's account bill. */
    public static String alipayAccount(List<String> rows) {
        return "#支付宝账务明细查询\r\n#账号：[20880000000000000156]\r\n"
                + "#起始日期：[2026年11月05日 00:00:00]   终止日期：[2026年11月06日 00:00:00]\r\n"
                + "#-----------------------------------------账务明细列表----------------------------------------\r\n"
                + "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\r\n"
                + String.join("\r\n", rows)
                + "\r\n#----------------------------------------账务明细列表结束-------------------------------------\r\n"
                + "#支出合计：0笔，共0.00元\r\n#导出时间：[2026年11月06日 13:19:01]\r\n";
    }

    /** A row of it: its number, the trade, our order number, money in, money out, kind. */
    public static String alipayAccountRow(String... f) {
        return "%s\t,%s\t,%s\t,两只杯子,2026-11-05 18:15:30,张三 (z***@example.com)\t,%s,%s,100.00,支付宝,%s,"
                .formatted((Object[]) f);
    }

    /** Alipay's trade bill. */
    public static String alipayTrades(List<String> rows) {
        return "#支付宝业务明细查询\r\n#账号：[20880000000000000156]\r\n"
                + "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
                + "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
                + "退款批次号/请求号,服务费（元）,分润（元）,备注\r\n"
                + String.join("\r\n", rows)
                + "\r\n#-----------------------------------------业务明细列表结束------------------------------------\r\n";
    }

    /** A row of it: trade, our order number, kind, amount, refund request. */
    public static String alipayTradeRow(String trade, String order, String kind, String amount, String refund) {
        return "%s\t,%s\t,%s,杯子,2026-11-05 18:15:00,2026-11-05 18:15:30,,,,,z***@example.com,%s,%s,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,%s\t,0.00,0.00,"
                .formatted(trade, order, kind, amount, amount, refund);
    }

    /** WeChat Pay's fund flow bill. */
    public static String wechatFundFlow(List<String> rows) {
        return "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\r\n"
                + String.join("\r\n", rows)
                + "\r\n资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n`3,`1,`0.01,`2,`0.02\r\n";
    }

    /** A row of it: business number, flow number, kind, direction, amount, note, our order number. */
    public static String wechatFundFlowRow(String... f) {
        return "`2026-11-05 18:15:30,`%s,`%s,`%s,`%s,`%s,`%s,`100.00,`system,`%s,`%s"
                .formatted(f[0], f[1], f[2], f[2], f[3], f[4], f[5], f[6]);
    }

    /** WeChat Pay's trade bill. */
    public static String wechatTrades(List<String> rows) {
        return "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
                + "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n"
                + String.join("\r\n", rows)
                + "\r\n总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n`2,`1.00,`0.00,`0.00,`0.01000,`1.00,`0.00\r\n";
    }

    /** A row of it: trade, our order number, state, refund, our refund number, refund's state, amount, refunded. */
    public static String wechatTradeRow(String... f) {
        return "`2026-11-05 18:15:30,`wx1,`1900000001,`0,`,`%s,`%s,`o1,`NATIVE,`%s,`OTHERS,`CNY,`%s,`0.00,`%s,`%s,`%s,`0.00,`,`%s,`杯子, 一对,`,`0.00600,`0.60%%,`%s,`%s,`"
                .formatted(f[0], f[1], f[2], f[6], f[3], f[4], f[7], f[5], f[6], f[7]);
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, encoding)) {
            zip.putNextEntry(new ZipEntry("2088_20261105_账务明细(汇总).csv"));
            zip.write("#支付宝账务汇总查询\r\n类型,收入笔数,收入金额（+元）\r\n合计,0,0.00\r\n".getBytes(encoding));
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("2088_20261105_账务明细.csv"));
            zip.write(text.getBytes(encoding));
            zip.closeEntry();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
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
