package dev.tillgate.platform;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Operation.Cause;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.ShopFact.Standing;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes an order's file into what its shop must know. Pure. */
final class ShopFacts {
    /** Money that went back because it never counted for the order; the shop has not seen it and need not. */
    private static final Set<Cause> NEVER_COUNTED =
            Set.copyOf(EnumSet.of(Cause.SECOND_SUCCESS, Cause.OVERPAID, Cause.UNDERPAID, Cause.LATE));

    private ShopFacts() {}

    /** Nothing when the order has no payment yet. */
    static Optional<ShopFact> of(OrderFile file) {
        return deciding(file).map(payment -> {
            Standing standing = standing(file, payment);
            return new ShopFact(
                    file.order().reference(),
                    payment.id(),
                    standing,
                    standing == Standing.PAID
                            ? paid(file, payment)
                            : Money.zero(payment.amount().currency()),
                    refunds(file, payment),
                    payment.updatedAt());
        });
    }

    /** The payment that holds the order's money, else a paid one, else the newest. */
    static Optional<Payment> deciding(OrderFile file) {
        AttemptId by = file.order().chargedBy();
        Optional<Payment> charged = file.attempts().stream()
                .filter(attempt -> attempt.id().equals(by))
                .map(Attempt::payment)
                .map(file::payment)
                .findFirst();
        return charged.or(() -> file.payments().stream()
                        .filter(payment -> payment.status() == PaymentStatus.PAID)
                        .findFirst())
                .or(() -> file.payments().stream().max(Comparator.comparing(Payment::revision)));
    }

    private static Standing standing(OrderFile file, Payment payment) {
        return switch (payment.status()) {
            case PAID -> Standing.PAID;
            case AUTHORIZED -> Standing.AUTHORIZED;
            case OPEN -> inDoubt(file, payment) ? Standing.IN_DOUBT : Standing.OPEN;
            case CANCELED, EXPIRED -> inDoubt(file, payment) ? Standing.IN_DOUBT : Standing.ENDED;
        };
    }

    private static boolean inDoubt(OrderFile file, Payment payment) {
        return new PaymentView(file, payment.id()).isInDoubt();
    }

    private static Money paid(OrderFile file, Payment payment) {
        Money paid = payment.captured();
        for (Operation operation : refundsOf(file, payment)) {
            if (operation.status().isCounted() && NEVER_COUNTED.contains(operation.cause())) {
                paid = paid.minus(operation.amount());
            }
        }
        return paid;
    }

    private static List<Refunded> refunds(OrderFile file, Payment payment) {
        return refundsOf(file, payment).stream()
                .filter(operation -> operation.status() == OperationStatus.SUCCEEDED)
                .filter(operation -> !NEVER_COUNTED.contains(operation.cause()))
                .sorted(Comparator.comparing(Operation::updatedAt)
                        .thenComparing(operation -> operation.id().value()))
                .map(operation -> new Refunded(operation.id(), operation.amount(), operation.updatedAt()))
                .toList();
    }

    private static List<Operation> refundsOf(OrderFile file, Payment payment) {
        return file.operations().stream()
                .filter(operation -> operation.payment().equals(payment.id()))
                .filter(operation -> operation.kind() == OperationKind.REFUND)
                .toList();
    }
}
