package dev.tillgate.platform.guard;

import dev.tillgate.platform.shopify.FakePayments;
import java.io.IOException;

/** The stories again, with every request and answer executed on the schema that Shopify published as 2026-10. */
class Payments202610SchemaTest extends PaymentsWire {
    Payments202610SchemaTest() throws IOException {
        super(FakePayments.onTheSchema(), "2026-10");
    }
}
