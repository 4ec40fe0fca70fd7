package dev.tillgate.platform.shopify;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;

/** The contract again, with every request and answer executed on the schema that Shopify published as 2026-10. */
class Shopify202610SchemaTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new ShopifyFixture("2026-10", SchemaCourt.open());
    }
}
