package dev.tillgate.platform.woocommerce;

import dev.tillgate.money.Money;
import dev.tillgate.platform.PlatformFixture;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A WooCommerce shop without our plugin. */
final class WooRestFixture implements PlatformFixture {
    private static final String WEBHOOK_SECRET = "contract-webhook-secret-of-the-shop";

    private final FakeWooShop shop;

    WooRestFixture(FakeWooShop shop) {
        this.shop = shop;
    }

    @Override
    public PlatformType type() {
        return WooCommerce.TYPE;
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of(
                WooCommerce.DOOR,
                WooCommerce.REST,
                WooCommerce.SHOP,
                shop.home(),
                WooCommerce.ROOT,
                shop.root(),
                WooCommerce.KEY,
                FakeWooShop.KEY,
                WooCommerce.SECRET,
                FakeWooShop.SECRET,
                WooCommerce.WEBHOOK_SECRET,
                WEBHOOK_SECRET));
    }

    @Override
    public List<String> secrets() {
        return List.of(FakeWooShop.KEY, FakeWooShop.SECRET, WEBHOOK_SECRET);
    }

    @Override
    public List<String> personal() {
        return List.of(WooBook.BUYER, WooBook.MAIL);
    }

    @Override
    public List<Money> amounts() {
        return List.of(Money.ofMinor(1230, "EUR"), Money.ofMinor(64, "JPY"), Money.ofMinor(1001, "KWD"));
    }

    @Override
    public String order(Money total) {
        return orderWithText(total.toDecimalText(), total.currencyCode());
    }

    @Override
    public String orderNotOffered(Money total) {
        return Long.toString(shop.book.add(total.toDecimalText(), total.currencyCode(), "cod").id);
    }

    @Override
    public String orderWithText(String amount, String currency) {
        return Long.toString(shop.book.add(amount, currency, WooCommerce.GATEWAY).id);
    }

    @Override
    public void cancel(String reference) {
        shop.book.status(row(reference), "cancelled");
    }

    @Override
    public void change(String reference, Money total) {
        WooBook.Row row = row(reference);
        row.total = total.toDecimalText();
        row.currency = total.currencyCode();
        shop.book.touch(row);
    }

    @Override
    public void delete(String reference) {
        shop.book.remove(Long.parseLong(reference));
    }

    @Override
    public void payOtherwise(String reference) {
        shop.book.status(row(reference), "processing");
    }

    @Override
    public @Nullable Truth truth(String reference) {
        WooBook.Row row = shop.book.find(Long.parseLong(reference));
        if (row == null) {
            return null;
        }
        State state =
                switch (row.status) {
                    case "processing", "completed" -> State.PAID;
                    case "on-hold" -> State.ON_HOLD;
                    case "cancelled" -> State.CANCELED;
                    case "refunded" -> State.REFUNDED;
                    default -> State.UNPAID;
                };
        Money refunded = Money.parse(WooBook.refunded(row).stripTrailingZeros().toPlainString(), row.currency);
        return new Truth(
                state,
                Money.parse(row.total, row.currency),
                refunded,
                row.transaction.isEmpty() ? null : row.transaction,
                row.completions);
    }

    @Override
    public InboundRequest message(String reference) {
        String json =
                shop.book.json(row(reference), null, shop.home()).toString().replace("/", "\\/");
        return signed(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InboundRequest signed(byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "WooCommerce/11.0.1 Hookshot (WordPress/7.1)");
        headers.put("X-WC-Webhook-Source", shop.home() + "/");
        headers.put("X-WC-Webhook-Topic", "order.updated");
        headers.put("X-WC-Webhook-Resource", "order");
        headers.put("X-WC-Webhook-Event", "updated");
        headers.put("X-WC-Webhook-ID", "4");
        headers.put("X-WC-Webhook-Delivery-ID", "cfb89c7ae421e3e1156ab12243f50dd7");
        headers.put("X-WC-Webhook-Signature", Signing.signature(body, WEBHOOK_SECRET));
        return new InboundRequest("POST", "/hooks/shops/sto_test", null, headers, body, Instant.now());
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

    private WooBook.Row row(String reference) {
        WooBook.Row row = shop.book.find(Long.parseLong(reference));
        if (row == null) {
            throw new IllegalArgumentException("no order " + reference);
        }
        return row;
    }
}
