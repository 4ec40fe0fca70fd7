package dev.tillgate.flow;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.Outcome;
import java.time.Instant;

/** When an attempt, capture, void or refund that is not decided is sent or asked about once more. */
final class OnceMore {
    private final Pace pace;

    OnceMore(Pace pace) {
        this.pace = pace;
    }

    /** Sent again until the provider takes it; when that goes on, people learn why, and it is tried more seldom. */
    void notTaken(OrderFile file, Operation operation, String why, Instant now) {
        if (!operation.status().isUnderWay()) {
            return;
        }
        Instant nextTry = pace.nextNotTaken(operation.asked(), now);
        Operation waits = operation.askedAgainAt(nextTry, Facts.shortened(why), now);
        file.put(waits);
        if (operation.kind() == OperationKind.REFUND && operation.asked() == Pace.TRIES_IN_SILENCE) {
            Payment payment = file.payment(operation.payment());
            Attempt attempt = file.attempt(operation.attempt());
            file.append(EventType.REFUND_DELAYED, payment, Facts.of(file, payment, attempt, waits), now);
        }
    }

    void ask(OrderFile file, Operation operation, String why, Instant now) {
        ask(file, operation, new Outcome.Unknown(why), now);
    }

    void ask(OrderFile file, Operation operation, Outcome.Unknown unknown, Instant now) {
        if (!operation.status().isUnderWay()) {
            return;
        }
        int asked = operation.asked();
        String why = Facts.shortened(unknown.why());
        if (unknown.unanswered() && pace.isSteady(asked)) {
            Instant askAt = pace.whileUnanswered(asked, operation.id().value(), now);
            file.put(operation.postponedTo(askAt, why, now));
        } else {
            file.put(operation.askedAgainAt(pace.nextInDoubt(asked, now), why, now));
        }
    }

    /** An attempt whose answer told nothing. */
    Attempt ask(Attempt attempt, Outcome.Unknown unknown, Instant now) {
        int asked = attempt.asked();
        if (!attempt.status().isInDoubt()) {
            return attempt.askedAgainAt(pace.nextAwaiting(asked, now), now);
        }
        if (!unknown.unanswered()) {
            return attempt.askedAgainAt(pace.nextInDoubt(asked, now), now);
        }
        Instant askAt = pace.whileUnanswered(asked, attempt.id().value(), now);
        return pace.isSteady(asked) ? attempt.postponedTo(askAt, now) : attempt.askedAgainAt(askAt, now);
    }

    /** What had ended and was asked about once more is not asked about again. */
    static Attempt answered(OrderFile file, Attempt attempt, Outcome outcome, Instant now) {
        boolean ended = attempt.status() == AttemptStatus.NOT_SENT || attempt.status() == AttemptStatus.ABANDONED;
        if (!ended || attempt.dueAt() == null || outcome instanceof Outcome.Unknown) {
            return attempt;
        }
        Attempt answered = attempt.postponedTo(null, now);
        file.put(answered);
        return answered;
    }
}
