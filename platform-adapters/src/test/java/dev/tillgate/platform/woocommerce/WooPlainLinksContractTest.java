package dev.tillgate.platform.woocommerce;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;

/** The same shop with plain permalinks, where the route is a parameter and part of what is signed. */
class WooPlainLinksContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new WooRestFixture(new FakeWooShop(true));
    }
}
