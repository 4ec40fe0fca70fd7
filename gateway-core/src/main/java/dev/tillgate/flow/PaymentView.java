package dev.tillgate.flow;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
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

    /** Whether money may be on its way that nobody knows of yet: "do not pay again, we are checking". */
    public boolean isInDoubt() {
        return file.attempts().stream().anyMatch(a -> a.status().isInDoubt());
    }
}
