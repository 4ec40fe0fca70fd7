package dev.tillgate.flow;

/** The idempotency key was used before. Whoever sees this answers from {@link #earlier()} and does nothing else. */
public final class AlreadyAsked extends RuntimeException {
    private final transient IdempotencyRecord earlier;

    public AlreadyAsked(IdempotencyRecord earlier) {
        super("the idempotency key was used before", null, false, false);
        this.earlier = earlier;
    }

    public IdempotencyRecord earlier() {
        return earlier;
    }
}
