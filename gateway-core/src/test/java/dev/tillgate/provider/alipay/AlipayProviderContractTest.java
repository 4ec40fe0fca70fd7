package dev.tillgate.provider.alipay;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** The Alipay provider keeps the contract with bare public keys, against the simulator over real HTTP. */
class AlipayProviderContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new AlipayFixture(false, false);
    }
}
