package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order as Shopify told it.
 *
 * @param outstanding what Shopify still waits for, in the buyer's currency; negative when the buyer has paid too much
 * @param refunded what Shopify has booked as returned
 * @param claim the payment of ours that stands beside the order, with the mark by which it may be replaced, or null
 */
record OrderState(
        String gid,
        ShopOrder order,
        Money outstanding,
        Money refunded,
        @Nullable Claim claim,
        List<Transaction> transactions,
        List<String> refundNotes) {

    /** A payment of ours written beside the order. */
    record Claim(String payment, String digest) {}

    /** Money that moved, or that Shopify waits for. */
    record Transaction(String id, String kind, String status, String gateway, boolean capturable, Money amount) {
        /** Whether money came by it. */
        boolean paid() {
            return status.equals("SUCCESS") && (kind.equals("SALE") || kind.equals("CAPTURE"));
        }

        /** Whether it is a manual payment method waiting for its money. */
        boolean waits() {
            return capturable && status.equals("PENDING") && kind.equals("SALE");
        }
    }

    private static final String ID_FORM = "[1-9][0-9]{0,18}";
    private static final int MOST_LINES = 20;

    /** Whether it can be the number of an order: Shopify's are up to 19 digits. */
    static boolean isReference(String text) {
        if (!text.matches(ID_FORM)) {
            return false;
        }
        return text.length() < 19 || text.compareTo("9223372036854775807") <= 0;
    }

    static String gid(String reference) {
        return "gid://shopify/Order/" + reference;
    }

    /** @throws InvalidMoney when an amount, or what it belongs to, is not understood */
    static OrderState of(JsonNode node, String reference, Settings settings) {
        Money outstanding = Amounts.presentment(node.path("totalOutstandingSet"));
        Money total = Amounts.presentment(node.path("currentTotalPriceSet"));
        Money refunded = Amounts.presentment(node.path("totalRefundedSet"));
        boolean oneCurrency = outstanding.currency().equals(total.currency())
                && refunded.currency().equals(total.currency());
        if (!gid(reference).equals(StrictJson.text(node, "id")) || !oneCurrency || refunded.minorUnits() < 0) {
            throw new InvalidMoney("the order is not understood");
        }
        State state = state(node);
        boolean payable = state == State.UNPAID;
        Money due = payable ? outstanding : total;
        if (due.minorUnits() < 0) {
            throw new InvalidMoney("a negative amount");
        }
        JsonNode metafield = node.path("payment");
        String claimed = StrictJson.text(metafield, "value");
        String digest = StrictJson.text(metafield, "compareDigest");
        boolean paid = state == State.PAID || state == State.REFUNDED;
        ShopOrder order = new ShopOrder(
                reference,
                updatedAt(node).toEpochMilli(),
                state,
                due,
                refunded,
                paid ? claimed : null,
                offered(node.path("paymentGatewayNames"), settings),
                Objects.requireNonNullElse(StrictJson.text(node, "name"), reference),
                lines(node, due),
                buyer(node, settings));
        return new OrderState(
                gid(reference),
                order,
                outstanding,
                refunded,
                claimed == null || digest == null ? null : new Claim(claimed, digest),
                transactions(node),
                notes(node));
    }

    /**
     * A draft that has not become an order yet.
     *
     * @throws InvalidMoney when its amount is not understood
     */
    static OrderState ofDraft(JsonNode node, String reference, Settings settings) {
        Money total = Amounts.presentment(node.path("totalPriceSet"));
        Money none = Money.zero(total.currency());
        if (!Drafts.gid(reference).equals(StrictJson.text(node, "id")) || !total.isPositive()) {
            throw new InvalidMoney("the draft is not understood");
        }
        ShopOrder order = new ShopOrder(
                reference,
                updatedAt(node).toEpochMilli(),
                State.UNPAID,
                total,
                none,
                null,
                true,
                Objects.requireNonNullElse(StrictJson.text(node, "name"), reference),
                lines(node, total),
                buyer(node, settings));
        return new OrderState(Drafts.gid(reference), order, total, none, null, List.of(), List.of());
    }

    /** The same order by the name it had as a draft. */
    OrderState called(String reference) {
        ShopOrder named = new ShopOrder(
                reference,
                order.revision(),
                order.state(),
                order.total(),
                order.refunded(),
                order.transaction(),
                true,
                order.description(),
                order.lines(),
                order.buyer());
        return new OrderState(gid, named, outstanding, refunded, claim, transactions, refundNotes);
    }

    boolean isDraft() {
        return Drafts.isDraftId(gid);
    }

    boolean isCanceled() {
        return order.state() == State.CANCELED;
    }

    boolean isClaimedBy(String payment) {
        return claim != null && claim.payment().equals(payment);
    }

    /** The transaction by which exactly this much was paid, the newest of several. */
    Optional<Transaction> paid(Money amount) {
        return transactions.stream()
                .filter(one -> one.paid() && one.amount().equals(amount))
                .reduce((first, second) -> second);
    }

    /** The waiting manual payment that can take this much. */
    Optional<Transaction> waiting(Money amount, String word) {
        return transactions.stream()
                .filter(Transaction::waits)
                .filter(one -> contains(one.gateway(), word))
                .filter(one -> one.amount().currency().equals(amount.currency()))
                .filter(one -> one.amount().compareTo(amount) >= 0)
                .findFirst();
    }

    static boolean offered(JsonNode names, Settings settings) {
        for (JsonNode name : names) {
            if (contains(name.asText(), word(settings))) {
                return true;
            }
        }
        return false;
    }

    static String word(Settings settings) {
        String word = settings.getOr(Shopify.METHOD_WORD, "");
        return word.isEmpty() ? Shopify.METHOD_WORD_DEFAULT : word;
    }

    private static boolean contains(String name, String word) {
        return name.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    private static State state(JsonNode node) {
        if (node.hasNonNull("cancelledAt")) {
            return State.CANCELED;
        }
        return switch (node.path("displayFinancialStatus").asText("")) {
            case "PAID", "PARTIALLY_REFUNDED" -> State.PAID;
            case "REFUNDED" -> State.REFUNDED;
            case "VOIDED" -> State.CANCELED;
            default -> State.UNPAID;
        };
    }

    private static Instant updatedAt(JsonNode node) {
        return instant(StrictJson.text(node, "updatedAt"));
    }

    static Instant instant(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException garbled) {
            return Instant.EPOCH;
        }
    }

    private static List<Transaction> transactions(JsonNode node) {
        List<Transaction> all = new ArrayList<>();
        for (JsonNode one : node.path("transactions")) {
            String id = StrictJson.text(one, "id");
            if (id != null) {
                all.add(new Transaction(
                        id,
                        one.path("kind").asText(""),
                        one.path("status").asText(""),
                        one.path("gateway").asText(""),
                        one.path("manuallyCapturable").asBoolean(),
                        Amounts.presentment(one.path("amountSet"))));
            }
        }
        return List.copyOf(all);
    }

    private static List<String> notes(JsonNode node) {
        List<String> all = new ArrayList<>();
        for (JsonNode one : node.path("refunds")) {
            all.add(one.path("note").asText(""));
        }
        return List.copyOf(all);
    }

    /** Information only: a line that is not understood is left out. */
    private static List<OrderLine> lines(JsonNode node, Money due) {
        List<OrderLine> all = new ArrayList<>();
        for (JsonNode one : node.path("lineItems").path("nodes")) {
            String title = StrictJson.text(one, "title");
            int quantity = one.path("quantity").asInt();
            try {
                Money total = Amounts.presentment(one.path("discountedTotalSet"));
                boolean fits = total.currency().equals(due.currency()) && total.minorUnits() >= 0;
                if (title != null && quantity > 0 && fits && all.size() < MOST_LINES) {
                    all.add(new OrderLine(title.length() > 100 ? title.substring(0, 100) : title, quantity, total));
                }
            } catch (InvalidMoney leftOut) {
                continue;
            }
        }
        return all;
    }

    private static Buyer buyer(JsonNode node, Settings settings) {
        String home = "https://" + settings.get(Shopify.SHOP) + "/";
        return new Buyer(
                home,
                home,
                Stream.ofNullable(StrictJson.text(node, "customerLocale"))
                        .filter(locale -> locale.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}"))
                        .findFirst()
                        .orElse(null),
                null);
    }
}
