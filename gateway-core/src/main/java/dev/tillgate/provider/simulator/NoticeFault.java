package dev.tillgate.provider.simulator;

/** What happens to a notification that a simulator sends. */
public enum NoticeFault {
    NORMAL,
    TWICE,
    /** Held back until later ones have gone. */
    LATE,
    WRONG_SIGNATURE,
    /** Never sent. */
    NONE
}
