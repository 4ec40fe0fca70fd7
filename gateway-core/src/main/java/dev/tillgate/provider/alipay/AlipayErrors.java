package dev.tillgate.provider.alipay;

import static dev.tillgate.provider.ErrorTable.entry;
import static java.util.Map.entry;

import dev.tillgate.payment.DeclineReason;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alipay's codes as data: what each {@code sub_code} says of the call that it answers. From the error lists of the
 * vendor's SDK ({@code AlipayTrade…ErrorResponseModel}, {@code CommonErrorType}) and
 * https://opendocs.alipay.com/common/02km9f (checked 2026-11-25).
 */
final class AlipayErrors {
    static final String TRADE_NOT_EXIST = "ACQ.TRADE_NOT_EXIST";

    /** What was asked. */
    enum Call {
        PRECREATE("alipay.trade.precreate"),
        QUERY("alipay.trade.query"),
        CLOSE("alipay.trade.close"),
        CANCEL("alipay.trade.cancel"),
        REFUND("alipay.trade.refund"),
        REFUND_QUERY("alipay.trade.fastpay.refund.query"),
        CERTIFICATE("alipay.open.app.alipaycert.download");

        final String method;

        Call(String method) {
            this.method = method;
        }

        /** The field of the answer that is signed. */
        String node() {
            return method.replace('.', '_') + "_response";
        }
    }

    /** What a failure says of the thing that was asked for. */
    enum Meaning {
        /** Nothing was done; our request, our credentials or the merchant's contract are in the way. */
        OURS,
        /** Nothing was done, and it may be asked again. */
        NOT_TAKEN,
        /** There is no such trade. */
        ABSENT,
        /** Nothing was done, for a reason on the payer's side; it is in {@link #DECLINES}. */
        DECLINED,
        /** The trade is in a state that does not allow it; why, only a query tells. */
        STATE,
        /** It may or may not have been done. */
        UNKNOWN
    }

    /** Refusals on the payer's side, and those of refunds that may work another day. */
    static final ErrorTable DECLINES = new ErrorTable(Map.ofEntries(
            entry("ACQ.TOTAL_FEE_EXCEED", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("ACQ.BUYER_SELLER_EQUAL", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("ACQ.TRADE_BUYER_NOT_MATCH", entry(DeclineReason.NOT_SUPPORTED, Advice.CHOOSE_AGAIN)),
            entry("ACQ.BUYER_ENABLE_STATUS_FORBID", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry(
                    "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR",
                    entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("ACQ.ERROR_BUYER_CERTIFY_LEVEL_LIMIT", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("ACQ.BUYER_NOT_EXIST", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("ACQ.BUYER_ERROR", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR", entry(DeclineReason.EXPIRED, Advice.CHOOSE_AGAIN)),
            entry("ACQ.SELLER_BALANCE_NOT_ENOUGH", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("ACQ.REASON_TRADE_BEEN_FREEZEN", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("ACQ.REFUND_ACCOUNT_NOT_EXIST", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("ACQ.CUSTOMER_VALIDATE_ERROR", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("ACQ.ENTERPRISE_PAY_BIZ_ERROR", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("CLOSED_AFTER_PAYMENT", entry(DeclineReason.CLOSED, Advice.CHOOSE_AGAIN)),
            entry("TRADE_SUCCESS", entry(DeclineReason.NOT_SUPPORTED, Advice.CHOOSE_AGAIN)),
            entry("TRADE_NOT_OPENED", entry(DeclineReason.EXPIRED, Advice.CHOOSE_AGAIN))));

    /** Failures of the gateway itself, without the {@code isv.}, {@code isp.} or {@code aop.} before them. */
    static final Map<String, Meaning> GATEWAY = gateway();

    /** Failures of the business behind it, by what was asked. */
    static final Map<Call, Map<String, Meaning>> BUSINESS = Map.of(
            Call.PRECREATE,
            AlipayCodes.precreate(),
            Call.QUERY,
            rows(Map.of(Meaning.ABSENT, List.of("TRADE_NOT_EXIST"), Meaning.OURS, List.of("INVALID_PARAMETER"))),
            Call.CLOSE,
            rows(Map.of(
                    Meaning.ABSENT, List.of("TRADE_NOT_EXIST"),
                    Meaning.OURS, List.of("INVALID_PARAMETER"),
                    Meaning.STATE,
                            List.of("REASON_ILLEGAL_STATUS", "REASON_TRADE_STATUS_INVALID", "TRADE_STATUS_ERROR"))),
            Call.CANCEL,
            AlipayCodes.cancel(),
            Call.REFUND,
            AlipayCodes.refund(),
            Call.REFUND_QUERY,
            rows(Map.of(Meaning.ABSENT, List.of("TRADE_NOT_EXIST"), Meaning.OURS, List.of("INVALID_PARAMETER"))));

    /** Said without a signature when there is no key in common; each is decided before anything is done. */
    static final Set<String> NO_KEY_IN_COMMON = Set.of(
            "invalid-app-id",
            "missing-app-id",
            "invalid-signature",
            "missing-signature",
            "missing-signature-key",
            "missing-signature-config",
            "invalid-app-state",
            "app-cert-not-exist",
            "alipay-cert-not-exist",
            "missing-app-cert-sn",
            "missing-alipay-root-cert-sn",
            "invalid-alipay-root-cert-sn",
            "app-key-security-risk, app-cert-expired",
            "unsupported-expired-app-key-sign");

    private AlipayErrors() {}

    /** What the failure means; a code that is not known here is {@link Meaning#UNKNOWN}. */
    static Meaning meaning(Call call, @Nullable String code, @Nullable String subCode) {
        if (code == null || subCode == null) {
            return Meaning.UNKNOWN;
        }
        if (code.equals("40004")) {
            return BUSINESS.getOrDefault(call, Map.of()).getOrDefault(subCode, Meaning.UNKNOWN);
        }
        boolean refused =
                Set.of("20001", "40001", "40002", "40003", "40005", "40006").contains(code);
        return refused ? GATEWAY.getOrDefault(bare(subCode), Meaning.UNKNOWN) : Meaning.UNKNOWN;
    }

    static String bare(String subCode) {
        return subCode.replaceFirst("^(isv|isp|aop|aggregate)\\.", "");
    }

    static Map<String, Meaning> rows(Map<Meaning, List<String>> byMeaning) {
        Map<String, Meaning> rows = new HashMap<>();
        byMeaning.forEach((meaning, codes) -> codes.forEach(code -> rows.put("ACQ." + code, meaning)));
        rows.put("ACQ.SYSTEM_ERROR", Meaning.UNKNOWN);
        return Map.copyOf(rows);
    }

    private static Map<String, Meaning> gateway() {
        Map<String, Meaning> rows = new HashMap<>();
        AlipayCodes.GATEWAY_OURS.forEach(code -> rows.put(code, Meaning.OURS));
        List.of("app-call-limited", "method-call-limited").forEach(code -> rows.put(code, Meaning.NOT_TAKEN));
        List.of("unknow-error", "unknown-sub-code", "invalid-response-data", "access-data-time-out")
                .forEach(code -> rows.put(code, Meaning.UNKNOWN));
        return Map.copyOf(rows);
    }
}
