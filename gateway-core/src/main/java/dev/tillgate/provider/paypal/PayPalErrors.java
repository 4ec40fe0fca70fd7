package dev.tillgate.provider.paypal;

import static dev.tillgate.provider.ErrorTable.entry;
import static java.util.Map.entry;

import dev.tillgate.payment.DeclineReason;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * PayPal's codes: the {@code issue} of an error's details, or its name where it has none, and the words that we make of
 * a declined capture or a failed refund. The issues are those of the published schemas, checked 2026-11-25:
 * https://github.com/paypal/paypal-rest-api-specifications
 */
public final class PayPalErrors {
    /** Declines: the payer's side, or PayPal on its behalf, said no. */
    public static final ErrorTable DECLINES = new ErrorTable(Map.ofEntries(
            entry("INSTRUMENT_DECLINED", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("PAYMENT_SOURCE_DECLINED_BY_PROCESSOR", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("REDIRECT_PAYER_FOR_ALTERNATE_FUNDING", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.CHOOSE_AGAIN)),
            entry("TRANSACTION_REFUSED", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("AUTHORIZATION_DENIED", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("CAPTURE_DECLINED", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("CAPTURE_FAILED", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("DECLINED_DUE_TO_RELATED_TXN", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("CARD_EXPIRED", entry(DeclineReason.EXPIRED_CARD, Advice.OTHER_METHOD)),
            entry("REFERENCED_CARD_EXPIRED", entry(DeclineReason.EXPIRED_CARD, Advice.OTHER_METHOD)),
            entry("PAYER_CANNOT_PAY", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("PAYER_ACCOUNT_RESTRICTED", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("PAYER_ACCOUNT_LOCKED_OR_CLOSED", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("DOMESTIC_TRANSACTION_REQUIRED", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("COMPLIANCE_VIOLATION", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("PAYEE_BLOCKED_TRANSACTION", entry(DeclineReason.SUSPECTED_FRAUD, Advice.OTHER_METHOD)),
            entry("TRANSACTION_BLOCKED_BY_PAYEE", entry(DeclineReason.SUSPECTED_FRAUD, Advice.OTHER_METHOD)),
            entry("TRANSACTION_LIMIT_EXCEEDED", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("TRANSACTION_RECEIVING_LIMIT_EXCEEDED", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED", entry(DeclineReason.LIMIT_EXCEEDED, Advice.CHOOSE_AGAIN)),
            entry("ORDER_EXPIRED", entry(DeclineReason.EXPIRED, Advice.CHOOSE_AGAIN)),
            entry("TOKEN_EXPIRED", entry(DeclineReason.EXPIRED, Advice.CHOOSE_AGAIN)),
            entry("AUTHORIZATION_EXPIRED", entry(DeclineReason.EXPIRED, Advice.CHOOSE_AGAIN)),
            entry("AUTHORIZATION_VOIDED", entry(DeclineReason.CLOSED, Advice.CHOOSE_AGAIN)),
            entry("ALREADY_CAPTURED", entry(DeclineReason.NOT_SUPPORTED, Advice.CHOOSE_AGAIN)),
            // Refunds: the merchant's side of PayPal says no.
            entry("REFUND_FAILED_INSUFFICIENT_FUNDS", entry(DeclineReason.INSUFFICIENT_FUNDS, Advice.TRY_LATER)),
            entry("REFUND_FAILED", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("REFUND_CANCELLED", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("PENDING_CAPTURE", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("REFUND_TIME_LIMIT_EXCEEDED", entry(DeclineReason.EXPIRED, Advice.OTHER_METHOD)),
            entry("MAX_NUMBER_OF_REFUNDS_EXCEEDED", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("REFUND_AMOUNT_TOO_LOW", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("REFUND_NOT_ALLOWED", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("REFUND_IS_RESTRICTED", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("PARTIAL_REFUND_NOT_ALLOWED", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("TRANSACTION_DISPUTED", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD))));

    /** What an error answer to a command says of it. */
    public enum Meaning {
        /** Nothing moved; our request, our account or our credentials are wrong. */
        OURS,
        /** Nothing moved and nothing was recorded: it may be sent again. */
        NOT_TAKEN,
        /** Nothing moved: {@link #DECLINES} says why. */
        DECLINED,
        /** It was done before, is being done, or needs the payer first: the order itself says which. */
        LOOK
    }

    private static final List<String> NOT_TAKEN =
            List.of("RATE_LIMIT_REACHED", "AUTHENTICATION_FAILURE", "invalid_token");

    private static final List<String> LOOK = List.of(
            "ORDER_ALREADY_CAPTURED",
            "ORDER_ALREADY_AUTHORIZED",
            "ORDER_ALREADY_COMPLETED",
            "ORDER_COMPLETED_OR_VOIDED",
            "ORDER_COMPLETION_IN_PROGRESS",
            "ORDER_NOT_APPROVED",
            "PAYER_ACTION_REQUIRED",
            "PREVIOUS_REQUEST_IN_PROGRESS",
            "DUPLICATE_INVOICE_ID",
            "MAX_AUTHORIZATION_COUNT_EXCEEDED",
            "AUTHORIZATION_ALREADY_CAPTURED",
            "CANNOT_BE_VOIDED",
            "PREVIOUSLY_CAPTURED",
            "PREVIOUSLY_VOIDED");

    private static final List<String> OURS = List.of(
            "INVALID_ACCOUNT_STATUS",
            "PERMISSION_DENIED",
            "CONSENT_NEEDED",
            "INVALID_RESOURCE_ID",
            "MALFORMED_REQUEST_JSON",
            "MISSING_REQUIRED_PARAMETER",
            "INVALID_PARAMETER_SYNTAX",
            "INVALID_PARAMETER_VALUE",
            "INVALID_STRING_LENGTH",
            "INVALID_STRING_MAX_LENGTH",
            "INCOMPATIBLE_PARAMETER_VALUE",
            "PAYPAL_REQUEST_ID_REQUIRED",
            "UNSUPPORTED_MEDIA_TYPE",
            "NOT_SUPPORTED",
            "INVALID_CURRENCY_CODE",
            "CURRENCY_MISMATCH",
            "DECIMAL_PRECISION",
            "DECIMALS_NOT_SUPPORTED",
            "CANNOT_BE_NEGATIVE",
            "CANNOT_BE_ZERO_OR_NEGATIVE",
            "MAX_VALUE_EXCEEDED",
            "AMOUNT_MISMATCH",
            "UNSUPPORTED_INTENT",
            "ACTION_DOES_NOT_MATCH_INTENT",
            "AUTH_CAPTURE_NOT_ENABLED",
            "PAYEE_ACCOUNT_INVALID",
            "PAYEE_ACCOUNT_LOCKED_OR_CLOSED",
            "PAYEE_ACCOUNT_RESTRICTED",
            "AUTH_CAPTURE_CURRENCY_MISMATCH",
            "MAX_CAPTURE_AMOUNT_EXCEEDED",
            "MAX_CAPTURE_COUNT_EXCEEDED",
            "CAPTURE_FULLY_REFUNDED",
            "REFUND_AMOUNT_EXCEEDED",
            "REFUND_CAPTURE_CURRENCY_MISMATCH");

    /** What every code means. One that is not listed means: unknown. */
    static final Map<String, Meaning> MEANINGS = meanings();

    private PayPalErrors() {}

    private static Map<String, Meaning> meanings() {
        Map<String, Meaning> meanings = new LinkedHashMap<>();
        DECLINES.entries().keySet().forEach(code -> meanings.put(code, Meaning.DECLINED));
        NOT_TAKEN.forEach(code -> meanings.put(code, Meaning.NOT_TAKEN));
        LOOK.forEach(code -> meanings.put(code, Meaning.LOOK));
        OURS.forEach(code -> meanings.put(code, Meaning.OURS));
        return Map.copyOf(meanings);
    }
}
