package dev.tillgate.provider.stripe;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** Stripe keeps the contract with its hosted page, against the simulator over real HTTP. */
class StripeCheckoutContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new StripeFixture(true);
    }
}
