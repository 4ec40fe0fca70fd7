package dev.tillgate.platform.guard;

import dev.tillgate.platform.shopify.ShopifyFixture;
import java.io.IOException;

/** The same with every request and answer executed on the schema that Shopify published as 2026-10. */
class Draft202610SchemaTest extends DraftStories {
    Draft202610SchemaTest() throws IOException {
        super(ShopifyFixture.onTheSchema("2026-10"));
    }
}
