package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.PaymentView;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Operation.Cause;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.PaymentStatus;
import java.util.List;
import java.util.Set;

/**
 * Money that came in another amount than was asked for, or too late, as the buyer is told of it.
 *
 * @param received what was received and stays
 * @param missing what is still to be paid, zero when nothing is
 * @param excess what is too much and stays with the shop
 * @param back what goes back or went back by itself
 * @param isBack whether all of that has arrived
 */
public record MoneyMoved(Money received, Money missing, Money excess, Money back, boolean isBack) {
    private static final Set<Cause> BY_ITSELF = Set.of(Cause.OVERPAID, Cause.UNDERPAID, Cause.LATE);

    static MoneyMoved of(PaymentView view) {
        Money none = Money.zero(view.payment().amount().currency());
        List<Operation> unasked = view.refunds().stream()
                .filter(refund -> BY_ITSELF.contains(refund.cause()))
                .filter(refund -> refund.status() != OperationStatus.FAILED)
                .toList();
        boolean paid = view.payment().status() == PaymentStatus.PAID;
        boolean tooMuch = paid && view.received().compareTo(view.payment().amount()) > 0;
        return new MoneyMoved(
                view.received(),
                view.isPaidInPart() ? view.missing() : none,
                tooMuch ? view.received().minus(view.payment().amount()) : none,
                unasked.stream().map(Operation::amount).reduce(none, Money::plus),
                unasked.stream().allMatch(refund -> refund.status() == OperationStatus.SUCCEEDED));
    }

    /** Whether a refund was asked for by nobody, and is told of apart from the shop's own. */
    static boolean isByItself(Operation refund) {
        return refund.cause() == Cause.SECOND_SUCCESS || BY_ITSELF.contains(refund.cause());
    }

    /** Whether a part was received and the rest is asked for. */
    public boolean isPart() {
        return missing.isPositive();
    }

    boolean isGoingBack() {
        return back.isPositive() && !isBack;
    }
}
