package dev.tillgate.payment;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The life of one attempt. {@link #STARTED} without an answer <em>is</em> "unknown": money may have moved. */
public enum AttemptStatus {
    /** Saved, and perhaps sent: until there is an answer, nobody knows. */
    STARTED,
    /** The payer has to do something: go to a page, scan, transfer. */
    AWAITING_PAYER,
    /** The provider works on it and will tell. */
    PENDING,
    /** Money is reserved. */
    AUTHORIZED,
    /** Money was collected. */
    SUCCEEDED,
    /** Refused on the payer's side, with a reason. */
    DECLINED,
    /** Surely never became a charge at the provider. */
    NOT_SENT,
    /** Closed before it was paid: by the payer, by time, or because another attempt succeeded. */
    ABANDONED;

    private static final Map<AttemptStatus, Set<AttemptStatus>> NEXT = new EnumMap<>(Map.of(
            STARTED, EnumSet.of(AWAITING_PAYER, PENDING, AUTHORIZED, SUCCEEDED, DECLINED, NOT_SENT, ABANDONED),
            AWAITING_PAYER, EnumSet.of(PENDING, AUTHORIZED, SUCCEEDED, DECLINED, ABANDONED),
            PENDING, EnumSet.of(AWAITING_PAYER, AUTHORIZED, SUCCEEDED, DECLINED, ABANDONED),
            AUTHORIZED, EnumSet.of(SUCCEEDED, ABANDONED),
            SUCCEEDED, EnumSet.noneOf(AttemptStatus.class),
            DECLINED, EnumSet.noneOf(AttemptStatus.class),
            // Evidence of money beats our belief that there was none.
            NOT_SENT, EnumSet.of(AUTHORIZED, SUCCEEDED),
            ABANDONED, EnumSet.of(AUTHORIZED, SUCCEEDED)));

    public boolean canBecome(AttemptStatus next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether money may be on its way that we do not know of yet: nobody may pay again until this is settled. */
    public boolean isInDoubt() {
        return this == STARTED || this == PENDING;
    }

    /** Whether the provider holds something open that can still be paid or is still being decided. */
    public boolean isUnderWay() {
        return isInDoubt() || this == AWAITING_PAYER;
    }

    /** Whether money is reserved or collected. */
    public boolean isCharged() {
        return this == AUTHORIZED || this == SUCCEEDED;
    }
}
