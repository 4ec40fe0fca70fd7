package dev.tillgate.provider.simulator;

import java.time.Duration;

/**
 * Trouble with one request or its answer.
 *
 * @param delay the answer is held back for this long, whatever else happens to it
 */
public record Fault(Kind kind, Duration delay) {
    /** No trouble. */
    public static final Fault NONE = new Fault(Kind.NONE, Duration.ZERO);

    public static Fault of(Kind kind) {
        return new Fault(kind, Duration.ZERO);
    }

    public static Fault delay(Duration delay) {
        return new Fault(Kind.NONE, delay);
    }

    /** What goes wrong. */
    public enum Kind {
        NONE,
        /** The request is lost: nothing is done, the connection ends without an answer. */
        LOSE_BEFORE,
        /** It is done, and the connection ends without an answer. */
        LOSE_AFTER,
        /** The connection ends without an answer, and the request is done a second later all the same. */
        ARRIVE_LATE,
        /** Nothing is done, 500. */
        ERROR_BEFORE,
        /** It is done, 500. */
        ERROR_AFTER,
        /** Nothing is done, a signed 429. */
        RATE_LIMIT,
        /** It is done; the answer breaks off in the middle. */
        TRUNCATE,
        /** It is done; the body is no JSON. */
        GARBLE,
        /** It is done; the body is a web page with status 200. */
        HTML,
        /** It is done; 200 without a body. */
        EMPTY,
        /** It is done; the answer is signed with another secret. */
        WRONG_SIGNATURE,
        /** It is done; the connection stays open and nothing comes. */
        HANG
    }
}
