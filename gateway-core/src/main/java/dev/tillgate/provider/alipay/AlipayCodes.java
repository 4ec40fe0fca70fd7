package dev.tillgate.provider.alipay;

import dev.tillgate.provider.alipay.AlipayErrors.Meaning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The long lists of {@link AlipayErrors}. */
final class AlipayCodes {
    /** Decided by the gateway before anything is done. */
    static final List<String> GATEWAY_OURS = List.of(
            "invalid-parameter",
            "upload-fail",
            "invalid-file-extension",
            "invalid-file-size",
            "file-check-fail",
            "insufficient-isv-permissions",
            "illegal-client-ip",
            "insufficient-user-permissions",
            "self-invoke-forbidden",
            "app-auth-invoke-limit",
            "app-api-punished",
            "missing-method",
            "missing-platform",
            "invalid-platform",
            "invalid-method",
            "forbidden-api",
            "invalid-format",
            "missing-signature",
            "missing-app-access-token",
            "missing-signature-type",
            "missing-default-signature-type",
            "missing-signature-key",
            "invalid-signature-type",
            "invalid-signature-type-said-interface",
            "invalid-signature",
            "unsupported-expired-app-key-sign",
            "app-key-security-risk, app-cert-expired",
            "app-cert-not-exist",
            "alipay-cert-not-exist",
            "missing-app-cert-sn",
            "missing-alipay-cert-sn",
            "missing-alipay-root-cert-sn",
            "invalid-alipay-root-cert-sn",
            "invalid-request-data",
            "missing-encrypt-type",
            "missing-encrypt-key",
            "invalid-encrypt-type",
            "invalid-encrypt",
            "missing-session",
            "missing-app-id",
            "invalid-app-id",
            "missing-timestamp",
            "invalid-timestamp",
            "illegal-timestamp",
            "missing-version",
            "invalid-version",
            "unsupported-version",
            "invalid-encoding",
            "invalid-charset",
            "invalid-digest-type",
            "invalid-digest",
            "invalid-app-state",
            "invalid-subscribe-relations",
            "invalid-auth-token",
            "auth-token-time-out",
            "invalid-app-auth-token",
            "invalid-app-auth-token-no-api",
            "app-auth-token-time-out",
            "not-support-app-auth",
            "unsupport-operation",
            "openid-error",
            "invalid-app-method",
            "missing-app-uid",
            "illegal-json",
            "illegal-card-no",
            "invalid-partnerid",
            "no-product-reg-by-partner",
            "decryption-error",
            "decryption-error-missing-encrypt-type",
            "decryption-error-not-valid-encrypt-type",
            "decryption-error-not-valid-encrypt-key",
            "decryption-error-unknown",
            "missing-signature-config",
            "sevice-not-been-subscribed-to",
            "suspected-attack",
            "invalid-auth-relations",
            "invalid-product",
            "method-forbidden-batch-invoke",
            "exist-blank-sub-request-id",
            "exist-repeated-sub-request-id",
            "invalid-app-auth-relations",
            "app-unbind-partner",
            "app-invalid-oid",
            "exceed-api-balance",
            "inner-app-no-access",
            "invalid-inner-invoke-scene",
            "invalid-app-api-field-config");

    private AlipayCodes() {}

    /** A number that was used before may have been paid: what became of it, only a query tells. */
    static Map<String, Meaning> precreate() {
        return AlipayErrors.rows(Map.of(
                Meaning.DECLINED,
                List.of(
                        "TOTAL_FEE_EXCEED",
                        "BUYER_SELLER_EQUAL",
                        "TRADE_BUYER_NOT_MATCH",
                        "BUYER_ENABLE_STATUS_FORBID",
                        "BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR",
                        "BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR",
                        "ERROR_BUYER_CERTIFY_LEVEL_LIMIT",
                        "BUYER_NOT_EXIST",
                        "NOW_TIME_AFTER_EXPIRE_TIME_ERROR"),
                Meaning.UNKNOWN,
                List.of("TRADE_HAS_SUCCESS", "TRADE_HAS_CLOSE", "CONTEXT_INCONSISTENT"),
                Meaning.OURS,
                List.of(
                        "INVALID_PARAMETER",
                        "ACCESS_FORBIDDEN",
                        "EXIST_FORBIDDEN_WORD",
                        "PARTNER_ERROR",
                        "BEYOND_PAY_RESTRICTION",
                        "BEYOND_PER_RECEIPT_RESTRICTION",
                        "SELLER_BEEN_BLOCKED",
                        "INVALID_STORE_ID",
                        "APPLY_PC_MERCHANT_CODE_ERROR",
                        "SECONDARY_MERCHANT_STATUS_ERROR",
                        "BEYOND_PER_RECEIPT_DAY_RESTRICTION",
                        "BEYOND_PER_RECEIPT_SINGLE_RESTRICTION",
                        "TRADE_SETTLE_ERROR",
                        "SECONDARY_MERCHANT_ID_INVALID",
                        "SECONDARY_MERCHANT_ISV_PUNISH_INDIRECT",
                        "SELLER_NOT_EXIST",
                        "SECONDARY_MERCHANT_ALIPAY_ACCOUNT_INVALID",
                        "INVALID_RECEIVE_ACCOUNT",
                        "SECONDARY_MERCHANT_ID_BLANK",
                        "SECONDARY_MERCHANT_NOT_MATCH",
                        "SUB_GOODS_SIZE_MAX_COUNT",
                        "DEFAULT_SETTLE_RULE_NOT_EXIST",
                        "MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT",
                        "MERCHANT_PERM_RECEIPT_SINGLE_LIMIT",
                        "MERCHANT_PERM_RECEIPT_DAY_LIMIT",
                        "RISK_MERCHANT_IP_NOT_EXIST",
                        "MERCHANT_STATUS_NOT_NORMAL")));
    }

    /** Alipay misspells one of them, and only here. */
    static Map<String, Meaning> cancel() {
        Map<String, Meaning> rows = new HashMap<>(AlipayErrors.rows(Map.of(
                Meaning.ABSENT,
                List.of("TRADE_NOT_EXIST"),
                Meaning.STATE,
                List.of("REASON_TRADE_REFUND_FEE_ERR", "TRADE_CANCEL_TIME_OUT", "TRADE_HAS_FINISHED"),
                Meaning.OURS,
                List.of(
                        "INVALID_PARAMETER",
                        "CANCEL_NOT_ALLOWED",
                        "REASON_TRADE_BEEN_FREEZEN",
                        "SELLER_BALANCE_NOT_ENOUGH"))));
        rows.put("AQC.SYSTEM_ERROR", Meaning.UNKNOWN);
        return Map.copyOf(rows);
    }

    /** Those about the trade's state may be the echo of this very refund, sent before: the refund query tells. */
    static Map<String, Meaning> refund() {
        return AlipayErrors.rows(Map.of(
                Meaning.UNKNOWN,
                List.of("DISCORDANT_REPEAT_REQUEST"),
                Meaning.STATE,
                List.of(
                        "REFUND_AMT_NOT_EQUAL_TOTAL",
                        "TRADE_HAS_FINISHED",
                        "TRADE_STATUS_ERROR",
                        "REASON_TRADE_REFUND_FEE_ERR",
                        "REFUND_FEE_ERROR",
                        "TRADE_HAS_CLOSE",
                        "REASON_TRADE_STATUS_INVALID",
                        "TRADE_NOT_ALLOW_REFUND"),
                Meaning.DECLINED,
                List.of(
                        "SELLER_BALANCE_NOT_ENOUGH",
                        "REASON_TRADE_BEEN_FREEZEN",
                        "BUYER_NOT_EXIST",
                        "BUYER_ENABLE_STATUS_FORBID",
                        "BUYER_ERROR",
                        "REFUND_ACCOUNT_NOT_EXIST",
                        "CUSTOMER_VALIDATE_ERROR",
                        "ENTERPRISE_PAY_BIZ_ERROR"),
                Meaning.OURS,
                List.of(
                        "INVALID_PARAMETER",
                        "TRADE_NOT_EXIST",
                        "NOT_ALLOW_PARTIAL_REFUND",
                        "ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
                        "CURRENCY_NOT_SUPPORT",
                        "ALLOC_AMOUNT_VALIDATE_ERROR",
                        "USER_NOT_MATCH_ERR",
                        "TRADE_SETTLE_ERROR",
                        "REFUND_CHARGE_ERROR",
                        "OVERDRAFT_ASSIGN_ACCOUNT_INVALID",
                        "OVERDRAFT_AGREEMENT_NOT_MATCH",
                        "REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST",
                        "REFUNDALLOC_UNAUTH_LIMIT")));
    }
}
