package dev.tillgate.flow.route;

import dev.tillgate.payment.AccountId;
import java.util.List;
import java.util.Optional;

/**
 * Which accounts may take a payment, best first, and why each stands where it stands.
 *
 * @param verdicts those in line by their place, then those passed over in the merchant's order
 */
public record Decision(List<Verdict> verdicts) {
    /**
     * Of one account.
     *
     * @param place from 1; 0 when it was passed over
     */
    public record Verdict(AccountId account, int place, Reason reason) {}

    public Decision {
        verdicts = List.copyOf(verdicts);
    }

    /** The account to try, or nothing when none may take the payment. */
    public Optional<AccountId> first() {
        return verdicts.stream()
                .filter(verdict -> verdict.place() == 1)
                .map(Verdict::account)
                .findFirst();
    }

    /** How many are in line. */
    public int inLine() {
        return (int) verdicts.stream().filter(verdict -> verdict.place() > 0).count();
    }
}
