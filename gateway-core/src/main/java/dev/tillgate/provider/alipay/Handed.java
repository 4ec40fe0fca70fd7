package dev.tillgate.provider.alipay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was handed to the payer. Alipay has no id of a payment before the payer opens it, so this is our reference until
 * then: the QR code (or the attempt's id, where a signed address was made here) and when it dies, as {@code
 * https://qr.alipay.com/bax…#1764050000}. As soon as there is a trade its number takes over.
 */
record Handed(String what, Instant expiresAt) {
    /** Alipay's clock and ours may differ this much. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    String ref() {
        return what + "#" + expiresAt.getEpochSecond();
    }

    /** Reads a reference back, or null when it is none of this kind: the number of a trade, or nothing at all. */
    static @Nullable Handed read(@Nullable String ref) {
        int mark = ref == null ? -1 : ref.lastIndexOf('#');
        if (ref == null || mark <= 0 || !ref.substring(mark + 1).matches("[0-9]{1,11}")) {
            return null;
        }
        try {
            return new Handed(ref.substring(0, mark), Instant.ofEpochSecond(Long.parseLong(ref.substring(mark + 1))));
        } catch (DateTimeException tooFar) {
            return null;
        }
    }

    /** Whether nobody can pay with it any more. */
    boolean isDead(Instant now) {
        return now.isAfter(expiresAt.plus(TOLERANCE));
    }
}
