package dev.tillgate.webapp.demo;

import dev.tillgate.money.Money;
import dev.tillgate.webapp.page.Texts;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the demo shop does with orders. Whether one is paid it never decides itself: see {@link DemoCallbacks}. */
public final class DemoShop {
    private static final Logger LOG = LoggerFactory.getLogger(DemoShop.class);
    private static final char[] ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".toCharArray();
    private static final int NUMBER_LENGTH = 12;

    private final ShopOrders orders;
    private final GatewayClient gateway;
    private final URI publicUrl;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param publicUrl under which buyers reach this shop, without a slash at the end */
    public DemoShop(ShopOrders orders, GatewayClient gateway, URI publicUrl, Clock clock) {
        this.orders = orders;
        this.gateway = gateway;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    ShopOrder place(Cart cart, String currency, boolean shipsLater) {
        Money zero = Money.ofMinor(0, currency);
        ShopOrder order = new ShopOrder(
                number(),
                cart,
                cart.total(currency),
                shipsLater,
                1,
                ShopOrder.Status.UNPAID,
                zero,
                zero,
                0,
                null,
                null,
                clock.instant(),
                clock.instant());
        // Stored before anybody is asked for money: a callback may be faster than the answer.
        orders.insert(order);
        return order;
    }

    Optional<ShopOrder> find(String number) {
        return orders.find(number);
    }

    List<ShopOrders.Received> received(ShopOrder order) {
        return orders.received(order.number());
    }

    /** The order, ready to be paid (anew, if its payment ended); nothing when there is nothing to pay. */
    Optional<ShopOrder> payable(String number) {
        return orders.change(number, order -> switch (order.status()) {
                    case CANCELED, EXPIRED -> order.revised(clock.instant());
                    case UNPAID, RESERVED, PAID, QUESTIONABLE -> order;
                })
                .filter(ShopOrder::isPayable);
    }

    /** Where the buyer pays this order; nothing when the gateway could not be asked just now. */
    Optional<String> checkout(ShopOrder order, Texts texts) {
        Map<Article, String> names = new EnumMap<>(Article.class);
        for (Article article : Article.values()) {
            names.put(article, texts.get("article." + article.code()));
        }
        GatewayClient.Words words = new GatewayClient.Words(
                texts.get("order.description", order.number()),
                names,
                texts.language().tag());
        String page = publicUrl + "/demo/orders/" + order.number();
        try {
            GatewayClient.Made made = gateway.pay(order, words, page + "?back=1", page);
            orders.change(
                    order.number(), current -> current.payableAt(made.payment(), made.checkoutUrl(), clock.instant()));
            return Optional.of(made.checkoutUrl());
        } catch (IOException e) {
            LOG.warn("no payment could be made for demo order {}: {}", order.number(), e.toString());
            return Optional.empty();
        }
    }

    /** What the chat on an order's page needs to pay it; empty when the gateway could not be asked just now. */
    Chat chat(@Nullable ShopOrder order, Texts texts) {
        String grant = null;
        try {
            grant = order == null ? null : gateway.grant(order, texts.get("order.description", order.number()));
        } catch (IOException e) {
            LOG.warn("no chat can pay demo order: {}", e.toString());
        }
        return new Chat(gateway.store(), grant);
    }

    /**
     * For the chat of a page.
     *
     * @param grant lets it pay the page's order, or null
     */
    public record Chat(String store, @Nullable String grant) {}

    private String number() {
        StringBuilder number = new StringBuilder("D-");
        for (int i = 0; i < NUMBER_LENGTH; i++) {
            number.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return number.toString();
    }
}
