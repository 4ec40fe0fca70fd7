package dev.tillgate.provider;

/**
 * A way to pay, as a buyer knows it. Names for buyers are in the message bundles under {@code method.<code>}.
 *
 * @param code stable short name, such as {@code card}, {@code wallet}, {@code qr}, {@code bank_transfer}
 * @param style what the buyer will have to do, for showing the right hint
 * @param manualCapture whether money can be reserved first
 */
public record MethodType(String code, Style style, boolean manualCapture) {
    /** What the buyer does. */
    public enum Style {
        REDIRECT,
        SCAN,
        TRANSFER
    }
}
