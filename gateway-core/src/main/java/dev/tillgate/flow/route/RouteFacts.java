package dev.tillgate.flow.route;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import org.jspecify.annotations.Nullable;

/** What routing looks at beyond the rules; asked for outside of any transaction. */
public record RouteFacts(Breakers breakers, LiveRates rates) {
    /** Nothing is known: every account counts as well. */
    public static final RouteFacts NONE =
            new RouteFacts((provider, account) -> false, (merchant, account, method) -> null);

    /** The circuit breakers of accounts. */
    @FunctionalInterface
    public interface Breakers {
        /** Whether the account would not be called at this moment, because its provider's side is down. */
        boolean isOpen(String provider, AccountId account);
    }

    /** How recent attempts went. */
    @FunctionalInterface
    public interface LiveRates {
        /** Of an account's recent attempts at a method; may be some seconds old; null when there were none. */
        @Nullable
        Rate of(MerchantId merchant, AccountId account, String method);
    }
}
