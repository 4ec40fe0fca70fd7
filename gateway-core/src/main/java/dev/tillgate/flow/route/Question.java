package dev.tillgate.flow.route;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on; the same question has the same answer for ever.
 *
 * @param key what the shares are drawn by: the payment's id, so that every attempt at a payment draws the same
 * @param country of the buyer, ISO 3166-1 alpha-2, or null when it is not known
 * @param provider the only provider that knows the payer's kept details, or null when any will do
 * @param tried accounts that this request has tried already
 * @param candidates in the merchant's order
 */
public record Question(
        String key,
        Money amount,
        @Nullable String country,
        @Nullable String provider,
        List<AccountId> tried,
        List<Candidate> candidates) {
    public Question {
        tried = List.copyOf(tried);
        candidates = List.copyOf(candidates);
    }
}
