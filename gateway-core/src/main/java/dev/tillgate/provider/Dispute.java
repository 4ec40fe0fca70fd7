package dev.tillgate.provider;

import dev.tillgate.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payer's objection to a charge, as the provider tells it.
 *
 * @param ref the provider's own id of the dispute
 * @param amount what is disputed
 * @param reason the provider's own word for it
 * @param respondBy until when evidence is taken, UTC, or null when none is asked for
 */
public record Dispute(
        String ref,
        Status status,
        Money amount,
        String reason,
        @Nullable Instant respondBy) {
    /** How it stands. */
    public enum Status {
        /** The merchant has to answer. */
        NEEDS_RESPONSE,
        /** The bank or the provider decides. */
        UNDER_REVIEW,
        /** The merchant keeps the money. */
        WON,
        /** The payer keeps the money. */
        LOST
    }
}
