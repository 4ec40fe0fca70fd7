package dev.tillgate.flow;

import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.ProviderType;

/**
 * After which answers a payment may be tried through another account at once. Every kind of answer is named: one that
 * leaves money in doubt, or a payer with something to do, must never get here by being forgotten.
 */
final class FailOver {
    /** How often at most for one request: a payer waits for it. */
    static final int MOST = 2;

    private FailOver() {}

    static boolean allows(Outcome outcome, ProviderType type) {
        return switch (outcome) {
            case Outcome.NotSent notSent -> true;
            case Outcome.Declined declined -> couldNotProcess(declined, type);
            case Outcome.Done done -> false;
            case Outcome.PayerMust must -> false;
            case Outcome.Approved approved -> false;
            case Outcome.Pending pending -> false;
            // An operator must look; another account would only hide it.
            case Outcome.Refused refused -> false;
            case Outcome.Unknown unknown -> false;
        };
    }

    /** The provider's own table says that nothing is wrong with the payer's side. */
    private static boolean couldNotProcess(Outcome.Declined declined, ProviderType type) {
        ErrorTable.Entry row = type.rules().declines().find(declined.providerCode());
        return row != null
                && row.advice() == ErrorTable.Advice.TRY_LATER
                && !declined.reason().isGivenUp();
    }
}
