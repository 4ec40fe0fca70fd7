package dev.tillgate.platform.guard;

import dev.tillgate.platform.shopify.FakePayments;
import java.io.IOException;

class PaymentsStoryTest extends PaymentsStories {
    PaymentsStoryTest() throws IOException {
        super(new FakePayments(null), "2026-10");
    }
}
