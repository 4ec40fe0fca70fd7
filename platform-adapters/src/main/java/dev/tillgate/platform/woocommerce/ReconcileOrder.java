package dev.tillgate.platform.woocommerce;

import dev.tillgate.money.Money;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.Reconciled.Agreed;
import dev.tillgate.platform.Reconciled.Later;
import dev.tillgate.platform.Reconciled.Refused;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.platform.woocommerce.OrderJson.Unusable;
import dev.tillgate.platform.woocommerce.ShopRest.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one order of a shop agree with what we know, through its REST interface. Every change is read back: WooCommerce
 * answers 200 also when it changed nothing. An order that was deleted, refunded or paid otherwise is never touched.
 */
final class ReconcileOrder {
    /** Says that we put the order on hold, so that we may take that back. */
    static final String HELD = "_tillgate_held";

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final RestOrders orders;
    private final Refunds refunds;
    private final OrderNotes notes;
    private final ShopFact fact;
    private final List<String> repaired = new ArrayList<>();

    ReconcileOrder(RestOrders orders, OrderNotes notes, ShopFact fact) {
        this.orders = orders;
        this.refunds = new Refunds(orders, fact.reference());
        this.notes = notes;
        this.fact = fact;
    }

    /** Reads, compares, changes, reads again. */
    Reconciled run() {
        try {
            OrderJson order = read();
            Reconciled amount = fact.standing() == Standing.PAID ? differingAmount(order) : null;
            return amount != null ? amount : settled(order);
        } catch (Stopped stopped) {
            boolean nothingToLose = fact.standing() == Standing.OPEN || fact.standing() == Standing.ENDED;
            return stopped.gone && nothingToLose ? agreed() : stopped.answer;
        } catch (Unusable amount) {
            return refused(amount.reason());
        }
    }

    private Reconciled settled(OrderJson order) {
        return switch (fact.standing()) {
            case PAID -> paid(order);
            case AUTHORIZED -> {
                reserve(order);
                yield agreed();
            }
            case IN_DOUBT -> {
                hold(order);
                yield agreed();
            }
            case OPEN, ENDED -> {
                letGo(order);
                yield ours(order) && order.isPaid()
                        ? refused("platform.woocommerce.refused.paid_without_money")
                        : agreed();
            }
        };
    }

    private @Nullable Reconciled differingAmount(OrderJson order) throws Unusable {
        Money total = order.total();
        if (total.equals(fact.paid())) {
            return null;
        }
        return new Refused(
                total.currency().equals(fact.paid().currency())
                        ? "platform.woocommerce.refused.amount"
                        : "platform.woocommerce.refused.currency",
                Map.of(
                        "order", order.reference(),
                        "shop_total", total.toString(),
                        "paid", fact.paid().toString()));
    }

    private Reconciled paid(OrderJson order) {
        if (order.state() == State.REFUNDED && !wentBackWhole()) {
            return refused("platform.woocommerce.refused.refunded_by_hand");
        }
        boolean settled = order.isPaid() || order.state() == State.REFUNDED;
        if (settled && !ours(order)) {
            // Perhaps somebody only was quicker than we; perhaps the buyer paid twice. Nothing here can tell.
            return new Refused("platform.woocommerce.refused.paid_otherwise", Map.of("order", order.reference()));
        }
        if (!settled) {
            complete(order);
        }
        Refunds.Result booked = refunds.book(fact.refunds());
        if (booked.trouble() != null) {
            return booked.trouble();
        }
        repaired.addAll(booked.repaired());
        return agreed();
    }

    /** WooCommerce pays a pending or failed order by itself, with all that hangs on it; others are set as they would be. */
    private void complete(OrderJson order) {
        boolean late = order.state() == State.CANCELED;
        String payment = fact.payment().value();
        if (order.state() == State.UNPAID && !order.isDraft()) {
            orders.change(fact.reference(), Map.of("set_paid", true, "transaction_id", payment));
            repaired.add("platform.woocommerce.repaired.paid");
        } else {
            orders.change(fact.reference(), Map.of("status", order.paidStatus(), "transaction_id", payment));
            repaired.add(late ? "platform.woocommerce.repaired.lifted" : "platform.woocommerce.repaired.paid");
        }
        OrderJson after = read();
        if (!after.isPaid() || !ours(after)) {
            throw new Stopped(new Later("the shop answered, but did not keep that the order is paid", SOON));
        }
        if (late) {
            orders.note(fact.reference(), notes.text("platform.woocommerce.note.lifted", payment));
        }
    }

    /** Money is reserved: the goods wait, and nobody cancels. */
    private void reserve(OrderJson order) {
        if (order.state() == State.UNPAID || (order.state() == State.ON_HOLD && !ours(order))) {
            orders.change(
                    fact.reference(),
                    Map.of("status", "on-hold", "transaction_id", fact.payment().value()));
            OrderJson after = read();
            if (after.state() != State.ON_HOLD || !ours(after)) {
                throw new Stopped(new Later("the shop answered, but did not keep that money is reserved", SOON));
            }
            repaired.add("platform.woocommerce.repaired.reserved");
        }
    }

    /** On hold, so that the shop's own timer does not cancel what may have been paid. */
    private void hold(OrderJson order) {
        if (order.state() == State.UNPAID) {
            orders.change(fact.reference(), held("on-hold", fact.payment().value()));
            orders.note(fact.reference(), notes.text("platform.woocommerce.note.held", ""));
            repaired.add("platform.woocommerce.repaired.held");
        }
    }

    /** What we held is let go; what somebody else put on hold stays. */
    private void letGo(OrderJson order) {
        if (order.state() == State.ON_HOLD && !order.meta(HELD).isEmpty()) {
            orders.change(fact.reference(), held("pending", ""));
            repaired.add("platform.woocommerce.repaired.let_go");
        }
    }

    private static Map<String, Object> held(String status, String by) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("status", status);
        change.put("meta_data", List.of(Map.of("key", HELD, "value", by)));
        return change;
    }

    private boolean ours(OrderJson order) {
        return fact.payment().value().equals(order.transaction());
    }

    private boolean wentBackWhole() {
        Money sum = Money.zero(fact.paid().currency());
        for (ShopFact.Refunded one : fact.refunds()) {
            sum = sum.plus(one.amount());
        }
        return sum.compareTo(fact.paid()) >= 0;
    }

    private OrderJson read() {
        OrderJson order = orders.read(fact.reference());
        if (order.isTrashed()) {
            throw Stopped.by(new Said.Missing(""));
        }
        return order;
    }

    private Agreed agreed() {
        return new Agreed(repaired);
    }

    private static Refused refused(String reason) {
        return new Refused(reason, Map.of());
    }

    /** The end of a reconciliation that cannot go on now. */
    static final class Stopped extends RuntimeException {
        private final transient Reconciled answer;
        /** Whether it is because the shop has no such order any more. */
        private final boolean gone;

        Stopped(Reconciled answer) {
            this(answer, false);
        }

        private Stopped(Reconciled answer, boolean gone) {
            super(null, null, false, false);
            this.answer = answer;
            this.gone = gone;
        }

        /** What an answer that is not fine comes to. */
        static Stopped by(Said said) {
            return switch (said) {
                case Said.Silent silent -> new Stopped(new Later(silent.why(), silent.after()));
                case Said.Missing missing ->
                    missing.isWholeShop()
                            ? new Stopped(new Later("WooCommerce is switched off in the shop", LONG))
                            : new Stopped(refused("platform.woocommerce.refused.deleted"), true);
                case Said.Locked locked -> new Stopped(refused("platform.woocommerce.refused.locked"));
                case Said.Unwilling unwilling ->
                    new Stopped(
                            new Refused("platform.woocommerce.refused.unwilling", Map.of("code", unwilling.code())));
                case Said.Fine fine -> new Stopped(new Later("an answer that cannot be read", SOON));
            };
        }
    }
}
