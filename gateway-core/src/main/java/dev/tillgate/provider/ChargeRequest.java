package dev.tillgate.provider;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a provider needs to start a charge.
 *
 * @param attempt the provider-side idempotency key and our reference in the provider's books
 * @param method the method's code
 * @param instrument a token of the payer's payment details that the provider itself issued, or null to let the payer
 *     choose on the provider's page; never a card number
 * @param orderReference the shop's order number, for the payer's statement and the provider's books
 * @param description one line for the payer
 * @param returnUrl where the provider sends the payer back to
 * @param notifyUrl where the provider sends notifications
 * @param locale the payer's language
 * @param expiresAt when we stop offering it, UTC
 * @param payerAddress the IP address of the payer's device, for providers that want it, or null when it is not known;
 *     never stored
 */
public record ChargeRequest(
        AttemptId attempt,
        Money amount,
        String method,
        @Nullable String instrument,
        CaptureMode captureMode,
        String orderReference,
        String description,
        String returnUrl,
        String notifyUrl,
        Locale locale,
        Instant expiresAt,
        @Nullable String payerAddress) {
    /** Without the instrument, the address and what the payer sees. */
    @Override
    public String toString() {
        return "ChargeRequest[" + attempt + ", " + amount + ", " + method + "]";
    }
}
