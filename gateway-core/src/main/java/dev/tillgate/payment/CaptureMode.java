package dev.tillgate.payment;

/** When money is collected. */
public enum CaptureMode {
    /** At once. */
    AUTOMATIC,
    /** Reserved first; collected when the shop asks for it. */
    MANUAL
}
