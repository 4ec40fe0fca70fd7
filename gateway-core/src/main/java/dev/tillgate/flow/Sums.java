package dev.tillgate.flow;

import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;

/** Adds up what came and went, from the rows of an order's file. */
final class Sums {
    private Sums() {}

    /** Of one attempt's operations of a kind: those that succeeded, or all that are not failed. */
    static Money of(OrderFile file, Attempt attempt, OperationKind kind, boolean succeededOnly) {
        Money sum = Money.zero(attempt.amount().currency());
        for (Operation operation : file.operationsOf(attempt.id())) {
            OperationStatus status = operation.status();
            boolean counts = succeededOnly ? status == OperationStatus.SUCCEEDED : status.isCounted();
            if (operation.kind() == kind && counts) {
                sum = sum.plus(operation.amount());
            }
        }
        return sum;
    }

    /** What an attempt has brought: its captures, or its whole amount when it was collected at once. */
    static Money collected(OrderFile file, Attempt attempt) {
        Money captures = of(file, attempt, OperationKind.CAPTURE, true);
        boolean atOnce = captures.isZero() && attempt.status() == AttemptStatus.SUCCEEDED;
        return atOnce ? attempt.amount() : captures;
    }

    /** What of it can still be given back; refunds under way count as given. */
    static Money refundable(OrderFile file, Attempt attempt) {
        return collected(file, attempt).minus(of(file, attempt, OperationKind.REFUND, false));
    }

    /** What was received for a payment and is not given back or on its way back. */
    static Money received(OrderFile file, PaymentId id) {
        Money sum = Money.zero(file.payment(id).amount().currency());
        for (Attempt attempt : file.attemptsOf(id)) {
            if (attempt.status() == AttemptStatus.SUCCEEDED) {
                sum = sum.plus(refundable(file, attempt));
            }
        }
        return sum;
    }

    /** What is still owed; zero when nothing is. */
    static Money missing(OrderFile file, Payment payment) {
        Money received = received(file, payment.id());
        return received.compareTo(payment.amount()) >= 0
                ? Money.zero(payment.amount().currency())
                : payment.amount().minus(received);
    }
}
