package dev.tillgate.chat.assistant;

/** What a buyer may want from a message. Earlier ones win when two are as likely: they are worse to overlook. */
public enum Intent {
    HUMAN,
    REFUND,
    CANCEL,
    PAYMENT_STATUS,
    CHANGE_METHOD,
    PAY_ORDER,
    HOW_TO_PAY,
    COMPLAINT,
    THANKS,
    NO,
    YES,
    GREETING,
    /** About something else than paying, or not understood. */
    OTHER
}
