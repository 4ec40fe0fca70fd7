package dev.tillgate.chat.channel;

/** What can happen to our calls to a channel. */
public enum Mishap {
    NONE,
    /** The line breaks before anything was done. */
    LOST_BEFORE,
    /** It was done, and the answer is lost. */
    LOST_AFTER,
    /** Too many calls: later. */
    BUSY,
    /** The channel has trouble of its own. */
    BROKEN,
    /** The buyer does not want to hear from us. */
    BLOCKED,
    /** The buyer has not written for too long. */
    WINDOW_OVER
}
