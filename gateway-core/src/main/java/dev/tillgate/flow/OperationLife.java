package dev.tillgate.flow;

import static dev.tillgate.payment.OperationStatus.FAILED;
import static dev.tillgate.payment.OperationStatus.PENDING;
import static dev.tillgate.payment.OperationStatus.SUCCEEDED;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Operation.Cause;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to reserved and collected money: captures, voids, refunds. Pure decisions on an {@link OrderFile}, the
 * second half of {@link PaymentLife}. An operation that is under way counts against what is left, so that the sum of
 * captures or refunds can never exceed what there is, however many ask at once.
 */
public final class OperationLife {
    private static final int MAX_OPERATIONS_PER_ORDER = 200;

    private final Pace pace;
    private final OnceMore again;

    OperationLife(Pace pace) {
        this.pace = pace;
        this.again = new OnceMore(pace);
    }

    /**
     * Begins to collect reserved money.
     *
     * @param amount how much, or null for all that is left
     * @throws NotPossible when nothing is reserved, it is being released, or there is less
     */
    public Operation capture(OrderFile file, PaymentId id, @Nullable Money amount, Instant now) {
        Payment payment = file.payment(id);
        Attempt attempt = chargedAttempt(file, payment)
                .filter(a -> payment.status() == PaymentStatus.AUTHORIZED
                        || reservedLeft(file, a).isPositive())
                .orElseThrow(() -> new NotPossible(Why.WRONG_STATE, "nothing is authorized that could be captured"));
        if (closing(file, attempt).isPresent()) {
            throw new NotPossible(Why.WRONG_STATE, "the authorization is being released");
        }
        Money left = reservedLeft(file, attempt);
        Money wanted = amount == null ? left : amount;
        requireWithin(wanted, left, "capture");
        Cause cause = payment.captureMode() == CaptureMode.AUTOMATIC ? Cause.COLLECT_AT_ONCE : Cause.REQUESTED;
        return begin(file, attempt, OperationKind.CAPTURE, wanted, cause, now);
    }

    /**
     * Begins to give collected money back; what came in several parts goes back in several refunds.
     *
     * @param amount how much, or null for all that is left
     * @return the refund, or the first of them
     * @throws NotPossible when nothing was collected or there is less left
     */
    public Operation refund(
            OrderFile file, PaymentId id, @Nullable Money amount, @Nullable String reason, Instant now) {
        Payment payment = file.payment(id);
        Operation first = null;
        for (RefundParts.Part part : RefundParts.of(file, id, amount)) {
            Operation refund = begin(file, part.attempt(), OperationKind.REFUND, part.amount(), Cause.REQUESTED, now)
                    .because(reason);
            // Who asked calls the provider for the first one only; the workers send the others.
            refund = first == null ? refund : refund.to(refund.status(), null, null, now, now);
            file.put(refund);
            file.append(EventType.REFUND_STARTED, payment, Facts.of(file, payment, part.attempt(), refund), now);
            first = first == null ? refund : first;
        }
        return Objects.requireNonNull(first, "there is something left");
    }

    /**
     * Begins to release the reserved money of an authorized payment.
     *
     * @throws NotPossible when nothing is reserved or it is being captured
     */
    public Operation release(OrderFile file, PaymentId id, Instant now) {
        Payment payment = file.payment(id);
        Attempt attempt = chargedAttempt(file, payment)
                .filter(a -> payment.status() == PaymentStatus.AUTHORIZED)
                .orElseThrow(() -> new NotPossible(Why.WRONG_STATE, "nothing is authorized that could be released"));
        boolean capturing = file.operationsOf(attempt.id()).stream()
                .anyMatch(o -> o.kind() == OperationKind.CAPTURE && o.status().isUnderWay());
        if (capturing) {
            throw new NotPossible(Why.WRONG_STATE, "a capture is under way");
        }
        Optional<Operation> already = closing(file, attempt);
        return already.orElseGet(
                () -> begin(file, attempt, OperationKind.VOID, attempt.amount(), Cause.REQUESTED, now));
    }

    /** Applies what a provider says of a capture, void or refund; equal answers later change nothing. */
    public void answered(OrderFile file, OperationId id, Outcome outcome, Source source, Instant now) {
        Operation operation = file.operation(id);
        switch (outcome) {
            case Outcome.Done done -> done(file, operation, done, now);
            case Outcome.Pending pending -> {
                if (operation.status().isUnderWay()) {
                    Instant askAt = now.plus(pending.askAgain());
                    file.put(operation.to(PENDING, pending.ref(), operation.detail(), askAt, now));
                }
            }
            case Outcome.Declined declined -> failed(file, operation, declined.providerCode(), now);
            case Outcome.Refused refused -> {
                // A refused question says nothing about the operation.
                if (source == Source.REPLY) {
                    failed(file, operation, refused.why(), now);
                } else {
                    again.ask(file, operation, refused.why(), now);
                }
            }
            case Outcome.NotSent notSent -> again.notTaken(file, operation, notSent.why(), now);
            case Outcome.Unknown unknown -> again.ask(file, operation, unknown, now);
            case Outcome.PayerMust must -> again.ask(file, operation, "unexpected: the payer must act", now);
            case Outcome.Approved approved -> again.ask(file, operation, "unexpected: the payer agreed", now);
        }
    }

    /** Shuts an attempt at its provider: it is not wanted any more. */
    void close(OrderFile file, Attempt attempt, Instant now) {
        if (closing(file, attempt).isEmpty()) {
            begin(file, attempt, OperationKind.VOID, attempt.amount(), Cause.CLOSE_SIBLING, now);
        }
    }

    /** Gives money back that nobody asked for or nobody wants; the workers send it. */
    void giveBack(OrderFile file, Attempt attempt, Money amount, Cause cause, Instant now) {
        begin(file, attempt, OperationKind.REFUND, amount, cause, now);
    }

    /** Writes down what came by an attempt when it is not what was asked for. */
    void arrived(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        Operation capture = begin(file, attempt, OperationKind.CAPTURE, done.amount(), Cause.AT_PROVIDER, now);
        file.put(capture.to(SUCCEEDED, done.ref(), null, null, now));
        file.post(LedgerEntry.captured(attempt, capture.id(), done.amount(), now));
    }

    /** The provider says that money went back, and nobody asked us for it. */
    void refundedAtProvider(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        Operation refund = begin(file, attempt, OperationKind.REFUND, done.amount(), Cause.AT_PROVIDER, now);
        refunded(file, refund, done, now);
    }

    /** The void of this attempt that is under way or done. */
    Optional<Operation> closing(OrderFile file, Attempt attempt) {
        return file.operationsOf(attempt.id()).stream()
                .filter(o -> o.kind() == OperationKind.VOID && o.status().isCounted())
                .findFirst();
    }

    /** The provider says that reserved money was collected, and we did not ask for it just now. */
    void collectedAtProvider(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        boolean ours = file.operationsOf(attempt.id()).stream()
                .anyMatch(o -> o.kind() == OperationKind.CAPTURE && o.status().isCounted());
        if (ours) {
            return;
        }
        if (done.amount().compareTo(reservedLeft(file, attempt)) > 0) {
            PaymentLife.contradiction(file, attempt, "the provider collected more than was reserved", now);
            return;
        }
        Operation capture = begin(file, attempt, OperationKind.CAPTURE, done.amount(), Cause.AT_PROVIDER, now);
        captured(file, capture, done, now);
    }

    /** Reserved money is free again, by our void or because its time ran out. */
    void released(OrderFile file, Attempt attempt, @Nullable OperationId by, Instant now) {
        Money left = reservedLeft(file, attempt);
        if (left.isPositive()) {
            file.post(LedgerEntry.released(attempt, by, left, now));
        }
        file.put(attempt.to(AttemptStatus.ABANDONED, null, null, now)
                .because(by == null ? DeclineReason.EXPIRED : DeclineReason.CLOSED, null));
        Money none = Money.zero(left.currency());
        Payment payment = file.payment(attempt.payment()).plus(minus(left), none, none, now);
        file.put(payment);
        if (!attempt.id().equals(file.order().chargedBy())) {
            return;
        }
        file.put(file.order().chargedBy(null));
        if (payment.status() == PaymentStatus.AUTHORIZED) {
            boolean asked = by != null;
            Payment over = payment.to(asked ? PaymentStatus.CANCELED : PaymentStatus.EXPIRED, null, now);
            file.put(over);
            EventType type = asked ? EventType.PAYMENT_CANCELED : EventType.PAYMENT_EXPIRED;
            file.append(type, over, Facts.of(file, over), now);
            new Receipts(this).giveBackAll(file, over, now);
        }
    }

    private void done(OrderFile file, Operation operation, Outcome.Done done, Instant now) {
        if (!operation.status().isUnderWay()) {
            return;
        }
        boolean expected =
                switch (operation.kind()) {
                    case CAPTURE ->
                        done.effect() == Outcome.Effect.CAPTURED || done.effect() == Outcome.Effect.CAPTURED_FINALLY;
                    case VOID -> done.effect() == Outcome.Effect.CLOSED;
                    case REFUND -> done.effect() == Outcome.Effect.REFUNDED;
                };
        boolean amountAgrees =
                operation.kind() == OperationKind.VOID || done.amount().equals(operation.amount());
        if (!expected || !amountAgrees) {
            Attempt attempt = file.attempt(operation.attempt());
            String what =
                    "asked for " + operation.amount() + ", the provider says " + done.effect() + " " + done.amount();
            PaymentLife.contradiction(file, attempt, what, now);
            again.ask(file, operation, what, now);
            return;
        }
        switch (operation.kind()) {
            case CAPTURE -> captured(file, operation, done, now);
            case VOID -> closed(file, operation, done, now);
            case REFUND -> refunded(file, operation, done, now);
        }
    }

    private void captured(OrderFile file, Operation operation, Outcome.Done done, Instant now) {
        Operation succeeded = operation.to(SUCCEEDED, done.ref(), null, null, now);
        file.put(succeeded);
        Attempt attempt = file.attempt(operation.attempt());
        file.post(LedgerEntry.released(attempt, operation.id(), done.amount(), now));
        file.post(LedgerEntry.captured(attempt, operation.id(), done.amount(), now));
        Money none = Money.zero(done.amount().currency());
        Payment payment = file.payment(attempt.payment()).plus(none, done.amount(), none, now);
        file.put(payment);
        if (done.effect() == Outcome.Effect.CAPTURED_FINALLY) {
            payment = releaseRest(file, attempt, operation, payment, now);
        }
        if (attempt.status() != AttemptStatus.SUCCEEDED) {
            attempt = attempt.to(AttemptStatus.SUCCEEDED, null, null, now);
            file.put(attempt);
        }
        if (payment.status().canBecome(PaymentStatus.PAID)) {
            PaymentLife.becomePaid(file, payment, attempt, now);
            return;
        }
        file.append(EventType.PAYMENT_CAPTURED, payment, Facts.of(file, payment, attempt, succeeded), now);
    }

    /** The provider lets go of what was reserved and not captured. */
    private Payment releaseRest(OrderFile file, Attempt attempt, Operation by, Payment payment, Instant now) {
        Money rest = reservedLeft(file, attempt);
        if (!rest.isPositive()) {
            return payment;
        }
        file.post(LedgerEntry.released(attempt, by.id(), rest, now));
        Money none = Money.zero(rest.currency());
        Payment less = payment.plus(minus(rest), none, none, now);
        file.put(less);
        return less;
    }

    private void closed(OrderFile file, Operation operation, Outcome.Done done, Instant now) {
        file.put(operation.to(SUCCEEDED, done.ref(), null, null, now));
        Attempt attempt = file.attempt(operation.attempt());
        if (attempt.status() == AttemptStatus.AUTHORIZED) {
            released(file, attempt, operation.id(), now);
            return;
        }
        if (attempt.status().isUnderWay()) {
            Payment payment = file.payment(attempt.payment());
            Attempt ended = attempt.to(AttemptStatus.ABANDONED, null, null, now).because(DeclineReason.CLOSED, null);
            file.put(ended);
            file.append(EventType.ATTEMPT_ABANDONED, payment, Facts.of(file, payment, ended), now);
        }
    }

    private void refunded(OrderFile file, Operation operation, Outcome.Done done, Instant now) {
        Operation succeeded = operation.to(SUCCEEDED, done.ref(), null, null, now);
        file.put(succeeded);
        Attempt attempt = file.attempt(operation.attempt());
        file.post(LedgerEntry.refunded(attempt, operation.id(), done.amount(), now));
        Payment payment = changeRefunded(file, operation.payment(), done.amount(), now);
        file.append(EventType.REFUND_SUCCEEDED, payment, Facts.of(file, payment, attempt, succeeded), now);
    }

    private void failed(OrderFile file, Operation operation, String why, Instant now) {
        if (!operation.status().canBecome(FAILED)) {
            return;
        }
        boolean bounced = operation.status() == SUCCEEDED;
        if (bounced && operation.kind() != OperationKind.REFUND) {
            return;
        }
        Operation failed = operation.to(FAILED, null, Facts.shortened(why), null, now);
        file.put(failed);
        Attempt attempt = file.attempt(operation.attempt());
        Payment payment = file.payment(operation.payment());
        switch (operation.kind()) {
            case CAPTURE ->
                file.append(EventType.PAYMENT_CAPTURE_FAILED, payment, Facts.of(file, payment, attempt, failed), now);
            // Too late to close it usually means that it was paid: look at once.
            case VOID -> file.put(attempt.askedAgainAt(attempt.status().isUnderWay() ? now : attempt.dueAt(), now));
            case REFUND -> {
                if (bounced) {
                    file.post(LedgerEntry.refundReversed(attempt, operation.id(), operation.amount(), now));
                    payment = changeRefunded(file, operation.payment(), minus(operation.amount()), now);
                }
                file.append(EventType.REFUND_FAILED, payment, Facts.of(file, payment, attempt, failed), now);
            }
        }
    }

    private Operation begin(
            OrderFile file, Attempt attempt, OperationKind kind, Money amount, Cause cause, Instant now) {
        if (file.operations().size() >= MAX_OPERATIONS_PER_ORDER) {
            throw new NotPossible(Why.TOO_MANY, "too many captures, voids and refunds of this order");
        }
        // What somebody waits for is called at once by who asked; the rest is left to the workers.
        Instant dueAt = cause == Cause.REQUESTED ? now.plus(pace.callLease()) : now;
        Operation operation = Operation.started(attempt, kind, amount, cause, dueAt, now);
        file.put(operation);
        return operation;
    }

    private Payment changeRefunded(OrderFile file, PaymentId id, Money more, Instant now) {
        Money none = Money.zero(more.currency());
        Payment changed = file.payment(id).plus(none, none, more, now);
        file.put(changed);
        return changed;
    }

    private static Optional<Attempt> chargedAttempt(OrderFile file, Payment payment) {
        AttemptId by = file.order().chargedBy();
        return file.attemptsOf(payment.id()).stream()
                .filter(a -> a.id().equals(by))
                .findFirst();
    }

    private static Money reservedLeft(OrderFile file, Attempt attempt) {
        boolean everReserved = attempt.status() == AttemptStatus.AUTHORIZED
                || !Sums.of(file, attempt, OperationKind.CAPTURE, true).isZero();
        if (!everReserved) {
            return Money.zero(attempt.amount().currency());
        }
        Money notAsked = attempt.amount().minus(Sums.of(file, attempt, OperationKind.CAPTURE, false));
        // Less when the provider let go of the rest.
        Payment payment = file.payment(attempt.payment());
        Money held = payment.authorized().minus(payment.captured());
        return notAsked.compareTo(held) <= 0 ? notAsked : held;
    }

    static void requireWithin(Money wanted, Money left, String what) {
        if (!wanted.currency().equals(left.currency())) {
            throw new NotPossible(Why.INVALID, "the payment is in " + left.currencyCode(), "/currency");
        }
        if (!wanted.isPositive() || wanted.compareTo(left) > 0) {
            throw new NotPossible(
                    Why.EXCEEDS, "at most " + left + " is left to " + what, wanted.isPositive() ? "/amount" : null);
        }
    }

    private static Money minus(Money money) {
        return Money.zero(money.currency()).minus(money);
    }
}
