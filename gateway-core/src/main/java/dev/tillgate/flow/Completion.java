package dev.tillgate.flow;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import java.time.Instant;

/**
 * For providers where the payer agrees first and the money moves only when we say so: whether it is wanted now. Pure
 * decisions on an {@link OrderFile}, a part of {@link PaymentLife}.
 */
final class Completion {
    private final Pace pace;
    private final OperationLife operations;

    Completion(Pace pace, OperationLife operations) {
        this.pace = pace;
        this.operations = operations;
    }

    /**
     * Begins to complete an attempt that the payer agreed to. One that is not wanted any more is closed instead; while
     * another attempt is in doubt it waits.
     *
     * @param ref the provider's own id of the charge
     * @return whether the provider is to be told now
     */
    boolean begin(OrderFile file, AttemptId id, String ref, Instant now) {
        Attempt attempt = file.attempt(id);
        if (!attempt.status().isUnderWay() || operations.closing(file, attempt).isPresent()) {
            return false;
        }
        Payment payment = file.payment(attempt.payment());
        boolean over = payment.status() != PaymentStatus.OPEN
                || file.order().chargedBy() != null
                || attempt.amount().compareTo(Sums.missing(file, payment)) > 0;
        if (over) {
            operations.close(file, attempt, now);
            return false;
        }
        boolean otherInDoubt = file.attempts().stream()
                .anyMatch(a -> !a.id().equals(id) && a.status().isInDoubt());
        Instant askAt = otherInDoubt ? pace.nextInDoubt(attempt.asked(), now) : now.plus(pace.callLease());
        file.put(attempt.to(AttemptStatus.PENDING, ref, askAt, now));
        return !otherInDoubt;
    }
}
