package dev.tillgate.flow;

/** What can happen, by the name the store sees. */
public enum EventType {
    PAYMENT_CREATED("payment.created", false),
    /** An attempt began. */
    ATTEMPT_STARTED("attempt.started", false),
    /** The payer has something to do (a page, a code, a transfer). */
    ATTEMPT_AWAITING_PAYER("attempt.awaiting_payer", false),
    /** The provider works on it. */
    ATTEMPT_PENDING("attempt.pending", false),
    /** An answer was lost: nobody may pay again until it is found. */
    ATTEMPT_UNKNOWN("attempt.unknown", true),
    /** The payer's side said no; the payment stays open. */
    ATTEMPT_DECLINED("attempt.declined", true),
    /** Surely never became a charge; the payment stays open. */
    ATTEMPT_NOT_SENT("attempt.not_sent", false),
    /** Closed without being paid. */
    ATTEMPT_ABANDONED("attempt.abandoned", false),
    /** The provider refused our request or credentials: an operator must look. */
    ATTEMPT_REFUSED("attempt.refused", true),
    PAYMENT_AUTHORIZED("payment.authorized", true),
    PAYMENT_PAID("payment.paid", true),
    /** Paid after it had expired or was canceled: the store decides what to do. */
    PAYMENT_PAID_LATE("payment.paid_late", true),
    /** A further part of reserved money was collected. */
    PAYMENT_CAPTURED("payment.captured", true),
    PAYMENT_CAPTURE_FAILED("payment.capture_failed", true),
    PAYMENT_CANCELED("payment.canceled", true),
    PAYMENT_EXPIRED("payment.expired", true),
    /** The order was charged a second time; that money is being given back. */
    PAYMENT_SECOND_SUCCESS("payment.second_success", true),
    /** The provider reports another amount or currency than was asked for; never counted as paid. */
    PAYMENT_AMOUNT_MISMATCH("payment.amount_mismatch", true),
    /** Two answers contradict each other; the first one stands until an operator has looked. */
    PAYMENT_CONTRADICTION("payment.contradiction", true),
    REFUND_STARTED("refund.started", false),
    REFUND_SUCCEEDED("refund.succeeded", true),
    REFUND_FAILED("refund.failed", true),
    /** The provider does not take it for now, such as for lack of balance: it is tried again, more and more seldom. */
    REFUND_DELAYED("refund.delayed", true),
    /** The payer objects at the bank or the provider; the merchant may have to answer by a date. */
    DISPUTE_OPENED("dispute.opened", true),
    /** Evidence was taken, or the date has changed. */
    DISPUTE_UPDATED("dispute.updated", true),
    DISPUTE_WON("dispute.won", true),
    DISPUTE_LOST("dispute.lost", true),
    /** Less came than is owed; the policy says whether the rest is asked for or it goes back. */
    PAYMENT_UNDERPAID("payment.underpaid", true),
    /** More came than is owed; the order is paid, and the policy says whether the excess goes back. */
    PAYMENT_OVERPAID("payment.overpaid", true),
    /** Money came after the payment had ended and goes back, as the store's policy says. */
    PAYMENT_LATE_REFUNDED("payment.late_refunded", true),
    /** The date until which a dispute can be answered is near; told once for each date. */
    DISPUTE_DEADLINE_NEAR("dispute.deadline_near", true),
    /** The provider has the merchant's evidence. */
    DISPUTE_EVIDENCE_SUBMITTED("dispute.evidence_submitted", true);

    private final String code;
    private final boolean calledBack;

    EventType(String code, boolean calledBack) {
        this.code = code;
        this.calledBack = calledBack;
    }

    /** The stable public name, such as {@code payment.paid}. */
    public String code() {
        return code;
    }

    /** Whether the store is told by callback; the others are in the timeline and the stream only. */
    public boolean isCalledBack() {
        return calledBack;
    }

    /** @throws IllegalArgumentException when there is none */
    public static EventType of(String code) {
        for (EventType type : values()) {
            if (type.code.equals(code)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no event type " + code);
    }
}
