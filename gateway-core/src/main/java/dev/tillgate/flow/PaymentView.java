package dev.tillgate.flow;

import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import java.util.List;
import java.util.Optional;

/** One payment within its order's file: what flows answer with and pages and the API render. */
public record PaymentView(OrderFile file, PaymentId id) {
    public Payment payment() {
        return file.payment(id);
    }

    public Order order() {
        return file.order();
    }

    /** Oldest first. */
    public List<Attempt> attempts() {
        return file.attemptsOf(id);
    }

    public Optional<Attempt> lastAttempt() {
        List<Attempt> all = attempts();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Captures, voids and refunds of this payment, oldest first. */
    public List<Operation> operations() {
        return file.operations().stream().filter(o -> o.payment().equals(id)).toList();
    }

    public List<Operation> refunds() {
        return operations().stream()
                .filter(o -> o.kind() == OperationKind.REFUND)
                .toList();
    }

    /** What was received and is not given back or on its way back. */
    public Money received() {
        return Sums.received(file, id);
    }

    /** What is still owed; zero when nothing is. */
    public Money missing() {
        return Sums.missing(file, payment());
    }

    /** Whether it waits for the rest: something was received, and it can still be paid. */
    public boolean isPaidInPart() {
        return payment().status() == PaymentStatus.OPEN
                && received().isPositive()
                && missing().isPositive();
    }

    /** Whether money may be on its way that nobody knows of yet: "do not pay again, we are checking". */
    public boolean isInDoubt() {
        return file.attempts().stream().anyMatch(a -> a.status().isInDoubt());
    }
}
