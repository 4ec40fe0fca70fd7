package dev.tillgate.webapp.boot;

/** The program cannot start; the message is one clear sentence for the person who started it. */
final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
