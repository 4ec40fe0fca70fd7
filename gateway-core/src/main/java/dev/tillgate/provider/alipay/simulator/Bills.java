package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.simulator.Sheet;
import dev.tillgate.provider.simulator.Takings;
import dev.tillgate.provider.simulator.Takings.Kind;
import dev.tillgate.provider.simulator.Takings.Movement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Alipay's two bills: {@code signcustomer} says what moved on the account, {@code trade} what was traded. Zip archives of
 * files in GBK.
 */
public final class Bills {
    /** What moved. */
    public static final Sheet ACCOUNT =
            Sheet.of("账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注", Sheet.Style.TABS);

    /** What was traded. */
    public static final Sheet TRADES = Sheet.of(
            "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
                    + "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,"
                    + "退款批次号/请求号,服务费（元）,分润（元）,备注",
            Sheet.Style.TABS);

    private static final Charset GBK = Charset.forName("GBK");
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(BEIJING);
    private static final int BASIS_POINTS = 60;
    private static final String NUMBER = "商户订单号";
    private static final String TYPE = "业务类型";
    private static final String END = "\r\n";
    private static final String WHOSE = "#账号：[20880000000000000156]" + END;

    private Bills() {}

    /** The account bill around these rows. */
    public static String account(List<String> rows) {
        return "#支付宝账务明细查询\r\n" + WHOSE
                + "#起始日期：[2026年11月05日 00:00:00]   终止日期：[2026年11月06日 00:00:00]\r\n"
                + "#-----------------------------------------账务明细列表----------------------------------------\r\n"
                + ACCOUNT.text(rows, END)
                + "#----------------------------------------账务明细列表结束-------------------------------------\r\n"
                + "#支出合计：0笔，共0.00元\r\n#导出时间：[2026年11月06日 13:19:01]\r\n";
    }

    /** The trade bill around these rows. */
    public static String trades(List<String> rows) {
        return "#支付宝业务明细查询\r\n" + WHOSE + TRADES.text(rows, END)
                + "#-----------------------------------------业务明细列表结束------------------------------------\r\n";
    }

    /** The details beside a summary, as Alipay packs them. */
    public static byte[] packed(String details, Charset encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, encoding)) {
            zip.putNextEntry(new ZipEntry("2088_20261105_账务明细(汇总).csv"));
            zip.write("#支付宝账务汇总查询\r\n类型,收入笔数,收入金额（+元）\r\n合计,0,0.00\r\n".getBytes(encoding));
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("2088_20261105_账务明细.csv"));
            zip.write(details.getBytes(encoding));
            zip.closeEntry();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** What moved in this time, packed. */
    static byte[] accountBill(List<Bill> bills, Instant now, Predicate<Instant> within) {
        List<String> rows = new ArrayList<>();
        for (Movement one : Takings.paidOut(moved(bills), BEIJING, now)) {
            if (within.test(one.at())) {
                rows.add(accountRow(one));
            }
        }
        return packed(account(rows), GBK);
    }

    /** What was traded in this time, packed. */
    static byte[] tradeBill(List<Bill> bills, Predicate<Instant> within) {
        List<String> rows = new ArrayList<>();
        for (Movement one : moved(bills)) {
            if (one.columns().containsKey("trade") && within.test(one.at())) {
                rows.add(tradeRow(one));
            }
        }
        return packed(trades(rows), GBK);
    }

    private static List<Movement> moved(List<Bill> bills) {
        List<Movement> moved = new ArrayList<>();
        for (Bill bill : bills) {
            if (bill.isPaid()) {
                Map<String, String> charge = fields(bill, "在线支付", "交易");
                Money total = bill.total();
                Money none = Money.zero(total.currency());
                Instant paid = bill.time("paid");
                String trade = bill.text("trade_no");
                moved.add(new Movement(trade + "01", Kind.CHARGE, total, none, charge, paid, null));
                Money fee = none.minus(Takings.fee(total, BASIS_POINTS));
                if (!fee.isZero()) {
                    Map<String, String> kept = new LinkedHashMap<>(charge);
                    kept.put(TYPE, "收费");
                    kept.remove("trade");
                    moved.add(new Movement(trade + "02", Kind.CHARGE, fee, none, kept, paid, null));
                }
                refunds(bill, moved);
            }
        }
        return moved;
    }

    private static void refunds(Bill bill, List<Movement> moved) {
        int number = 11;
        for (JsonNode refund : bill.kept().path("refunds")) {
            String id = bill.text("trade_no") + number++;
            if (refund.path("done").asBoolean()) {
                Money amount = Money.parse(refund.path("amount").asText(), "CNY");
                Money none = Money.zero(amount.currency());
                Map<String, String> fields = fields(bill, "交易退款", "退款");
                fields.put("refund", refund.path("number").asText());
                Instant at = Instant.ofEpochSecond(refund.path("at").asLong());
                moved.add(new Movement(id, Kind.REFUND, none.minus(amount), none, fields, at, null));
            }
        }
    }

    private static Map<String, String> fields(Bill bill, String type, String trade) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("业务流水号", bill.text("trade_no"));
        fields.put(NUMBER, bill.number());
        // Nothing is quoted in these files.
        fields.put("商品名称", bill.text("subject").replaceAll("[,\\s]", " "));
        fields.put(TYPE, type);
        fields.put("trade", trade);
        return fields;
    }

    private static String accountRow(Movement one) {
        Map<String, String> fields = new LinkedHashMap<>(one.columns());
        fields.remove("trade");
        fields.remove("refund");
        boolean payout = one.kind() == Kind.PAYOUT;
        fields.put("账务流水号", payout ? "PO" + one.id() : one.id());
        if (payout) {
            fields.put("业务流水号", "PO" + one.id());
            fields.put(TYPE, "提现");
        }
        fields.put("发生时间", TIME.format(one.at()));
        fields.put(
                one.gross().isPositive() ? "收入金额（+元）" : "支出金额（-元）", one.gross().toDecimalText());
        fields.put("交易渠道", "支付宝");
        return ACCOUNT.row(fields);
    }

    private static String tradeRow(Movement one) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("支付宝交易号", one.columns().getOrDefault("业务流水号", ""));
        fields.put(NUMBER, one.columns().getOrDefault(NUMBER, ""));
        fields.put(TYPE, one.columns().getOrDefault("trade", ""));
        fields.put("商品名称", one.columns().getOrDefault("商品名称", ""));
        fields.put("创建时间", TIME.format(one.at()));
        fields.put("完成时间", TIME.format(one.at()));
        fields.put("订单金额（元）", one.gross().toDecimalText());
        fields.put("商家实收（元）", one.gross().toDecimalText());
        fields.put("退款批次号/请求号", one.columns().getOrDefault("refund", ""));
        return TRADES.row(fields);
    }
}
