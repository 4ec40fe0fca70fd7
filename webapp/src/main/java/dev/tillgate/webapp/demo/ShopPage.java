package dev.tillgate.webapp.demo;

import dev.tillgate.money.Money;
import dev.tillgate.webapp.page.Frame;
import dev.tillgate.webapp.page.MoneyText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the demo shop's templates show.
 *
 * @param order the order whose page it is, or null
 * @param received what the gateway has told about it
 * @param back whether the buyer has just come back from the payment's page
 * @param said a key below {@code said.}, or null
 * @param chat what the chat on the page needs
 */
public record ShopPage(
        Frame frame,
        String currency,
        Cart cart,
        @Nullable ShopOrder order,
        List<ShopOrders.Received> received,
        boolean back,
        @Nullable String said,
        DemoShop.Chat chat) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    public String text(String key, Object... values) {
        return frame.text(key, values);
    }

    public String path(String path) {
        return frame.pages().path(path);
    }

    public String money(Money money) {
        return MoneyText.of(money, frame.texts().language());
    }

    public String time(Instant at) {
        return TIME.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    public List<Article> articles() {
        return List.of(Article.values());
    }

    public List<String> currencies() {
        return Article.CURRENCIES;
    }

    /** The order's state in one word, for texts and colors. */
    public String state(ShopOrder of) {
        if (of.isRefunded()) {
            return "refunded";
        }
        if (of.refunded().isPositive()) {
            return "partly_refunded";
        }
        boolean waiting = of.status() == ShopOrder.Status.UNPAID && back;
        return waiting ? "waiting" : of.status().name().toLowerCase(Locale.ROOT);
    }

    /** How the state is colored. */
    public String tone(ShopOrder of) {
        return switch (of.status()) {
            case PAID -> of.isRefunded() ? "" : "ok";
            case RESERVED -> "ok";
            case QUESTIONABLE -> "bad";
            case UNPAID, CANCELED, EXPIRED -> back ? "warn" : "";
        };
    }

    /** What an event means, for buyers; its own name when the shop knows none. */
    public String event(String type) {
        return frame.texts().getOr("event." + type, type);
    }
}
