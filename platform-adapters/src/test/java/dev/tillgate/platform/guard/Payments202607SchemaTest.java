package dev.tillgate.platform.guard;

import dev.tillgate.platform.shopify.FakePayments;
import java.io.IOException;

/** The stories again, with every request and answer executed on the schema that Shopify published as 2026-07. */
class Payments202607SchemaTest extends PaymentsWire {
    Payments202607SchemaTest() throws IOException {
        super(FakePayments.onTheSchema(), "2026-07");
    }
}
