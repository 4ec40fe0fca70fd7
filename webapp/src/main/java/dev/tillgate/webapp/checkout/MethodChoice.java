package dev.tillgate.webapp.checkout;

import dev.tillgate.provider.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A way to pay as the page offers it.
 *
 * @param reasonKey why it is recommended, as a key of the bundle; null when there is nothing to say
 * @param failedBefore whether the payer's last try with it was declined
 */
public record MethodChoice(
        String method,
        String provider,
        MethodType.Style style,
        boolean recommended,
        @Nullable String reasonKey,
        boolean failedBefore) {

    MethodChoice failed(boolean nowFailed) {
        return new MethodChoice(method, provider, style, recommended, reasonKey, nowFailed);
    }
}
