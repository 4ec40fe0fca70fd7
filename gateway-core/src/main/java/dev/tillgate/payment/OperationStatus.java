package dev.tillgate.payment;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The life of a capture, void or refund. */
public enum OperationStatus {
    /** Saved, and perhaps sent: until there is an answer, nobody knows. */
    STARTED,
    /** The provider works on it and will tell. */
    PENDING,
    SUCCEEDED,
    /** Surely not done. */
    FAILED;

    private static final Map<OperationStatus, Set<OperationStatus>> NEXT = new EnumMap<>(Map.of(
            STARTED, EnumSet.of(PENDING, SUCCEEDED, FAILED),
            PENDING, EnumSet.of(SUCCEEDED, FAILED),
            // A refund that had succeeded can still bounce (a closed card account).
            SUCCEEDED, EnumSet.of(FAILED),
            FAILED, EnumSet.noneOf(OperationStatus.class)));

    public boolean canBecome(OperationStatus next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether its amount counts against what may still be captured or refunded. */
    public boolean isCounted() {
        return this != FAILED;
    }

    public boolean isUnderWay() {
        return this == STARTED || this == PENDING;
    }
}
