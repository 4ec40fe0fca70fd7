package dev.tillgate.provider.alipay.simulator;

/** Something odd that Alipay does now and then; each happens once, to the next call that it fits. */
public enum AlipayQuirk {
    /** Nothing is done, and the answer is {@code ACQ.TRADE_NOT_EXIST}, true or not, without a signature. */
    UNSIGNED_FAILURE,
    /** Slashes of the answer are escaped after it was signed. */
    SLASHES_ESCAPED,
    /** It is done, and the answer is {@code ACQ.SYSTEM_ERROR}. */
    SYSTEM_ERROR_AFTER,
    /** The same, spelled {@code AQC.SYSTEM_ERROR}, which only a cancel does. */
    MISSPELLED_ERROR_AFTER,
    /** The payer pays between a close that found nothing and the cancel after it. */
    PAID_BEFORE_CANCEL,
    /** The close went well, and the payment that was under way arrives all the same. */
    PAID_AFTER_CLOSE,
    /** A refund is taken and not carried out yet: it changes nothing, and there is no record of it for now. */
    REFUND_SLOW,
    /** There is not enough money on the seller's account to give any back. */
    REFUND_WITHOUT_BALANCE,
    /** The answer names another certificate of Alipay than the merchant has. */
    CERTIFICATE_CHANGED
}
