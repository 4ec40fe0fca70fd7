package dev.tillgate.platform.shopify;

import dev.tillgate.money.Money;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.MemoryDrawer;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.TestSignature;
import dev.tillgate.platform.shopify.ShopBook.Row;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** A connection with a shop at Shopify of its own, and a clock that tests set. */
final class OpenedShopify implements AutoCloseable {
    static final Money AMOUNT = Money.ofMinor(1230, "EUR");

    final ShopifyFixture fixture = new ShopifyFixture("2026-10", null);
    final FakeShopify shop = fixture.shop;
    final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    final MemoryDrawer drawer = new MemoryDrawer();
    Instant now = Instant.now();
    final ShopifyPlatform platform = open("https://pay.example/hooks/shops/sto_1");

    ShopifyPlatform open(String address) {
        return new ShopifyPlatform(
                fixture.settings(),
                new PlatformType.Tools(shop.way(wire), new TestSignature(() -> now), drawer, address, () -> now));
    }

    ShopFact paid(String order) {
        return new ShopFact(order, PaymentId.next(), Standing.PAID, AMOUNT, List.of(), now);
    }

    Row row(String order) {
        return Objects.requireNonNull(shop.book.rows.get(order));
    }

    static String reason(Reconciled result) {
        return result instanceof Reconciled.Refused refused ? refused.reason() : result.toString();
    }

    @Override
    public void close() {
        fixture.close();
        wire.close();
    }
}
