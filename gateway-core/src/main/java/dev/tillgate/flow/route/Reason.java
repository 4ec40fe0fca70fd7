package dev.tillgate.flow.route;

/** Why an account stands where it stands in a decision. Texts are in the message bundles under {@code route.<name>}. */
public enum Reason {
    // Passed over.
    /** The provider, or the account as it is set up, does not take this payment: its method, amount or capture mode. */
    UNABLE,
    /** The amount is outside of the rule's. */
    AMOUNT,
    /** The rule names other currencies. */
    CURRENCY,
    /** The rule names other countries of buyers. */
    COUNTRY,
    /** The payer's kept details are another provider's. */
    INSTRUMENT,
    /** It was tried for this payment a moment ago. */
    TRIED,
    /** Its provider's side is down, and another account is not. */
    BREAKER,

    // In line.
    /** It is the only one. */
    ONLY,
    /** The shares decided. */
    SHARE,
    /** The cost decided. */
    COST,
    /** The merchant's order of accounts decided. */
    POSITION,
    /** The others are behind it because of their rates. */
    BEST_RATE,
    /** Too few of its recent attempts succeeded: behind those that do better. */
    LOW_RATE,
    /** Every account's provider seems to be down: it is tried all the same. */
    LAST_RESORT;

    /** Whether it keeps an account out of the line. */
    public boolean isPassedOver() {
        return compareTo(BREAKER) <= 0;
    }
}
