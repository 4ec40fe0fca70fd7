package dev.tillgate.provider;

import dev.tillgate.money.Money;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of something asked of a provider. No default branch of a translation may yield {@link Done} or
 * {@link Declined}: what is not understood is {@link Unknown}.
 */
public sealed interface Outcome {
    /** It happened: {@code amount} is what the provider says, to be compared with what was asked. */
    record Done(Effect effect, String ref, Money amount) implements Outcome {}

    /** The payer has to do something first. */
    record PayerMust(String ref, NextAction action) implements Outcome {}

    /** The payer agreed and nothing has moved yet: it needs {@link Provider.Completes#complete}. */
    record Approved(String ref) implements Outcome {}

    /** The provider works on it. {@code askAgain} is how long to wait before asking, if it did not tell us sooner. */
    record Pending(@Nullable String ref, Duration askAgain) implements Outcome {}

    /** The payer's side said no; nothing moved. {@code providerCode} is the provider's own word for it. */
    record Declined(DeclineReason reason, String providerCode) implements Outcome {}

    /** Our request or our credentials are wrong; nothing moved, and an operator must look. */
    record Refused(String why) implements Outcome {}

    /** It surely never reached the provider, or the provider has no record of it: the only one that may be repeated. */
    record NotSent(String why) implements Outcome {}

    /**
     * Money may have moved: never repeated, only asked about.
     *
     * @param unanswered whether the provider's side seems to be down, so that it is asked again at a steady pace until
     *     it answers; otherwise it answered, and more and more seldom
     */
    record Unknown(String why, boolean unanswered) implements Outcome {
        /** What was answered tells nothing. */
        public Unknown(String why) {
            this(why, false);
        }
    }

    /** What a {@link Done} did. */
    enum Effect {
        /** Money is reserved. */
        AUTHORIZED,
        /** Money is collected. */
        CAPTURED,
        /** Money is collected, and what else was reserved is free again: there is one capture only. */
        CAPTURED_FINALLY,
        /** The charge can no longer be paid, or its reserved money was released. */
        CLOSED,
        /** Money was given back. */
        REFUNDED
    }
}
