package dev.tillgate.platform.guard;

import dev.tillgate.platform.shopify.ShopifyFixture;
import java.io.IOException;

/** The same with every request and answer executed on the schema that Shopify published as 2026-07. */
class Draft202607SchemaTest extends DraftStories {
    Draft202607SchemaTest() throws IOException {
        super(ShopifyFixture.onTheSchema("2026-07"));
    }
}
