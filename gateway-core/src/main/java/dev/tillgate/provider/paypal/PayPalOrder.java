package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of PayPal's orders, read whole or not at all: every part that decides about money is there, of the right kind,
 * known to us, and agrees with the rest.
 *
 * @param intent {@code CAPTURE} or {@code AUTHORIZE}
 * @param customId our reference: the attempt
 * @param links the rels and addresses of what can be done next
 */
record PayPalOrder(
        String id,
        String status,
        String intent,
        String customId,
        Money amount,
        List<Link> links,
        List<Movement> authorizations,
        List<Movement> captures,
        List<Movement> refunds) {
    private static final Set<String> STATUSES =
            Set.of("CREATED", "SAVED", "APPROVED", "VOIDED", "COMPLETED", "PAYER_ACTION_REQUIRED");
    private static final Set<String> AUTHORIZATION =
            Set.of("CREATED", "CAPTURED", "DENIED", "PARTIALLY_CAPTURED", "VOIDED", "PENDING");
    private static final Set<String> CAPTURE =
            Set.of("COMPLETED", "DECLINED", "PARTIALLY_REFUNDED", "PENDING", "REFUNDED", "FAILED");
    /** Why a capture is pending; one with such a reason is not completed, whatever its status says. */
    private static final Set<String> WAITING = Set.of(
            "ECHECK",
            "INTERNATIONAL_WITHDRAWAL",
            "PENDING_REVIEW",
            "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION",
            "TRANSACTION_APPROVED_AWAITING_FUNDING",
            "UNILATERAL",
            "VERIFICATION_REQUIRED");

    private static final Set<String> REFUND = Set.of("CANCELLED", "FAILED", "PENDING", "COMPLETED");
    private static final Set<String> COLLECTED = Set.of("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED");
    private static final Set<String> CAME_TO_NOTHING = Set.of("DECLINED", "FAILED", "CANCELLED");

    /** What can be done next, and where. */
    record Link(String rel, String href) {}

    /**
     * An authorization, capture or refund.
     *
     * @param up the address of what it belongs to: the capture of a refund, the authorization of a capture
     */
    record Movement(
            String id,
            String status,
            Money amount,
            @Nullable String customId,
            @Nullable String invoiceId,
            @Nullable String up) {
        boolean isOf(String operation) {
            return operation.equals(invoiceId) || operation.equals(customId);
        }

        /** Whether it surely belongs to another operation: what it names is one, and not garbled. */
        boolean isOfAnother(OperationId operation) {
            boolean named = invoiceId != null && TimeOrderedId.isWellFormed(invoiceId, OperationId.PREFIX);
            boolean agreed = customId == null || customId.equals(invoiceId) || customId.startsWith(AttemptId.PREFIX);
            return named && agreed && !isOf(operation.value());
        }

        /** Whether money came in, wherever it is now. */
        boolean isCollected() {
            return COLLECTED.contains(status);
        }

        boolean cameToNothing() {
            return CAME_TO_NOTHING.contains(status);
        }

        /** Of an authorization: whether money is reserved by it. */
        boolean isHeld() {
            return is("CREATED") || is("PENDING") || is("PARTIALLY_CAPTURED");
        }

        boolean is(String wanted) {
            return status.equals(wanted);
        }
    }

    /** The order in this body, or null when it is none, is not whole, or contradicts itself. */
    static @Nullable PayPalOrder read(@Nullable JsonNode body) {
        JsonNode units = body == null ? null : body.get("purchase_units");
        if (body == null || units == null || !units.isArray() || units.size() != 1) {
            return null;
        }
        JsonNode unit = units.get(0);
        String id = StrictJson.text(body, "id");
        String status = StrictJson.text(body, "status");
        String intent = StrictJson.text(body, "intent");
        String customId = StrictJson.text(unit, "custom_id");
        Money amount = PayPalAmounts.read(unit.get("amount"));
        if (id == null || status == null || intent == null || customId == null || amount == null) {
            return null;
        }
        JsonNode payments = unit.get("payments");
        if (payments != null && !payments.isObject()) {
            return null;
        }
        List<Link> links = links(body);
        List<Movement> authorizations = list(payments, "authorizations", PayPalOrder::authorization);
        List<Movement> captures = list(payments, "captures", PayPalOrder::capture);
        List<Movement> refunds = list(payments, "refunds", PayPalOrder::refund);
        if (links == null || authorizations == null || captures == null || refunds == null) {
            return null;
        }
        PayPalOrder order =
                new PayPalOrder(id, status, intent, customId, amount, links, authorizations, captures, refunds);
        return order.agreesWithItself() ? order : null;
    }

    private boolean agreesWithItself() {
        boolean authorizes = intent.equals("AUTHORIZE");
        boolean moved = !authorizations.isEmpty() || !captures.isEmpty();
        Money none = Money.zero(amount.currency());
        Money authorized = sum(authorizations, m -> !m.cameToNothing() && !m.is("DENIED"));
        boolean oneCurrency = authorized != null && collected() != null && refunded() != null;
        boolean known = STATUSES.contains(status) && (authorizes || intent.equals("CAPTURE"));
        boolean refundsFit = oneCurrency && atMost(refunded(), collected());
        boolean fits = authorizes ? captures.isEmpty() || !authorizations.isEmpty() : authorizations.isEmpty();
        boolean completed = !status.equals("COMPLETED") || moved;
        boolean ours = authorizations.stream().allMatch(this::sameCustomId)
                && captures.stream().allMatch(this::sameCustomId);
        boolean voided = !status.equals("VOIDED") || link("payer-action") == null && link("approve") == null;
        return amount.compareTo(none) > 0 && known && refundsFit && fits && completed && ours && voided;
    }

    private static boolean atMost(@Nullable Money less, @Nullable Money more) {
        return less != null && more != null && less.compareTo(more) <= 0;
    }

    private boolean sameCustomId(Movement movement) {
        return movement.customId() == null || movement.customId().equals(customId);
    }

    /** All that was ever collected, or null when currencies are mixed. */
    @Nullable
    Money collected() {
        return sum(captures, Movement::isCollected);
    }

    /** All that went back or is on its way back. */
    @Nullable
    Money refunded() {
        return sum(refunds, refund -> !refund.cameToNothing());
    }

    private @Nullable Money sum(List<Movement> movements, Predicate<Movement> counts) {
        Money sum = Money.zero(amount.currency());
        for (Movement movement : movements) {
            if (!movement.amount().currency().equals(amount.currency())) {
                return null;
            }
            sum = counts.test(movement) ? sum.plus(movement.amount()) : sum;
        }
        return sum;
    }

    /** What is left of a capture to give back. A refund that does not say of which capture counts against each. */
    private Money left(Movement capture) {
        Money left = capture.amount();
        for (Movement refund : refunds) {
            boolean ofIt = refund.up() == null || refund.up().endsWith("/captures/" + capture.id());
            left = ofIt && !refund.cameToNothing() ? left.minus(refund.amount()) : left;
        }
        return left;
    }

    /** The first capture that has this much left to give back, or null when none has. */
    @Nullable
    Movement captureHolding(Money amount) {
        return captures.stream()
                .filter(Movement::isCollected)
                .filter(capture -> left(capture).compareTo(amount) >= 0)
                .findFirst()
                .orElse(null);
    }

    /** What can still be captured, or null when there is no reservation that can be. */
    @Nullable
    Money reservedLeft() {
        Money left = authorizations.size() == 1 && authorizations.get(0).isHeld()
                ? authorizations.get(0).amount()
                : null;
        for (Movement capture : captures) {
            left = left == null || capture.cameToNothing() ? left : left.minus(capture.amount());
        }
        return left;
    }

    /** The capture that this operation made, or null. */
    @Nullable
    Movement captureOf(OperationId operation) {
        return captures.stream()
                .filter(capture -> capture.isOf(operation.value()))
                .findFirst()
                .orElse(null);
    }

    /** The refund that this operation made, or null. */
    @Nullable
    Movement refundOf(OperationId operation) {
        return refunds.stream()
                .filter(refund -> refund.isOf(operation.value()))
                .findFirst()
                .orElse(null);
    }

    /**
     * Whether the lists of captures and refunds are whole, by what the statuses say of them: only then does it mean
     * something that one is not there.
     */
    boolean listsEverything() {
        for (Movement capture : captures) {
            Money left = left(capture);
            boolean explained =
                    switch (capture.status()) {
                        case "REFUNDED" -> left.isZero();
                        case "PARTIALLY_REFUNDED" -> left.isPositive() && !left.equals(capture.amount());
                        default -> left.equals(capture.amount());
                    };
            if (!explained) {
                return false;
            }
        }
        Money taken = sum(captures, capture -> !capture.cameToNothing());
        return taken != null && authorizations.stream().allMatch(hold -> explains(hold, taken));
    }

    private static boolean explains(Movement hold, Money taken) {
        return switch (hold.status()) {
            case "PARTIALLY_CAPTURED" -> taken.isPositive() && taken.compareTo(hold.amount()) < 0;
            case "CAPTURED" -> taken.isPositive();
            case "CREATED", "PENDING", "DENIED" -> taken.isZero();
            default -> true;
        };
    }

    /** Where to go for this, or null when it cannot be done now. */
    @Nullable
    String link(String rel) {
        return links.stream()
                .filter(link -> link.rel().equals(rel))
                .map(Link::href)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable List<Link> links(JsonNode owner) {
        return list(owner, "links", node -> {
            String rel = StrictJson.text(node, "rel");
            String href = StrictJson.text(node, "href");
            return rel == null || href == null ? null : new Link(rel, href);
        });
    }

    private static @Nullable Movement authorization(JsonNode node) {
        return movement(node, AUTHORIZATION);
    }

    /** A capture, or null: one that is completed waits for nothing, and what came in is what was captured. */
    static @Nullable Movement capture(JsonNode node) {
        Movement capture = movement(node, CAPTURE);
        if (capture == null) {
            return null;
        }
        JsonNode income = node.get("seller_receivable_breakdown");
        String reason = StrictJson.text(node.path("status_details"), "reason");
        boolean incomeFits = income == null || capture.amount().equals(PayPalAmounts.read(income.get("gross_amount")));
        boolean stillWaits = capture.is("COMPLETED") && reason != null && WAITING.contains(reason);
        return stillWaits || !incomeFits ? null : capture;
    }

    static @Nullable Movement refund(JsonNode node) {
        return movement(node, REFUND);
    }

    private static @Nullable Movement movement(JsonNode node, Set<String> statuses) {
        String id = StrictJson.text(node, "id");
        String status = StrictJson.text(node, "status");
        Money amount = PayPalAmounts.read(node.get("amount"));
        List<Link> links = links(node);
        if (id == null || status == null || amount == null || !amount.isPositive() || links == null) {
            return null;
        }
        String up = links.stream()
                .filter(link -> link.rel().equals("up"))
                .map(Link::href)
                .findFirst()
                .orElse(null);
        return statuses.contains(status)
                ? new Movement(
                        id, status, amount, StrictJson.text(node, "custom_id"), StrictJson.text(node, "invoice_id"), up)
                : null;
    }

    /** All things of a list, none when there is no list, null when one of them is not readable. */
    private static <T> @Nullable List<T> list(
            @Nullable JsonNode owner, String name, Function<JsonNode, @Nullable T> read) {
        JsonNode list = owner == null ? null : owner.get(name);
        if (list == null) {
            return List.of();
        }
        if (!list.isArray()) {
            return null;
        }
        List<T> all = new ArrayList<>();
        for (JsonNode node : list) {
            T one = read.apply(node);
            if (one == null) {
                return null;
            }
            all.add(one);
        }
        return List.copyOf(all);
    }
}
