package dev.tillgate.provider.alipay.settlement;

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
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Alipay's two bills, as {@code alipay.data.dataservice.bill.downloadurl.query} gives them: {@code trade} lists trades and
 * refunds, {@code signcustomer} lists what moved on the account. Zip archives (a summary beside the details) of CSV files
 * in GBK; lines that begin with {@code #} are comments, fields end with a tab so that Excel leaves long numbers alone, and
 * nothing is quoted. Only the second moves money here: it alone has fees and withdrawals, and a fee is not to count twice.
 *
 * <p>Sources: opendocs.alipay.com, "账单查询" with its sample files, and columns as seen in published readers of these
 * files (checked 2026-11-25). Yuan, Beijing time.
 */
public final class AlipaySettlement {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Charset GBK = Charset.forName("GBK");
    private static final String CURRENCY = "CNY";

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("在线支付", Kind.CHARGE),
            Map.entry("交易付款", Kind.CHARGE),
            Map.entry("交易", Kind.CHARGE),
            Map.entry("交易退款", Kind.REFUND),
            Map.entry("退款", Kind.REFUND),
            Map.entry("收费", Kind.FEE),
            Map.entry("服务费", Kind.FEE),
            Map.entry("手续费", Kind.FEE),
            Map.entry("退费", Kind.FEE),
            Map.entry("提现", Kind.PAYOUT),
            Map.entry("冻结", Kind.ADJUSTMENT),
            Map.entry("解冻", Kind.ADJUSTMENT));

    /** {@code signcustomer}: what moved. */
    public static final SettlementFormat ACCOUNT = new CsvFormat(new Shape(
            "alipay.account",
            "alipay",
            Set.of("账务流水号", "业务流水号", "商户订单号", "发生时间", "收入金额(+元)", "支出金额(-元)", "业务类型"),
            Quoting.NONE,
            GBK,
            first -> first.startsWith("#"),
            first -> false,
            AlipaySettlement::moved));

    /** {@code trade}: what was traded. */
    public static final SettlementFormat TRADES = new CsvFormat(new Shape(
                    "alipay.trades",
                    "alipay",
                    Set.of("支付宝交易号", "商户订单号", "业务类型", "完成时间", "订单金额(元)"),
                    Quoting.NONE,
                    GBK,
                    first -> first.startsWith("#"),
                    first -> false,
                    AlipaySettlement::traded))
            .namingRefunds();

    private AlipaySettlement() {}

    private static SettlementRow moved(Columns row) throws BadRow {
        String type = row.required("业务类型");
        Kind kind = KINDS.getOrDefault(type, Kind.OTHER);
        Money in = row.amountOrZero("收入金额(+元)", CURRENCY);
        Money out = row.amountOrZero("支出金额(-元)", CURRENCY);
        if (in.isZero() == out.isZero()) {
            throw new BadRow(Problem.AMOUNT, "收入金额(+元)");
        }
        Money none = Money.zero(in.currency());
        // Money out is written with a minus, in older files without.
        Money gross = in.isZero() ? (out.isPositive() ? none.minus(out) : out) : in;
        String payout = kind == Kind.PAYOUT ? row.firstOf("业务流水号", "账务流水号") : null;
        return new Entry(row, kind, type)
                .about(row.present("业务流水号", "业务基础订单号", "业务订单号"))
                .paidOutIn(payout)
                .row(row.required("账务流水号"), gross, none, row.time(TIME, BEIJING, "发生时间"));
    }

    private static SettlementRow traded(Columns row) throws BadRow {
        String type = row.required("业务类型");
        Kind kind = KINDS.getOrDefault(type, Kind.OTHER);
        Money amount = row.amount("订单金额(元)", CURRENCY);
        Money none = Money.zero(amount.currency());
        Money gross = kind == Kind.REFUND && amount.isPositive() ? none.minus(amount) : amount;
        String trade = row.required("支付宝交易号");
        String refund = row.firstOf("退款批次号/请求号", "退款批次号");
        String key = "trade:" + trade + (kind == Kind.REFUND && refund != null ? ":" + refund : "");
        return new Entry(row, kind, type)
                .onlyTells()
                .about(kind == Kind.REFUND && refund != null ? List.of(refund, trade) : List.of(trade))
                .row(key, gross, none, row.time(TIME, BEIJING, "完成时间"));
    }

    /** All of Alipay's. */
    public static final List<SettlementFormat> ALL = List.of(ACCOUNT, TRADES);
}
