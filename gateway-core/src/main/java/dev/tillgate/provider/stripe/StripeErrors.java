package dev.tillgate.provider.stripe;

import static dev.tillgate.provider.ErrorTable.entry;

import dev.tillgate.payment.DeclineReason;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import dev.tillgate.provider.ErrorTable.Entry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Stripe's codes. Declines: <a href="https://docs.stripe.com/declines/codes">docs.stripe.com/declines/codes</a> and the
 * failure codes of other methods; errors: <a href="https://docs.stripe.com/error-codes">docs.stripe.com/error-codes</a>.
 * The published list of decline codes (50 in October 2026) was compared row by row on 2026-11-25: what a row here says of
 * retrying is what its "next steps" say. What is missing here never makes money look unmoved: a decline without a row is
 * the issuer's, an error without one is unknown.
 */
final class StripeErrors {
    private static final Entry FUNDS = entry(DeclineReason.INSUFFICIENT_FUNDS, Advice.OTHER_METHOD);
    private static final Entry ISSUER = entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD);
    private static final Entry ISSUER_LATER = entry(DeclineReason.DECLINED_BY_ISSUER, Advice.TRY_LATER);
    private static final Entry LOST = entry(DeclineReason.LOST_OR_STOLEN, Advice.OTHER_METHOD);
    private static final Entry FRAUD = entry(DeclineReason.SUSPECTED_FRAUD, Advice.OTHER_METHOD);
    private static final Entry LIMIT = entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD);
    private static final Entry EXPIRED = entry(DeclineReason.EXPIRED_CARD, Advice.OTHER_METHOD);
    private static final Entry EXPIRY = entry(DeclineReason.EXPIRED_CARD, Advice.CORRECT_DETAILS);
    private static final Entry REPEATED = entry(DeclineReason.PROCESSING_ERROR, Advice.OTHER_METHOD);
    private static final Entry NUMBER = entry(DeclineReason.INCORRECT_NUMBER, Advice.CORRECT_DETAILS);
    private static final Entry CVC = entry(DeclineReason.INCORRECT_CVC, Advice.CORRECT_DETAILS);
    private static final Entry DETAILS = entry(DeclineReason.DECLINED_BY_ISSUER, Advice.CORRECT_DETAILS);
    private static final Entry AUTHENTICATION = entry(DeclineReason.AUTHENTICATION_FAILED, Advice.CHOOSE_AGAIN);
    private static final Entry UNSUPPORTED = entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD);
    private static final Entry PROCESSING = entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER);
    private static final Entry TIME_IS_UP = entry(DeclineReason.EXPIRED, Advice.CHOOSE_AGAIN);
    private static final Entry TOO_LATE = entry(DeclineReason.NOT_SUPPORTED, Advice.CHOOSE_AGAIN);
    private static final Entry REFUND = entry(DeclineReason.PROCESSING_ERROR, Advice.OTHER_METHOD);

    /** Our own word for a charge that can no longer be closed. */
    static final String ALREADY_COLLECTED = "already_collected";

    /** The payer's side said no. */
    static final ErrorTable DECLINES = new ErrorTable(all(
            rows(FUNDS, "insufficient_funds", "partner_insufficient_funds"),
            // "Check to see if a recent payment already exists": another account must not try it at once.
            rows(REPEATED, "duplicate_transaction"),
            rows(
                    ISSUER,
                    "call_issuer",
                    "card_declined",
                    "do_not_honor",
                    "do_not_try_again",
                    "generic_decline",
                    "invalid_account",
                    "new_account_information_available",
                    "no_action_taken",
                    "not_permitted",
                    "previously_declined_do_not_retry",
                    "revocation_of_all_authorizations",
                    "revocation_of_authorization",
                    "security_violation",
                    "service_not_allowed",
                    "stop_payment_order",
                    "transaction_not_allowed",
                    "payment_method_provider_decline",
                    "payment_method_customer_decline",
                    "payment_intent_payment_attempt_failed",
                    "debit_not_authorized",
                    "bank_account_restricted",
                    "account_closed",
                    "bank_ownership_changed",
                    "no_account"),
            rows(ISSUER_LATER, "approve_with_id", "try_again_later"),
            rows(LOST, "lost_card", "stolen_card", "pickup_card", "restricted_card"),
            rows(FRAUD, "fraudulent", "merchant_blacklist", "blocklist", "highest_risk_level", "rule"),
            rows(
                    LIMIT,
                    "card_velocity_exceeded",
                    "withdrawal_count_limit_exceeded",
                    "invalid_amount",
                    "charge_exceeds_source_limit",
                    "pin_try_exceeded"),
            rows(EXPIRED, "expired_card"),
            rows(EXPIRY, "invalid_expiry_month", "invalid_expiry_year"),
            rows(NUMBER, "incorrect_number", "invalid_number"),
            rows(CVC, "incorrect_cvc", "invalid_cvc", "requested_block_on_incorrect_cvc"),
            rows(DETAILS, "incorrect_zip", "incorrect_address", "incorrect_pin", "invalid_pin"),
            rows(
                    AUTHENTICATION,
                    "authentication_required",
                    "authentication_not_handled",
                    "mobile_device_authentication_required",
                    "payment_intent_authentication_failure",
                    "offline_pin_required",
                    "online_or_offline_pin_required"),
            rows(
                    UNSUPPORTED,
                    "card_not_supported",
                    "currency_not_supported",
                    "testmode_decline",
                    "live_mode_test_card",
                    "payment_method_not_available",
                    "invalid_charge_amount"),
            rows(
                    PROCESSING,
                    "processing_error",
                    "issuer_not_available",
                    "reenter_transaction",
                    "payment_method_provider_timeout"),
            rows(TIME_IS_UP, "payment_intent_payment_attempt_expired", "payment_method_microdeposit_failed")));

    /** A refund that did not reach the payer, and closings that came too late. */
    static final ErrorTable REFUSALS = new ErrorTable(all(
            rows(
                    REFUND,
                    "lost_or_stolen_card",
                    "expired_or_canceled_card",
                    "charge_for_pending_refund_disputed",
                    "insufficient_funds",
                    "declined",
                    "merchant_request",
                    "unknown"),
            rows(entry(DeclineReason.CLOSED, Advice.CHOOSE_AGAIN), "refund_canceled"),
            rows(TOO_LATE, ALREADY_COLLECTED)));

    /**
     * Errors that say: nothing was done, and our request, our account or the thing asked about is not what it should be.
     * A code that is neither here nor in {@link #CHANGED} means: unknown.
     */
    static final Set<String> OURS = Set.of(
            "account_country_invalid_address",
            "account_invalid",
            "account_error_country_change_requires_additional_steps",
            "amount_too_large",
            "amount_too_small",
            "api_key_expired",
            "balance_insufficient",
            "capture_charge_authorization_expired",
            "capture_unauthorized_payment",
            "charge_already_refunded",
            "charge_disputed",
            "charge_expired_for_capture",
            "charge_invalid_parameter",
            "charge_not_refundable",
            "country_unsupported",
            "insufficient_funds",
            "invalid_characters",
            "livemode_mismatch",
            "parameter_invalid_empty",
            "parameter_invalid_integer",
            "parameter_invalid_string_blank",
            "parameter_invalid_string_empty",
            "parameter_missing",
            "parameter_unknown",
            "parameters_exclusive",
            "payment_intent_incompatible_payment_method",
            "payment_intent_invalid_parameter",
            "payment_method_invalid_parameter",
            "payment_method_unactivated",
            "payment_method_unexpected_state",
            "platform_api_key_expired",
            "refund_disputed_payment",
            "resource_missing",
            "secret_key_required",
            "testmode_charges_only",
            "tls_version_unsupported",
            "url_invalid");

    /** Errors that say: it is no longer in the state that this needs. Perhaps because we asked for it before. */
    static final Set<String> CHANGED =
            Set.of("payment_intent_unexpected_state", "charge_already_captured", "intent_invalid_state");

    private StripeErrors() {}

    private static Map<String, Entry> rows(Entry entry, String... codes) {
        Map<String, Entry> rows = new TreeMap<>();
        for (String code : codes) {
            rows.put(code, entry);
        }
        return rows;
    }

    @SafeVarargs
    private static Map<String, Entry> all(Map<String, Entry>... groups) {
        Map<String, Entry> all = new TreeMap<>();
        for (Map<String, Entry> group : groups) {
            all.putAll(group);
        }
        return all;
    }
}
