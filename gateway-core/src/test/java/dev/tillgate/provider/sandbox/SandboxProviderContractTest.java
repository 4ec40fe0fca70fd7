package dev.tillgate.provider.sandbox;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** The sandbox provider keeps the contract, against the sandbox bank over real HTTP. */
class SandboxProviderContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new SandboxFixture();
    }
}
