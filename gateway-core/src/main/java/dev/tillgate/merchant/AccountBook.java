package dev.tillgate.merchant;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Provider accounts, as kept, their settings sealed. Each method is a short transaction of its own. */
public interface AccountBook {
    void insert(ProviderAccount account);

    Optional<ProviderAccount> account(MerchantId merchant, AccountId account);

    /** A merchant's accounts, oldest first. */
    List<ProviderAccount> accounts(MerchantId merchant);

    /**
     * Changes an account under its lock and answers it as changed.
     *
     * @throws java.util.NoSuchElementException when the merchant has no such account
     */
    ProviderAccount change(MerchantId merchant, AccountId account, UnaryOperator<ProviderAccount> change);
}
