package dev.tillgate.flow.route;

import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.provider.ErrorTable;
import org.jspecify.annotations.Nullable;

/** Whether an attempt's end says anything of the account it was made through. */
public enum Blame {
    /** Money was collected or reserved. */
    NONE,
    /** It failed, and might not have through another account. */
    ACCOUNT,
    /** The payer's own affair, given up, or not decided yet: says nothing of the account. */
    NOT_COUNTED;

    /**
     * @param reason why it was declined, if it was
     * @param row the provider's row for its decline code, or null when there is none
     * @param asked how often the provider was asked in vain what became of it
     */
    public static Blame of(
            AttemptStatus status, @Nullable DeclineReason reason, ErrorTable.@Nullable Entry row, int asked) {
        return switch (status) {
            case SUCCEEDED, AUTHORIZED -> NONE;
            // Not reached, or our request or credentials refused.
            case NOT_SENT -> ACCOUNT;
            // Running is nobody's fault; an answer that was lost is.
            case STARTED -> asked > 0 ? ACCOUNT : NOT_COUNTED;
            case DECLINED -> ofDecline(reason, row);
            case AWAITING_PAYER, PENDING, ABANDONED -> NOT_COUNTED;
        };
    }

    private static Blame ofDecline(@Nullable DeclineReason reason, ErrorTable.@Nullable Entry row) {
        if (row != null && row.advice() == ErrorTable.Advice.TRY_LATER) {
            return ACCOUNT;
        }
        if (reason == null) {
            return NOT_COUNTED;
        }
        return switch (reason) {
            // An issuer that gives no reason, and a suspicion of fraud, depend on who asks: that is what accounts
            // differ
            // in. The rest is about the payer's card, money or patience, and the same everywhere.
            case PROCESSING_ERROR, DECLINED_BY_ISSUER, SUSPECTED_FRAUD -> ACCOUNT;
            case INSUFFICIENT_FUNDS,
                    EXPIRED_CARD,
                    INCORRECT_NUMBER,
                    INCORRECT_CVC,
                    LOST_OR_STOLEN,
                    LIMIT_EXCEEDED,
                    AUTHENTICATION_FAILED,
                    NOT_SUPPORTED,
                    CANCELED_BY_PAYER,
                    EXPIRED,
                    CLOSED -> NOT_COUNTED;
        };
    }
}
