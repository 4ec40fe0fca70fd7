package dev.tillgate.provider.wechatpay.settlement;

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
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * WeChat Pay's two bills, from {@code /v3/bill/tradebill} and {@code /v3/bill/fundflowbill}: trades and refunds, and what
 * moved on the account. Each field of a row begins with a backtick; below the rows stand two lines of sums. Trades state
 * fees with five decimals, which is no amount of money; what is really charged stands in the other bill, so only that one
 * moves money here. A refund there is written with the part of the fee that comes back.
 *
 * <p>Sources: pay.weixin.qq.com/doc/v3/merchant/4012791914 (trade bill) and /4012791921 (fund flow bill), sample rows in
 * the tests of the vendor's Go SDK (checked 2026-11-25). Beijing time.
 */
public final class WeChatPaySettlement {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Charset GBK = Charset.forName("GBK");
    private static final String YUAN = "CNY";
    private static final Pattern REFUND_NOTE = Pattern.compile("退款总金额([0-9.]+)元[;；]含手续费([0-9.]+)元");

    private static final Map<String, Kind> KINDS = Map.of(
            "交易", Kind.CHARGE,
            "退款", Kind.REFUND,
            "扣除交易手续费", Kind.FEE,
            "提现", Kind.PAYOUT);

    /** The fund flow bill: what moved. */
    public static final SettlementFormat FUND_FLOW = new CsvFormat(new Shape(
            "wechatpay.fundflow",
            "wechatpay",
            Set.of("记账时间", "微信支付业务单号", "资金流水单号", "业务类型", "收支类型", "收支金额(元)"),
            Quoting.BACKTICKS,
            GBK,
            first -> false,
            first -> first.equals("资金流水总笔数"),
            WeChatPaySettlement::moved));

    /** The trade bill: what was traded. */
    public static final SettlementFormat TRADES = new CsvFormat(new Shape(
                    "wechatpay.trades",
                    "wechatpay",
                    Set.of("交易时间", "微信订单号", "商户订单号", "交易状态", "货币种类"),
                    Quoting.BACKTICKS,
                    GBK,
                    first -> false,
                    first -> first.equals("总交易单数"),
                    WeChatPaySettlement::traded))
            .namingRefunds();

    private WeChatPaySettlement() {}

    private static SettlementRow moved(Columns row) throws BadRow {
        String type = row.required("业务类型");
        Kind kind = KINDS.getOrDefault(type, Kind.OTHER);
        Money amount = row.amount("收支金额(元)", YUAN);
        Money none = Money.zero(amount.currency());
        Money net =
                switch (row.required("收支类型")) {
                    case "收入" -> amount;
                    case "支出" -> none.minus(amount);
                    default -> throw new BadRow(Problem.AMOUNT, "收支类型");
                };
        Money fee = kind == Kind.REFUND ? feeReturned(row, net) : none;
        String business = row.required("微信支付业务单号");
        String flow = row.required("资金流水单号");
        return new Entry(row, kind, type)
                .about(row.present("微信支付业务单号", "资金流水单号"))
                .paidOutIn(kind == Kind.PAYOUT ? business : null)
                .row(flow + ":" + business + ":" + type, net.plus(fee), fee, row.time(TIME, BEIJING, "记账时间"));
    }

    /** What comes back is a negative fee. Other currencies and old bills have no such note: then there is none. */
    private static Money feeReturned(Columns row, Money net) throws BadRow {
        Money none = Money.zero(net.currency());
        String note = row.text("备注");
        Matcher said = REFUND_NOTE.matcher(note == null ? "" : note);
        if (!said.find()) {
            return none;
        }
        Money total = Columns.decimal(said.group(1), YUAN, "备注");
        Money fee = none.minus(Columns.decimal(said.group(2), YUAN, "备注"));
        if (!none.minus(total).minus(fee).equals(net)) {
            throw new BadRow(Problem.SUM, "备注");
        }
        return fee;
    }

    private static @Nullable SettlementRow traded(Columns row) throws BadRow {
        String status = row.required("交易状态");
        String currency = row.currency("货币种类");
        String refund = row.text("微信退款单号");
        String trade = row.required("微信订单号");
        if (status.equals("SUCCESS")) {
            Money gross = row.amount(row.has("订单金额") ? "订单金额" : row.has("总金额") ? "总金额" : "应结订单金额", currency);
            return tells(row, Kind.CHARGE, status, List.of(trade)).row("trade:" + trade, gross, zero(gross), time(row));
        }
        if (status.equals("REFUND") && refund != null && "SUCCESS".equals(row.text("退款状态"))) {
            Money amount = row.amount(row.has("申请退款金额") ? "申请退款金额" : "退款金额", currency);
            return tells(row, Kind.REFUND, status, List.of(refund, trade))
                    .row("trade:" + refund, zero(amount).minus(amount), zero(amount), time(row));
        }
        // Revoked, or a refund that is not done: nothing moved.
        return null;
    }

    private static Entry tells(Columns row, Kind kind, String word, List<String> about) {
        return new Entry(row, kind, word).onlyTells().about(about);
    }

    private static Money zero(Money like) {
        return Money.zero(like.currency());
    }

    private static Instant time(Columns row) throws BadRow {
        return row.time(TIME, BEIJING, "交易时间");
    }

    /** All of WeChat Pay's. */
    public static final List<SettlementFormat> ALL = List.of(FUND_FLOW, TRADES);
}
