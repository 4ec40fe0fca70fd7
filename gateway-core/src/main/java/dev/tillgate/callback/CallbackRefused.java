package dev.tillgate.callback;

/** A request that claims to be a callback is not one. Answer 401 and change nothing. */
public final class CallbackRefused extends Exception {
    CallbackRefused(String message) {
        super(message, null, false, false);
    }
}
