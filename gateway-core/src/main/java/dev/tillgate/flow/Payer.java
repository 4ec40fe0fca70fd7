package dev.tillgate.flow;

import org.jspecify.annotations.Nullable;

/**
 * What is known of whoever pays, for one call to a provider only; never stored.
 *
 * @param instrument the provider's token of the payer's payment details, or null
 * @param address the IP address of the payer's device, or null when the payer is not the one who asks
 */
public record Payer(@Nullable String instrument, @Nullable String address) {
    /** Nothing is known. */
    public static final Payer UNKNOWN = new Payer(null, null);

    /** Never what it holds. */
    @Override
    public String toString() {
        return "Payer";
    }
}
