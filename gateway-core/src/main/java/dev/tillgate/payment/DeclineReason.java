package dev.tillgate.payment;

/**
 * Why the payer's side said no, in words every provider's codes are translated to. Texts for buyers are in the
 * message bundles under {@code decline.<name>}.
 */
public enum DeclineReason {
    INSUFFICIENT_FUNDS,
    /** The issuer gives no reason ("do not honor"). */
    DECLINED_BY_ISSUER,
    EXPIRED_CARD,
    INCORRECT_NUMBER,
    INCORRECT_CVC,
    LOST_OR_STOLEN,
    SUSPECTED_FRAUD,
    LIMIT_EXCEEDED,
    /** The payer did not pass, or gave up, the bank's check (3-D Secure, app approval). */
    AUTHENTICATION_FAILED,
    /** This card or account cannot be used for this kind of payment or currency. */
    NOT_SUPPORTED,
    /** The issuer or scheme could not process it now; nothing moved. */
    PROCESSING_ERROR,
    /** The payer pressed cancel. */
    CANCELED_BY_PAYER,
    /** The payer did not act in time. */
    EXPIRED,
    /** Closed at the provider at our own wish. */
    CLOSED;

    /** Whether the attempt was given up rather than refused: by the payer, by time, or by us. */
    public boolean isGivenUp() {
        return this == CANCELED_BY_PAYER || this == EXPIRED || this == CLOSED;
    }
}
