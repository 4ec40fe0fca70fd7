package dev.tillgate.flow.route;

import dev.tillgate.flow.route.RouteBook.PastAttempt;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What other rules would have changed.
 *
 * @param attempts how many were decided anew
 * @param isCut whether there were more, older ones, that were left out
 * @param changed how many would have gone through another account, or through none
 * @param without how many no account would have taken
 * @param accounts attempts by account
 * @param costs of attempts that took money, by currency; accounts whose cost is not known count as free
 * @param sample some of those that would have changed, newest first
 */
public record RouteShift(
        int attempts,
        boolean isCut,
        int changed,
        int without,
        Map<AccountId, Attempts> accounts,
        List<Costs> costs,
        List<Change> sample) {
    /** An account's attempts, as they were and as they would have been. */
    public record Attempts(int before, int after) {}

    /** The same sum of payments under both rules, each rounded up to a minor unit. */
    public record Costs(Money before, Money after) {}

    /**
     * One attempt.
     *
     * @param after or null when no account would have taken it
     */
    public record Change(
            AttemptId attempt,
            Money amount,
            AccountId before,
            @Nullable AccountId after) {}

    /** Counts attempts one by one, in memory that does not grow with them. */
    public static final class Count {
        private static final int SAMPLE = 20;

        private final Map<AccountId, RouteRule> old;
        private final Map<AccountId, RouteRule> changed;
        private final Map<String, int[]> accounts = new TreeMap<>();
        private final Map<String, BigInteger[]> costs = new TreeMap<>();
        private final List<Change> sample = new ArrayList<>();
        private int attempts;
        private int changes;
        private int without;

        /**
         * @param old what holds now; what was paid before is counted by it
         * @param changed what is tried out
         */
        public Count(Map<AccountId, RouteRule> old, Map<AccountId, RouteRule> changed) {
            this.old = Map.copyOf(old);
            this.changed = Map.copyOf(changed);
        }

        /** @param now the account that would be chosen */
        public void add(PastAttempt attempt, Optional<AccountId> now) {
            attempts++;
            of(attempt.account())[0]++;
            now.ifPresent(account -> of(account)[1]++);
            if (now.isEmpty()) {
                without++;
            }
            if (!now.equals(Optional.of(attempt.account()))) {
                changes++;
                if (sample.size() < SAMPLE) {
                    sample.add(new Change(attempt.id(), attempt.amount(), attempt.account(), now.orElse(null)));
                }
            }
            if (attempt.status().isCharged() && now.isPresent()) {
                addCosts(attempt, now.get());
            }
        }

        public RouteShift done(boolean isCut) {
            Map<AccountId, Attempts> byAccount =
                    new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
            accounts.forEach((id, both) -> byAccount.put(new AccountId(id), new Attempts(both[0], both[1])));
            List<Costs> sums = new ArrayList<>();
            costs.forEach((currency, both) -> sums.add(new Costs(
                    Money.ofMinor(Cost.minorUnits(both[0]), currency),
                    Money.ofMinor(Cost.minorUnits(both[1]), currency))));
            return new RouteShift(attempts, isCut, changes, without, byAccount, sums, List.copyOf(sample));
        }

        private int[] of(AccountId account) {
            return accounts.computeIfAbsent(account.value(), id -> new int[2]);
        }

        private void addCosts(PastAttempt attempt, AccountId now) {
            BigInteger[] both = costs.computeIfAbsent(
                    attempt.amount().currencyCode(), currency -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO});
            RouteRule before = old.getOrDefault(attempt.account(), RouteRule.NONE);
            RouteRule after = changed.getOrDefault(now, old.getOrDefault(now, RouteRule.NONE));
            both[0] = both[0].add(parts(before, attempt.amount()));
            both[1] = both[1].add(parts(after, attempt.amount()));
        }

        private static BigInteger parts(RouteRule rule, Money amount) {
            Cost cost = rule.cost();
            return cost == null ? BigInteger.ZERO : cost.partsOf(amount);
        }
    }
}
