package dev.tillgate.flow;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.PaymentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Of which attempts an amount is given back: of one if it brought enough, else of several. */
final class RefundParts {
    private RefundParts() {}

    /** So much of this attempt. */
    record Part(Attempt attempt, Money amount) {}

    /**
     * @param amount how much, or null for all that is left
     * @throws NotPossible when nothing was collected or there is less left
     */
    static List<Part> of(OrderFile file, PaymentId payment, @Nullable Money amount) {
        List<Attempt> sources = sources(file, payment);
        Money left = Money.zero(file.payment(payment).amount().currency());
        for (Attempt source : sources) {
            left = left.plus(Sums.refundable(file, source));
        }
        Money wanted = amount == null ? left : amount;
        OperationLife.requireWithin(wanted, left, "refund");
        Optional<Attempt> enough = sources.stream()
                .filter(source -> Sums.refundable(file, source).compareTo(wanted) >= 0)
                .findFirst();
        return enough.isPresent() ? List.of(new Part(enough.get(), wanted)) : several(file, sources, wanted);
    }

    private static List<Part> several(OrderFile file, List<Attempt> sources, Money wanted) {
        List<Part> parts = new ArrayList<>();
        Money rest = wanted;
        for (Attempt source : sources) {
            Money here = Sums.refundable(file, source);
            Money piece = here.compareTo(rest) < 0 ? here : rest;
            if (piece.isPositive()) {
                parts.add(new Part(source, piece));
                rest = rest.minus(piece);
            }
        }
        return parts;
    }

    /** The attempts that brought money, the one that holds the order first. */
    private static List<Attempt> sources(OrderFile file, PaymentId payment) {
        AttemptId by = file.order().chargedBy();
        List<Attempt> sources = file.attemptsOf(payment).stream()
                .filter(a -> a.status() == AttemptStatus.SUCCEEDED)
                .sorted(Comparator.comparing(a -> !a.id().equals(by)))
                .toList();
        if (sources.isEmpty()) {
            throw new NotPossible(Why.WRONG_STATE, "nothing was collected that could be refunded");
        }
        return sources;
    }
}
