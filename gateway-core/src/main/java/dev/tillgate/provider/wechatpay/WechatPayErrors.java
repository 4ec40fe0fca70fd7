package dev.tillgate.provider.wechatpay;

import static dev.tillgate.provider.ErrorTable.entry;
import static java.util.Map.entry;

import dev.tillgate.payment.DeclineReason;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * WeChat's codes, as data. The same code means different things for different questions, and several are spelled in two
 * ways, because newer tables of the documentation (at the end of each interface's page) spell them differently from older
 * ones and from what is seen. A code that turns up under another spelling is unknown, and asked about.
 */
public final class WechatPayErrors {
    /** Declines: the payer's side, or the state of the order, said no. */
    public static final ErrorTable DECLINES = new ErrorTable(Map.ofEntries(
            entry("PAYERROR", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("NOTENOUGH", entry(DeclineReason.INSUFFICIENT_FUNDS, Advice.OTHER_METHOD)),
            entry("NOT_ENOUGH", entry(DeclineReason.INSUFFICIENT_FUNDS, Advice.OTHER_METHOD)),
            entry("ACCOUNTERROR", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("ACCOUNT_ERROR", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("ORDERPAID", entry(DeclineReason.NOT_SUPPORTED, Advice.CHOOSE_AGAIN)),
            entry("ORDER_PAID", entry(DeclineReason.NOT_SUPPORTED, Advice.CHOOSE_AGAIN)),
            // Of refunds:
            entry("USER_ACCOUNT_ABNORMAL", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("ABNORMAL", entry(DeclineReason.PROCESSING_ERROR, Advice.OTHER_METHOD)),
            entry("REFUND_CLOSED", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER))));

    /** What was asked. */
    enum Verb {
        START,
        QUERY,
        CLOSE,
        REFUND,
        QUERY_REFUND
    }

    /** What an error answer says of what was asked. */
    enum Meaning {
        /** Nothing moved; our request, settings or rights are wrong. */
        OURS,
        /** It was not done; the same may be sent again under the same number. */
        NOT_TAKEN,
        /** There is no such order or refund. */
        NO_RECORD,
        /** The other side said no; the reason is in {@link #DECLINES}. */
        DECLINED,
        /** The payer is typing the password. */
        PAYING,
        /** It may or may not have been done: only asking tells. */
        ASK
    }

    /** The table: what each code means for each question. One that is not listed means: unknown. */
    static final Map<Verb, Map<String, Meaning>> MEANINGS = meanings();

    private WechatPayErrors() {}

    private static Map<Verb, Map<String, Meaning>> meanings() {
        Map<Verb, Map<String, Meaning>> table = new EnumMap<>(Verb.class);
        for (Verb verb : Verb.values()) {
            table.put(verb, common());
        }
        put(table, Verb.START, Meaning.NOT_TAKEN, "FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEED");
        put(table, Verb.START, Meaning.DECLINED, "NOTENOUGH", "NOT_ENOUGH", "ACCOUNTERROR", "ACCOUNT_ERROR");
        // There is an order under this number already: it tells how it stands.
        put(table, Verb.START, Meaning.ASK, "ORDERPAID", "ORDER_PAID", "ORDERCLOSED", "ORDER_CLOSED");
        put(table, Verb.START, Meaning.ASK, "OUT_TRADE_NO_USED", "USERPAYING");

        put(table, Verb.QUERY, Meaning.NO_RECORD, "ORDER_NOT_EXIST", "ORDERNOTEXIST");
        put(table, Verb.QUERY, Meaning.PAYING, "USERPAYING");
        put(table, Verb.QUERY, Meaning.ASK, "ORDERCLOSED", "ORDER_CLOSED", "ORDERPAID", "ORDER_PAID");

        // While the payer types the password WeChat answers a close with FREQUENCY_LIMITED, however low the traffic
        // (https://developers.weixin.qq.com/community/develop/doc/00024ef66683385500b216e3060000, checked 2026-11-25).
        // The order is still open then. It is asked about before it is closed again.
        put(table, Verb.CLOSE, Meaning.NOT_TAKEN, "FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEED");
        put(table, Verb.CLOSE, Meaning.NOT_TAKEN, "USERPAYING");
        put(table, Verb.CLOSE, Meaning.DECLINED, "ORDERPAID", "ORDER_PAID");
        put(table, Verb.CLOSE, Meaning.ASK, "ORDERCLOSED", "ORDER_CLOSED");
        put(table, Verb.CLOSE, Meaning.OURS, "ORDER_NOT_EXIST", "ORDERNOTEXIST");

        // A refund that was not taken is sent again under the same number, so that it is never made twice
        // (https://pay.weixin.qq.com/doc/v3/merchant/4012587971, checked 2026-11-25); the merchant's balance may
        // suffice by then.
        put(table, Verb.REFUND, Meaning.NOT_TAKEN, "FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEED");
        put(table, Verb.REFUND, Meaning.NOT_TAKEN, "NOT_ENOUGH", "NOTENOUGH");
        put(table, Verb.REFUND, Meaning.DECLINED, "USER_ACCOUNT_ABNORMAL");
        put(table, Verb.REFUND, Meaning.OURS, "RESOURCE_NOT_EXISTS", "ORDER_NOT_EXIST", "ORDERNOTEXIST");

        put(table, Verb.QUERY_REFUND, Meaning.NO_RECORD, "RESOURCE_NOT_EXISTS", "REFUNDNOTEXIST");
        table.replaceAll((verb, codes) -> Map.copyOf(codes));
        return Map.copyOf(table);
    }

    /** What means the same whatever was asked. */
    private static Map<String, Meaning> common() {
        Map<String, Meaning> codes = new HashMap<>();
        for (String ours : List.of(
                "PARAM_ERROR",
                "INVALID_REQUEST",
                "SIGN_ERROR",
                "NO_AUTH",
                "NOAUTH",
                "MCH_NOT_EXISTS",
                "MCHID_NOT_EXIST",
                "APPID_NOT_EXIST",
                "APPID_MCHID_NOT_MATCH",
                "OPENID_MISMATCH",
                "RULE_LIMIT",
                "RULELIMIT")) {
            codes.put(ours, Meaning.OURS);
        }
        for (String ask : List.of(
                "SYSTEM_ERROR",
                "SYSTEMERROR",
                "BANK_ERROR",
                "BANKERROR",
                "TRADE_ERROR",
                "INVALID_TRANSACTIONID",
                "FREQUENCY_LIMITED",
                "FREQUENCY_LIMIT_EXCEED",
                "RATELIMIT_EXCEED")) {
            codes.put(ask, Meaning.ASK);
        }
        return codes;
    }

    private static void put(Map<Verb, Map<String, Meaning>> table, Verb verb, Meaning meaning, String... codes) {
        for (String code : codes) {
            table.getOrDefault(verb, new HashMap<>()).put(code, meaning);
        }
    }
}
