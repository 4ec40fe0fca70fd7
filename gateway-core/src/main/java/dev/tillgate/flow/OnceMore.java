package dev.tillgate.flow;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.Outcome;
import java.time.Instant;

/** When a capture, void or refund that is not decided is sent or asked about once more. */
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
}
