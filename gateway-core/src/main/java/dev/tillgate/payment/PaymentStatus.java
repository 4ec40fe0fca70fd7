package dev.tillgate.payment;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The life of a payment. Refunded, partly paid, overpaid and disputed are sums and rows, never states; a decline ends
 * an attempt, never the payment.
 */
public enum PaymentStatus {
    /** Waits to be paid. */
    OPEN,
    /** Money is reserved at a provider and waits to be captured. */
    AUTHORIZED,
    /** Money was collected. */
    PAID,
    /** Given up by shop or merchant. Money that still comes is kept: see {@link #PAID}. */
    CANCELED,
    /** Not paid in time. Late money is still money: see {@link #PAID}. */
    EXPIRED;

    private static final Map<PaymentStatus, Set<PaymentStatus>> NEXT = new EnumMap<>(Map.of(
            OPEN, EnumSet.of(AUTHORIZED, PAID, CANCELED, EXPIRED),
            AUTHORIZED, EnumSet.of(PAID, CANCELED, EXPIRED),
            PAID, EnumSet.noneOf(PaymentStatus.class),
            CANCELED, EnumSet.of(PAID),
            EXPIRED, EnumSet.of(PAID)));

    public boolean canBecome(PaymentStatus next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }
}
