package dev.tillgate.platform.guard;

import dev.tillgate.platform.shopify.ShopifyFixture;
import java.io.IOException;

class DraftStoryTest extends DraftStories {
    DraftStoryTest() throws IOException {
        super(new ShopifyFixture("2026-10", null));
    }
}
