package dev.tillgate.flow.route;

/**
 * How an account's recent attempts at a method went.
 *
 * @param good those that collected or reserved money
 * @param counted those, and the ones that failed through the account; payers' own declines are not among them
 */
public record Rate(int good, int counted) {
    private static final int WHOLE = 10_000;

    public Rate {
        if (good < 0 || counted < good) {
            throw new IllegalArgumentException("more good ones than there are");
        }
    }

    /** Hundredths of a percent, rounded down; the whole when there were none. */
    public int basisPoints() {
        return counted == 0 ? WHOLE : (int) ((long) good * WHOLE / counted);
    }

    /** The same account seen by two counts. */
    public Rate plus(Rate other) {
        return new Rate(good + other.good, counted + other.counted);
    }
}
