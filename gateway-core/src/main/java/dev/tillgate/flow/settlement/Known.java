package dev.tillgate.flow.settlement;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.PaymentId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What our books know of the charges and refunds that some settlement rows speak of, all of one provider account.
 *
 * @param attempts by our id and by the provider's
 * @param operations by our id and by the provider's
 * @param operationsOf captures and refunds, by attempt
 * @param settled operations that a row of a file was matched to already
 * @param cameBack refunds that were made and came back, by our books or by a row
 */
public record Known(
        Map<String, Charge> attempts,
        Map<String, Step> operations,
        Map<AttemptId, List<Step>> operationsOf,
        Set<OperationId> settled,
        Set<OperationId> cameBack) {

    /** An attempt, as far as it matters here. */
    public record Charge(PaymentId payment, AttemptId id, Money amount, AttemptStatus status) {}

    /** A capture or refund. */
    public record Step(
            PaymentId payment,
            AttemptId attempt,
            OperationId id,
            OperationKind kind,
            Money amount,
            OperationStatus status) {}

    /** Our own reference first, then the provider's, nearest first. */
    Optional<Charge> charge(@Nullable String ours, List<String> theirs) {
        return first(attempts, ours, theirs);
    }

    /** Our own reference first, then the provider's, nearest first. */
    Optional<Step> operation(OperationKind kind, @Nullable String ours, List<String> theirs) {
        return first(operations, ours, theirs).filter(step -> step.kind() == kind);
    }

    List<Step> stepsOf(AttemptId attempt, OperationKind kind) {
        return operationsOf.getOrDefault(attempt, List.of()).stream()
                .filter(step -> step.kind() == kind && step.status() == OperationStatus.SUCCEEDED)
                .toList();
    }

    boolean cameBack(OperationId refund) {
        return cameBack.contains(refund);
    }

    /** What was collected of an attempt: its captures, or all of it when it was never only reserved. */
    Money collected(Charge charge) {
        return stepsOf(charge.id(), OperationKind.CAPTURE).stream()
                .map(Step::amount)
                .reduce(Money::plus)
                .orElse(charge.amount());
    }

    private static <T> Optional<T> first(Map<String, T> known, @Nullable String ours, List<String> theirs) {
        T mine = ours == null ? null : known.get(ours);
        if (mine != null) {
            return Optional.of(mine);
        }
        for (String ref : theirs) {
            T found = known.get(ref);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
