package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Sheet;
import dev.tillgate.provider.simulator.Takings;
import dev.tillgate.provider.simulator.Takings.Kind;
import dev.tillgate.provider.simulator.Takings.Movement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * WeChat Pay's two bills: the fund flow bill says what moved on the account, the trade bill what was traded. A part of the
 * fee comes back with a refund, and stands in the refund's note.
 */
public final class Bills {
    /** What moved. */
    public static final Sheet FUND_FLOW =
            Sheet.of("记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号", Sheet.Style.BACKTICKS);

    /** What was traded. */
    public static final Sheet TRADES = Sheet.of(
            "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
                    + "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注",
            Sheet.Style.BACKTICKS);

    static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(BEIJING);
    private static final int BASIS_POINTS = 60;
    private static final String END = "\r\n";
    private static final String TYPE = "业务类型";
    private static final String ABOUT = "微信支付业务单号";
    private static final String OUR_NUMBER = "业务凭证号";
    private static final String NOTE = "备注";

    private final JsonBook book;
    private final InstantSource clock;

    Bills(JsonBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** The fund flow bill around these rows. */
    public static String fundFlow(List<String> rows) {
        return FUND_FLOW.text(rows, END) + "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额" + END + "`" + rows.size()
                + ",`0,`0.00,`0,`0.00" + END;
    }

    /** The trade bill around these rows. */
    public static String trades(List<String> rows) {
        return TRADES.text(rows, END) + "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额" + END + "`" + rows.size()
                + ",`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00" + END;
    }

    /** What moved in this time. */
    String fundFlow(String mchid, Predicate<Instant> within) {
        List<Movement> moved = new ArrayList<>();
        for (ObjectNode trade : paid(mchid)) {
            charge(trade, moved);
        }
        for (ObjectNode refund : refunds(mchid)) {
            moved.add(refund(refund));
        }
        return fundFlow(Takings.paidOut(moved, BEIJING, clock.instant()).stream()
                .filter(one -> within.test(one.at()))
                .map(Bills::row)
                .toList());
    }

    /** What was traded in this time. */
    String trades(String mchid, Predicate<Instant> within) {
        List<String> rows = new ArrayList<>();
        for (ObjectNode trade : paid(mchid)) {
            if (within.test(at(trade))) {
                rows.add(TRADES.row(tradeFields(trade)));
            }
        }
        for (ObjectNode refund : refunds(mchid)) {
            if (within.test(at(refund))) {
                rows.add(TRADES.row(refundFields(refund)));
            }
        }
        return trades(rows);
    }

    private List<ObjectNode> paid(String mchid) {
        return book.all(TradeDesk.KIND).stream()
                .filter(trade -> trade.path("mchid").asText().equals(mchid) && trade.has("transaction_id"))
                .toList();
    }

    private List<ObjectNode> refunds(String mchid) {
        return book.all(RefundDesk.KIND).stream()
                .filter(refund -> refund.path("mchid").asText().equals(mchid))
                .filter(refund -> refund.path("status").asText().equals("SUCCESS"))
                .toList();
    }

    private static Instant at(ObjectNode thing) {
        return Instant.ofEpochMilli(thing.path("success").asLong());
    }

    private static Money yuan(long fen) {
        return Money.ofMinor(fen, "CNY");
    }

    private static void charge(ObjectNode trade, List<Movement> moved) {
        Money total = yuan(TradeDesk.total(trade));
        String id = trade.path("transaction_id").asText();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(ABOUT, id);
        fields.put(OUR_NUMBER, trade.path("out_trade_no").asText());
        fields.put(TYPE, "交易");
        moved.add(new Movement(id + "1", Kind.CHARGE, total, yuan(0), fields, at(trade), null));
        Money fee = Takings.fee(total, BASIS_POINTS);
        if (!fee.isZero()) {
            fields.put(TYPE, "扣除交易手续费");
            moved.add(new Movement(id + "2", Kind.CHARGE, yuan(0).minus(fee), yuan(0), fields, at(trade), null));
        }
    }

    private static Movement refund(ObjectNode refund) {
        Money amount = yuan(refund.path("refund").asLong());
        Money back = Takings.fee(amount, BASIS_POINTS);
        Map<String, String> fields = new LinkedHashMap<>();
        String id = refund.path("refund_id").asText();
        fields.put(ABOUT, id);
        fields.put(OUR_NUMBER, refund.path("out_refund_no").asText());
        fields.put(TYPE, "退款");
        fields.put(NOTE, "退款总金额" + amount.toDecimalText() + "元;含手续费" + back.toDecimalText() + "元");
        return new Movement(
                id + "1", Kind.REFUND, yuan(0).minus(amount), yuan(0).minus(back), fields, at(refund), null);
    }

    private static String row(Movement one) {
        Map<String, String> fields = new LinkedHashMap<>(one.columns());
        boolean payout = one.kind() == Kind.PAYOUT;
        fields.put("资金流水单号", payout ? "1000" + one.id() : one.id());
        if (payout) {
            fields.put(ABOUT, "PO" + one.id());
            fields.put(TYPE, "提现");
        }
        fields.put("业务名称", fields.getOrDefault(TYPE, ""));
        boolean in = one.net().isPositive();
        fields.put("收支类型", in ? "收入" : "支出");
        fields.put("收支金额(元)", (in ? one.net() : yuan(0).minus(one.net())).toDecimalText());
        fields.put("记账时间", TIME.format(one.at()));
        fields.put("资金变更提交申请人", "system");
        return FUND_FLOW.row(fields);
    }

    private static Map<String, String> tradeFields(ObjectNode trade) {
        String total = yuan(TradeDesk.total(trade)).toDecimalText();
        Map<String, String> fields = common(trade, "SUCCESS");
        fields.put("公众账号ID", trade.path("appid").asText());
        fields.put("交易类型", trade.path("trade_type").asText());
        fields.put("应结订单金额", total);
        fields.put("订单金额", total);
        fields.put("退款金额", "0.00");
        fields.put("申请退款金额", "0.00");
        fields.put("商品名称", trade.path("terms").path("description").asText());
        return fields;
    }

    private static Map<String, String> refundFields(ObjectNode refund) {
        String amount = yuan(refund.path("refund").asLong()).toDecimalText();
        Map<String, String> fields = common(refund, "REFUND");
        fields.put("应结订单金额", "0.00");
        fields.put("订单金额", "0.00");
        fields.put("退款金额", amount);
        fields.put("申请退款金额", amount);
        fields.put("微信退款单号", refund.path("refund_id").asText());
        fields.put("商户退款单号", refund.path("out_refund_no").asText());
        fields.put("退款类型", "ORIGINAL");
        fields.put("退款状态", "SUCCESS");
        return fields;
    }

    private static Map<String, String> common(ObjectNode thing, String state) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("交易时间", TIME.format(at(thing)));
        fields.put("商户号", thing.path("mchid").asText());
        fields.put("微信订单号", thing.path("transaction_id").asText());
        fields.put("商户订单号", thing.path("out_trade_no").asText());
        fields.put("交易状态", state);
        fields.put("付款银行", "OTHERS");
        fields.put("货币种类", "CNY");
        return fields;
    }
}
