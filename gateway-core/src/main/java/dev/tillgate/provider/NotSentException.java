package dev.tillgate.provider;

import java.io.IOException;

/** Nothing reached the other side: name not resolved, connection refused, time was up before connecting. */
public final class NotSentException extends IOException {
    public NotSentException(String why, Throwable cause) {
        super(why, cause);
    }

    public NotSentException(String why) {
        super(why);
    }
}
