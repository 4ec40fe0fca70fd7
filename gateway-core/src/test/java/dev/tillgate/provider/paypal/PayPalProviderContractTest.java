package dev.tillgate.provider.paypal;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** The PayPal provider keeps the contract, against its simulator over real HTTP. */
class PayPalProviderContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new PayPalFixture();
    }
}
