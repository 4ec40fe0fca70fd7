package dev.tillgate.flow;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import java.util.Optional;

/** Stores and provider accounts, as configured; may be some seconds old. Reads outside any transaction of a flow. */
public interface Directory {
    Optional<StoreProfile> store(MerchantId merchant, StoreId store);

    /** Opens a merchant's account, or nothing when there is none; disabled ones too, since old charges live on. */
    Optional<OpenAccount> account(MerchantId merchant, AccountId account);

    /** The account that a notification's address names. */
    Optional<OpenAccount> account(AccountId account);

    /** A provider ready to be called for one account. */
    record OpenAccount(MerchantId merchant, AccountId id, ProviderType type, Provider provider) {}
}
