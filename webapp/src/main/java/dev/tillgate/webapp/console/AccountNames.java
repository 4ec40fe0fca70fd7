package dev.tillgate.webapp.console;

import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.payment.AccountId;
import java.util.List;

/** What a merchant calls the provider accounts. */
public record AccountNames(List<ProviderAccount> accounts) {
    /** The account's label, or its id when there is no such account any more. */
    public String of(AccountId id) {
        return accounts.stream()
                .filter(account -> account.id().equals(id))
                .map(ProviderAccount::label)
                .findFirst()
                .orElse(id.value());
    }
}
