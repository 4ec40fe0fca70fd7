package dev.tillgate.payment;

/** What is asked of a provider about an attempt that it already knows. */
public enum OperationKind {
    /** Collect reserved money, whole or in parts. */
    CAPTURE,
    /** Close an attempt: release reserved money, or shut an unpaid link so that it cannot be paid any more. */
    VOID,
    /** Give collected money back, whole or in parts. */
    REFUND
}
