package dev.tillgate.platform.signed;

import dev.tillgate.money.Money;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.platform.ShopOrder.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether an order in the shop says what the gateway knows: a pure comparison. */
final class Agreement {
    private static final String DELETED = "deleted";
    private static final String CURRENCY = "currency";
    private static final String AMOUNT = "amount";
    private static final String PAID_OTHERWISE = "paid_otherwise";
    private static final String CANCELED = "canceled";
    private static final String REFUNDED_BY_HAND = "refunded_by_hand";
    private static final String PAID_WITHOUT_MONEY = "paid_without_money";

    /** What only the merchant can settle. */
    static final List<String> REASONS =
            List.of(DELETED, CURRENCY, AMOUNT, PAID_OTHERWISE, CANCELED, REFUNDED_BY_HAND, PAID_WITHOUT_MONEY);

    private Agreement() {}

    /** What follows from the comparison. */
    sealed interface Verdict {}

    record Yes() implements Verdict {}

    /** The shop applies it when it is told again. */
    record Tell(String why) implements Verdict {}

    record NotNow(String why, Duration after) implements Verdict {}

    record No(String reason, Map<String, String> details) implements Verdict {}

    /** The shop has no such order: that matters while money is or may be with us. */
    static Verdict missing(ShopFact fact) {
        return fact.standing() == Standing.OPEN || fact.standing() == Standing.ENDED
                ? new Yes()
                : new No(DELETED, Map.of("order", fact.reference()));
    }

    static Verdict of(ShopFact fact, SignedOrder.Fine read) {
        return fact.standing() == Standing.PAID ? paid(fact, read) : notPaid(fact, read.order());
    }

    private static Verdict paid(ShopFact fact, SignedOrder.Fine read) {
        ShopOrder order = read.order();
        if (!order.total().currency().equals(fact.paid().currency())) {
            return no(CURRENCY, fact, order);
        }
        if (!order.total().equals(fact.paid())) {
            return no(AMOUNT, fact, order);
        }
        String transaction = order.transaction();
        boolean ours = fact.payment().value().equals(transaction);
        if (transaction != null && !ours) {
            return no(PAID_OTHERWISE, fact, order);
        }
        return switch (order.state()) {
            case UNPAID, ON_HOLD -> new Tell("the shop has it as not paid");
            // A timer may have canceled it before the shop knew of the money; with our payment noted, a person did.
            case CANCELED -> ours ? no(CANCELED, fact, order) : new Tell("the shop has canceled it");
            case PAID -> ours ? refunds(fact, read) : new Tell("the shop does not name our payment");
            case REFUNDED -> allWentBack(fact) ? new Yes() : no(REFUNDED_BY_HAND, fact, order);
        };
    }

    private static Verdict refunds(ShopFact fact, SignedOrder.Fine read) {
        int more = read.saysRefunded() ? read.order().refunded().compareTo(refunded(fact)) : 0;
        if (more > 0) {
            return no(REFUNDED_BY_HAND, fact, read.order());
        }
        return more < 0 ? new Tell("the shop does not know of all refunds") : new Yes();
    }

    private static Verdict notPaid(ShopFact fact, ShopOrder order) {
        boolean saysPaidByUs =
                order.state() == State.PAID && fact.payment().value().equals(order.transaction());
        if (saysPaidByUs && fact.standing() != Standing.AUTHORIZED) {
            return new No(PAID_WITHOUT_MONEY, Map.of("order", order.reference()));
        }
        if (fact.standing() == Standing.IN_DOUBT && order.state() == State.CANCELED) {
            return new Tell("the shop has canceled an order whose money may have moved");
        }
        return new Yes();
    }

    private static boolean allWentBack(ShopFact fact) {
        return refunded(fact).compareTo(fact.paid()) >= 0;
    }

    private static Money refunded(ShopFact fact) {
        Money sum = Money.zero(fact.paid().currency());
        for (ShopFact.Refunded refund : fact.refunds()) {
            sum = sum.plus(refund.amount());
        }
        return sum;
    }

    private static No no(String reason, ShopFact fact, ShopOrder order) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("order", order.reference());
        details.put("shop_total", order.total().toString());
        details.put("shop_refunded", order.refunded().toString());
        details.put("paid", fact.paid().toString());
        details.put("refunded", refunded(fact).toString());
        return new No(reason, details);
    }
}
