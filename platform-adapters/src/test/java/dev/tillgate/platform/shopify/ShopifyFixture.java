package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.platform.PlatformFixture;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.platform.shopify.ShopBook.Row;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fake shop as the contract needs it. */
public final class ShopifyFixture implements PlatformFixture {
    public final FakeShopify shop;
    private final Settings settings;

    public ShopifyFixture(String version, @Nullable SchemaCourt court) {
        shop = new FakeShopify(court);
        settings = settings(version);
    }

    /** One whose every request and answer is executed on Shopify's published schema, or the test is skipped. */
    public static ShopifyFixture onTheSchema(String version) {
        return new ShopifyFixture(version, SchemaCourt.open());
    }

    /** The next answers to a change are lost after it was made. */
    public void loseNextAnswer() {
        shop.loseNextAnswer = true;
    }

    public static Settings settings(String version) {
        return new Settings(Map.of(
                Shopify.SHOP, FakeShopify.SHOP,
                Shopify.CLIENT_ID, FakeShopify.CLIENT_ID,
                Shopify.CLIENT_SECRET, FakeShopify.SECRET,
                Shopify.API_VERSION, version));
    }

    /** The real type, whose way to the shop leads to this machine; always with this shop's settings. */
    @Override
    public PlatformType type() {
        PlatformType real = Shopify.TYPE;
        return new PlatformType(
                real.id(),
                real.settings(),
                real.platform(),
                (given, tools) -> real.opener()
                        .open(
                                settings,
                                new PlatformType.Tools(
                                        shop.way(tools.exchange()),
                                        tools.signature(),
                                        tools.drawer(),
                                        // As in production: Shopify sends to https alone.
                                        "https://pay.example/hooks/shops/sto_test",
                                        tools.clock())),
                real.check());
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public List<String> secrets() {
        return List.of(FakeShopify.SECRET, "secretsecretsecret", "refreshrefresh");
    }

    @Override
    public List<String> personal() {
        return List.of(ShopBook.BUYER, ShopBook.MAIL);
    }

    @Override
    public List<Money> amounts() {
        return List.of(Money.ofMinor(1230, "EUR"), Money.ofMinor(64, "JPY"), Money.ofMinor(1001, "KWD"));
    }

    @Override
    public String order(Money total) {
        synchronized (shop) {
            return shop.book.order(ShopBook.text(total), total.currencyCode(), ShopBook.METHOD);
        }
    }

    @Override
    public String orderNotOffered(Money total) {
        synchronized (shop) {
            return shop.book.order(ShopBook.text(total), total.currencyCode(), "Cash on Delivery (COD)");
        }
    }

    @Override
    public String orderWithText(String amount, String currency) {
        synchronized (shop) {
            return shop.book.order(amount, currency, ShopBook.METHOD);
        }
    }

    private Row row(String reference) {
        Row row = shop.book.rows.get(reference);
        if (row == null) {
            throw new IllegalArgumentException(reference);
        }
        row.updatedAt = Instant.now();
        return row;
    }

    @Override
    public void cancel(String reference) {
        synchronized (shop) {
            row(reference).canceled = true;
        }
    }

    @Override
    public void change(String reference, Money total) {
        synchronized (shop) {
            row(reference).total = ShopBook.text(total);
            row(reference).outstanding = ShopBook.text(total);
        }
    }

    @Override
    public void delete(String reference) {
        synchronized (shop) {
            shop.book.rows.remove(reference);
        }
    }

    @Override
    public void payOtherwise(String reference) {
        synchronized (shop) {
            Row row = row(reference);
            shop.book.book(row, shop.book.transaction(row, "SALE", "SUCCESS", "Cash", row.outstanding, null));
        }
    }

    @Override
    public @Nullable Truth truth(String reference) {
        synchronized (shop) {
            Row row = shop.book.rows.get(reference);
            if (row == null) {
                return null;
            }
            boolean zero = ShopBook.isZero(row.refunded);
            boolean all = !zero && ShopBook.number(row.refunded).compareTo(ShopBook.number(row.total)) >= 0;
            ShopOrder.State state = row.canceled
                    ? ShopOrder.State.CANCELED
                    : !row.paid ? ShopOrder.State.UNPAID : all ? ShopOrder.State.REFUNDED : ShopOrder.State.PAID;
            return new Truth(
                    state,
                    money(row.total, row.currency),
                    money(row.refunded, row.currency),
                    row.metafield,
                    row.completions);
        }
    }

    private static Money money(String text, String currency) {
        return Amounts.presentment(ShopBook.bag(text, currency));
    }

    @Override
    public InboundRequest message(String reference) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", Long.parseLong(reference))
                .put("admin_graphql_api_id", "gid://shopify/Order/" + reference)
                .put("email", ShopBook.MAIL);
        body.putObject("customer").put("first_name", ShopBook.BUYER);
        body.putArray("payment_gateway_names").add(ShopBook.METHOD);
        return signed(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InboundRequest signed(byte[] body) {
        return webhook("orders/updated", body, "X-Shopify-");
    }

    public static InboundRequest webhook(String topic, byte[] body, String prefix) {
        return new InboundRequest(
                "POST",
                "/hooks/shops/sto_test",
                null,
                Map.of(
                        prefix + "Hmac-Sha256",
                                Base64.getEncoder().encodeToString(Hmac.sha256(FakeShopify.SECRET, body)),
                        prefix + "Topic", topic,
                        prefix + "Shop-Domain", FakeShopify.SHOP,
                        prefix + "API-Version", "2026-10",
                        prefix + "Webhook-Id", UUID.randomUUID().toString(),
                        prefix + "Event-Id", UUID.randomUUID().toString(),
                        prefix + "Triggered-At", Instant.now().toString()),
                body,
                Instant.now());
    }

    @Override
    public boolean datesMessages() {
        return false;
    }

    @Override
    public void trouble(Trouble trouble) {
        shop.trouble(trouble);
    }

    @Override
    public void close() {
        shop.close();
    }

    /** The platform alone, ready to be asked. */
    public dev.tillgate.platform.Platform open(dev.tillgate.provider.Exchange wire) {
        return type().opener()
                .open(
                        settings,
                        new PlatformType.Tools(
                                wire,
                                new dev.tillgate.platform.TestSignature(Instant::now),
                                new dev.tillgate.platform.MemoryDrawer(),
                                "https://pay.example/hooks/shops/sto_test",
                                Instant::now));
    }

    /** What Shopify's administration sends with a page that it shows, issued then. */
    public static String sessionToken(Instant at) {
        return ShopifyJudgeTest.token(FakeShopify.SECRET, FakeShopify.CLIENT_ID, at.getEpochSecond(), "HS256");
    }

    /** The token of the checkout that an order came of. */
    public String checkout(String reference) {
        synchronized (shop) {
            return row(reference).checkoutToken;
        }
    }
}
