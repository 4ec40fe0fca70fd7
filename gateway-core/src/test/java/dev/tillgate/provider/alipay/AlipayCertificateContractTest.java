package dev.tillgate.provider.alipay;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** It keeps the contract with certificates and encrypted content, too. */
class AlipayCertificateContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new AlipayFixture(true, true);
    }
}
