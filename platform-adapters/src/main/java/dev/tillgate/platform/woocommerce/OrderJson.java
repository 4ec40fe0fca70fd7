package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.platform.ShopOrder.State;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order as WooCommerce's REST interface (version 3) has it. Its amounts have as many decimals as the shop was set to,
 * not as the currency has: surplus zeros are dropped, surplus digits are refused.
 */
record OrderJson(JsonNode node) {
    private static final int MOST_LINES = 50;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_AMOUNT = 40;

    /** An amount cannot be taken as it is; {@code reason} is a message key. */
    static final class Unusable extends Exception {
        private final String reason;

        Unusable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The order, if the node is one. */
    static Optional<OrderJson> of(JsonNode node) {
        return node.path("id").canConvertToLong()
                        && node.path("status").isTextual()
                        && node.path("total").isTextual()
                ? Optional.of(new OrderJson(node))
                : Optional.empty();
    }

    String reference() {
        return Long.toString(node.path("id").longValue());
    }

    String status() {
        return node.path("status").textValue();
    }

    boolean isTrashed() {
        return status().equals("trash");
    }

    /** Not an order yet: the buyer still fills in the checkout. */
    boolean isDraft() {
        return status().equals("checkout-draft");
    }

    String currency() {
        return node.path("currency").asText();
    }

    /** What it costs in all; never below zero. */
    Money total() throws Unusable {
        Money total = money(node.path("total").asText());
        if (total.minorUnits() < 0) {
            throw new Unusable("platform.woocommerce.refused.amount_unreadable");
        }
        return total;
    }

    /** What the shop has booked as returned; each refund's total has a minus. */
    Money refunded() throws Unusable {
        Money sum = Money.zero(total().currency());
        for (JsonNode refund : node.path("refunds")) {
            Money one = money(refund.path("total").asText());
            sum = sum.minus(one);
        }
        return sum;
    }

    @Nullable
    String transaction() {
        String id = node.path("transaction_id").asText();
        return id.isEmpty() ? null : id;
    }

    String method() {
        return node.path("payment_method").asText();
    }

    /** Whether the shop says that it was paid, by whatever means. */
    boolean isPaid() {
        return state() == State.PAID;
    }

    /** What WooCommerce would make of a payment: goods to be sent, or nothing left to do. */
    String paidStatus() {
        return node.path("needs_processing").asBoolean(true) ? "processing" : "completed";
    }

    /** The value kept with the order under this name, or empty. */
    String meta(String name) {
        for (JsonNode meta : node.path("meta_data")) {
            if (meta.path("key").asText().equals(name)) {
                return meta.path("value").asText();
            }
        }
        return "";
    }

    State state() {
        return switch (status()) {
            case "pending", "failed", "checkout-draft" -> State.UNPAID;
            case "on-hold" -> State.ON_HOLD;
            case "processing", "completed" -> State.PAID;
            case "cancelled", "trash" -> State.CANCELED;
            case "refunded" -> State.REFUNDED;
            // A status of the shop's own: what it means shows in what it says besides.
            default ->
                node.path("date_paid_gmt").isTextual()
                        ? State.PAID
                        : node.path("needs_payment").asBoolean() ? State.UNPAID : State.ON_HOLD;
        };
    }

    ShopOrder toShopOrder(boolean offered) throws Unusable {
        return new ShopOrder(
                reference(),
                revision(),
                state(),
                total(),
                refunded(),
                transaction(),
                offered,
                description(),
                lines(),
                buyer());
    }

    /** When it was last changed, UTC, or null. */
    @Nullable
    Instant changedAt() {
        return time(node.path("date_modified_gmt").asText());
    }

    /** A time without zone that is UTC, or null. */
    static @Nullable Instant time(String gmt) {
        try {
            return LocalDateTime.parse(gmt).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private long revision() {
        Instant changed = changedAt();
        return changed == null ? 1 : Math.max(1, changed.getEpochSecond());
    }

    private String description() {
        String number = node.path("number").asText();
        return "#" + (number.isEmpty() ? reference() : number);
    }

    /** For showing only; lines that cannot be read are left out. */
    private List<OrderLine> lines() {
        List<OrderLine> lines = new ArrayList<>();
        for (JsonNode item : node.path("line_items")) {
            int quantity = item.path("quantity").asInt(1);
            String name = item.path("name").asText();
            if (lines.size() < MOST_LINES && quantity > 0 && !name.isEmpty()) {
                try {
                    Money with = money(item.path("total").asText())
                            .plus(money(item.path("total_tax").asText("0")));
                    lines.add(new OrderLine(shortened(name), quantity, with));
                } catch (Unusable | InvalidMoney odd) {
                    // Taxes of lines have more digits than can be charged; the order's own total counts.
                    return List.of();
                }
            }
        }
        return lines;
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
    }

    /** Nothing that identifies a person. */
    private Buyer buyer() {
        String country = node.path("billing").path("country").asText();
        String pay = node.path("payment_url").asText();
        String key = node.path("order_key").asText();
        boolean web = pay.startsWith("https://") || pay.startsWith("http://");
        int end = pay.indexOf('?');
        // The page that thanks stands beside the page to pay on, unless the shop has renamed them.
        boolean usual = web && end > 0 && pay.contains("/order-pay/") && key.matches("[A-Za-z0-9_]{1,100}");
        return new Buyer(
                usual ? pay.substring(0, end).replace("/order-pay/", "/order-received/") + "?key=" + key : null,
                web ? pay : null,
                null,
                country.matches("[A-Z]{2}") ? country : null);
    }

    private Money money(String text) throws Unusable {
        return money(text, currency());
    }

    /** Plain decimal text, exactly. */
    static Money money(String text, String currency) throws Unusable {
        if (text.length() > LONGEST_AMOUNT || !text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            throw new Unusable("platform.woocommerce.refused.amount_unreadable");
        }
        int decimals;
        try {
            decimals = Money.currency(currency).getDefaultFractionDigits();
        } catch (InvalidMoney unknown) {
            throw new Unusable("platform.woocommerce.refused.currency_unknown");
        }
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        if (value.scale() > decimals) {
            throw new Unusable("platform.woocommerce.refused.decimals");
        }
        try {
            return Money.parse(value.setScale(decimals).toPlainString(), currency);
        } catch (InvalidMoney tooLarge) {
            throw new Unusable("platform.woocommerce.refused.amount_unreadable");
        }
    }

    /** Never the order: it holds personal data. */
    @Override
    public String toString() {
        return "OrderJson[" + reference() + " " + status().toLowerCase(Locale.ROOT) + "]";
    }
}
