package dev.tillgate.flow.settlement;

/** What came of comparing a settlement row with our books. */
public enum Finding {
    /** It is the one we know, in amount, currency and state. */
    MATCHED,
    /** Nothing of ours has to answer to it: a payout, a fee, an adjustment. */
    NOT_NEEDED,
    /** A charge or refund that we know nothing of. */
    UNKNOWN_HERE,
    AMOUNT_DIFFERS,
    CURRENCY_DIFFERS,
    /** The provider says it moved, we say it did not. */
    STATE_DIFFERS;

    /** Whether somebody has to look. */
    public boolean isOpen() {
        return this != MATCHED && this != NOT_NEEDED;
    }
}
