package dev.tillgate.platform.woocommerce;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;

/** A shop without our plugin, over plain http: every request is signed by OAuth 1.0a. */
class WooRestContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new WooRestFixture(new FakeWooShop(false));
    }
}
