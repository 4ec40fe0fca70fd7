package dev.tillgate.platform.shopify;

import dev.tillgate.money.Money;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.platform.shopify.Orders.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes an order in Shopify say what the gateway knows: read, compared, changed under a claim, read again. None of the
 * mutations that book a payment can be repeated safely at Shopify, so that our payment is written beside the order
 * first, by compare-and-set, and only what is wholly outstanding is booked: Shopify itself refuses more than that.
 */
final class SettleOrder {
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int MOST_STEPS = 40;

    private final Orders orders;
    private final Intents intents;
    private final OrderChanges changes;

    SettleOrder(Orders orders, Intents intents, OrderChanges changes) {
        this.orders = orders;
        this.intents = intents;
        this.changes = changes;
    }

    /** What is to be done about an order as it was read. */
    private sealed interface Step {
        record Fine() implements Step {}

        record Book() implements Step {}

        /** It is a draft, and must be an order first. */
        record Complete() implements Step {}

        record GiveBack(Refunded refund) implements Step {}

        record Stop(String reason) implements Step {}
    }

    Reconciled run(ShopFact fact) {
        Read read = orders.read(fact.reference());
        return read instanceof Read.Found found ? compared(fact, found.order()) : unread(fact, read);
    }

    private static Reconciled unread(ShopFact fact, Read read) {
        return switch (read) {
            case Read.Missing missing -> {
                boolean matters = fact.standing() == Standing.PAID || fact.standing() == Standing.IN_DOUBT;
                yield matters
                        ? new Reconciled.Refused("platform.shopify.deleted", Map.of("order", fact.reference()))
                        : new Reconciled.Agreed(List.of());
            }
            case Read.Later later -> new Reconciled.Later(later.why(), later.after());
            case Read.Refused refused -> new Reconciled.Refused(refused.reason(), Map.of("order", fact.reference()));
            case Read.Found found -> throw new IllegalArgumentException("it was read");
        };
    }

    private Reconciled compared(ShopFact fact, OrderState order) {
        return switch (step(fact, order)) {
            case Step.Fine fine -> new Reconciled.Agreed(List.of());
            case Step.Stop stop -> refused(stop.reason(), fact, order);
            case Step.Book book -> changed(fact);
            case Step.Complete complete -> changed(fact);
            case Step.GiveBack back -> changed(fact);
        };
    }

    /** Pure: what an order needs so that it says what we know. */
    private static Step step(ShopFact fact, OrderState order) {
        String ours = fact.payment().value();
        if (fact.standing() != Standing.PAID) {
            boolean saysPaid = ours.equals(order.order().transaction());
            return saysPaid && fact.standing() != Standing.AUTHORIZED
                    ? new Step.Stop("platform.shopify.paid_there_only")
                    : new Step.Fine();
        }
        if (!order.outstanding().currency().equals(fact.paid().currency())) {
            return new Step.Stop("platform.shopify.currency");
        }
        if (order.isDraft()) {
            return order.outstanding().equals(fact.paid())
                    ? new Step.Complete()
                    : new Step.Stop("platform.shopify.amount");
        }
        if (order.isClaimedBy(ours) && order.paid(fact.paid()).isPresent()) {
            return refundStep(fact, order);
        }
        if (order.isCanceled()) {
            return new Step.Stop("platform.shopify.canceled");
        }
        boolean paid = order.order().state() == State.PAID || order.order().state() == State.REFUNDED;
        if (paid || !order.outstanding().isPositive()) {
            return new Step.Stop("platform.shopify.paid_otherwise");
        }
        return order.outstanding().equals(fact.paid()) ? new Step.Book() : new Step.Stop("platform.shopify.amount");
    }

    private static Step refundStep(ShopFact fact, OrderState order) {
        Money ours = sum(fact);
        int difference = order.refunded().compareTo(ours);
        if (difference == 0) {
            return new Step.Fine();
        }
        if (difference > 0) {
            return new Step.Stop("platform.shopify.refunded_there_only");
        }
        for (Refunded refund : fact.refunds()) {
            boolean booked = order.refundNotes().stream()
                    .anyMatch(note -> note.contains(refund.refund().value()));
            if (!booked && order.refunded().plus(refund.amount()).compareTo(ours) <= 0) {
                return new Step.GiveBack(refund);
            }
        }
        return new Step.Stop("platform.shopify.refund_differs");
    }

    private Reconciled changed(ShopFact fact) {
        String reference = fact.reference();
        if (!intents.enter(reference)) {
            return new Reconciled.Later("the order is being booked already", MOMENT);
        }
        try {
            Duration wait = intents.wait(reference);
            return wait.isPositive()
                    ? new Reconciled.Later("the answer to an earlier booking was lost", wait)
                    : underTheClaim(fact);
        } finally {
            intents.leave(reference);
        }
    }

    private Reconciled underTheClaim(ShopFact fact) {
        List<String> repaired = new ArrayList<>();
        Step last = null;
        for (int i = 0; i < MOST_STEPS; i++) {
            Read read = orders.read(fact.reference());
            if (!(read instanceof Read.Found found)) {
                return unread(fact, read);
            }
            Step step = step(fact, found.order());
            if (step.equals(last)) {
                return new Reconciled.Later("Shopify has not saved it yet", SOON);
            }
            last = step;
            OrderChanges.Change change =
                    switch (step) {
                        case Step.Fine fine -> null;
                        case Step.Stop stop -> null;
                        case Step.Book book -> changes.book(fact, found.order());
                        case Step.Complete complete -> changes.complete(fact, found.order());
                        case Step.GiveBack back -> changes.giveBack(fact, back.refund(), found.order());
                    };
            if (change == null) {
                return step instanceof Step.Stop stop
                        ? refused(stop.reason(), fact, found.order())
                        : new Reconciled.Agreed(repaired);
            }
            if (change instanceof OrderChanges.Change.Not not) {
                return not.reason().isEmpty()
                        ? new Reconciled.Later(not.why(), not.after())
                        : refused(not.reason(), fact, found.order());
            }
            repaired.add(
                    switch (step) {
                        case Step.Complete complete -> "platform.shopify.repaired.draft";
                        case Step.GiveBack back -> "platform.shopify.repaired.refunded";
                        default -> "platform.shopify.repaired.paid";
                    });
        }
        return new Reconciled.Later("there is more to book", MOMENT);
    }

    private static Money sum(ShopFact fact) {
        Money sum = Money.zero(fact.paid().currency());
        for (Refunded refund : fact.refunds()) {
            sum = sum.plus(refund.amount());
        }
        return sum;
    }

    private static Reconciled refused(String reason, ShopFact fact, OrderState order) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("order", order.order().description());
        details.put("outstanding", order.outstanding().toString());
        details.put("shop_refunded", order.refunded().toString());
        details.put("paid", fact.paid().toString());
        details.put("refunded", sum(fact).toString());
        return new Reconciled.Refused(reason, details);
    }
}
