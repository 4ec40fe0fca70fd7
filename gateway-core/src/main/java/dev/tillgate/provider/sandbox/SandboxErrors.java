package dev.tillgate.provider.sandbox;

import static dev.tillgate.provider.ErrorTable.entry;
import static java.util.Map.entry;

import dev.tillgate.payment.DeclineReason;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import java.util.Map;

/** The bank's codes. */
public final class SandboxErrors {
    /** Declines: the payer's side said no. */
    public static final ErrorTable DECLINES = new ErrorTable(Map.ofEntries(
            entry("insufficient_funds", entry(DeclineReason.INSUFFICIENT_FUNDS, Advice.OTHER_METHOD)),
            entry("do_not_honor", entry(DeclineReason.DECLINED_BY_ISSUER, Advice.OTHER_METHOD)),
            entry("expired_card", entry(DeclineReason.EXPIRED_CARD, Advice.OTHER_METHOD)),
            entry("incorrect_number", entry(DeclineReason.INCORRECT_NUMBER, Advice.CORRECT_DETAILS)),
            entry("incorrect_cvc", entry(DeclineReason.INCORRECT_CVC, Advice.CORRECT_DETAILS)),
            entry("lost_card", entry(DeclineReason.LOST_OR_STOLEN, Advice.OTHER_METHOD)),
            entry("stolen_card", entry(DeclineReason.LOST_OR_STOLEN, Advice.OTHER_METHOD)),
            entry("fraudulent", entry(DeclineReason.SUSPECTED_FRAUD, Advice.OTHER_METHOD)),
            entry("limit_exceeded", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD)),
            entry("authentication_failed", entry(DeclineReason.AUTHENTICATION_FAILED, Advice.CHOOSE_AGAIN)),
            entry("not_supported", entry(DeclineReason.NOT_SUPPORTED, Advice.OTHER_METHOD)),
            entry("processing_error", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER)),
            entry("canceled_by_payer", entry(DeclineReason.CANCELED_BY_PAYER, Advice.CHOOSE_AGAIN)),
            entry("expired", entry(DeclineReason.EXPIRED, Advice.CHOOSE_AGAIN)),
            entry("closed", entry(DeclineReason.CLOSED, Advice.CHOOSE_AGAIN)),
            entry("refund_failed", entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER))));

    /** What an error answer says of the thing that was asked for. */
    enum Meaning {
        /** Nothing moved; our request or credentials are wrong. */
        OURS,
        /** Nothing moved and nothing was recorded: it may be sent again. */
        NOT_TAKEN,
        /** Nothing moved, for a reason on the other side; the reason is in {@link #REFUSALS}. */
        DECLINED
    }

    /** Error answers to requests. One that is not listed here means: unknown. */
    static final Map<String, Meaning> ERRORS = Map.ofEntries(
            entry("invalid_request", Meaning.OURS),
            entry("invalid_key", Meaning.OURS),
            entry("unknown_instrument", Meaning.OURS),
            entry("over_capture", Meaning.OURS),
            entry("over_refund", Meaning.OURS),
            entry("not_authorized", Meaning.OURS),
            entry("not_captured", Meaning.OURS),
            entry("charge_not_found", Meaning.OURS),
            entry("rate_limited", Meaning.NOT_TAKEN),
            entry("no_record", Meaning.NOT_TAKEN),
            entry("amount_too_large", Meaning.DECLINED),
            entry("already_captured", Meaning.DECLINED),
            entry("reference_closed", Meaning.DECLINED));

    /** Error answers that are a no of the other side. */
    static final ErrorTable REFUSALS = new ErrorTable(Map.of(
            "amount_too_large", entry(DeclineReason.LIMIT_EXCEEDED, Advice.OTHER_METHOD),
            "already_captured", entry(DeclineReason.NOT_SUPPORTED, Advice.CHOOSE_AGAIN),
            "reference_closed", entry(DeclineReason.CLOSED, Advice.CHOOSE_AGAIN)));

    private SandboxErrors() {}
}
