package dev.tillgate.platform.shopify;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;

/** A Shopify shop keeps the contract. */
class ShopifyContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new ShopifyFixture("2026-10", null);
    }
}
