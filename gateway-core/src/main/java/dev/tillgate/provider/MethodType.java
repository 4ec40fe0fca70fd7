package dev.tillgate.provider;

import java.util.Set;

/**
 * A way to pay, as a buyer knows it. Names for buyers are in the message bundles under {@code method.<code>} and
 * {@code method.<code>.hint}.
 *
 * @param code stable short name, such as {@code card}, {@code wallet}, {@code alipay}, {@code bank_transfer}; the same
 *     for every provider that serves the method
 * @param style what the buyer will have to do, for showing the right hint
 * @param manualCapture whether money can be reserved first
 * @param currencies ISO 4217 codes it works with, or empty for all of the provider's
 */
public record MethodType(String code, Style style, boolean manualCapture, Set<String> currencies) {
    /** What the buyer does. */
    public enum Style {
        REDIRECT,
        SCAN,
        TRANSFER,
        /** Hand over to the wallet's own software: for a shop's own app or page inside the wallet, by the API only. */
        INVOKE
    }

    public MethodType {
        currencies = Set.copyOf(currencies);
    }

    public MethodType(String code, Style style, boolean manualCapture) {
        this(code, style, manualCapture, Set.of());
    }

    /**
     * Whether the payer types the amount at their own bank, so that another one than was asked for can come; with every
     * other style another amount is a mistake of the provider.
     */
    public boolean payerSetsAmount() {
        return style == Style.TRANSFER;
    }
}
