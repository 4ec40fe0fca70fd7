package dev.tillgate.provider.stripe;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** Stripe keeps the contract with instruments that are known already, against the simulator over real HTTP. */
class StripeProviderContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new StripeFixture(false);
    }
}
