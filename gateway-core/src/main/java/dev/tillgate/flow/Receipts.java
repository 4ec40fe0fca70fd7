package dev.tillgate.flow;

import dev.tillgate.flow.Reckoning.Arrival;
import dev.tillgate.flow.Reckoning.Verdict;
import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Operation.Cause;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes money that a provider has collected, and decides what it makes of the payment: paid, not enough, too much, too
 * late, or one time too many. Pure decisions on an {@link OrderFile}, by the table in {@link Reckoning}.
 */
final class Receipts {
    private final OperationLife operations;

    Receipts(OperationLife operations) {
        this.operations = operations;
    }

    /**
     * Books money of an attempt.
     *
     * @return whether whatever else waits for the payer is now about an amount that is not owed any more
     */
    boolean take(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        return attempt.status() == AttemptStatus.SUCCEEDED
                ? takeMore(file, attempt, done, now)
                : takeFirst(file, attempt, done, now);
    }

    private boolean takeFirst(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        Payment before = file.payment(attempt.payment());
        Arrival arrival = new Arrival(
                before.amount(),
                Sums.received(file, before.id()),
                attempt.amount(),
                done.amount(),
                before.status() == PaymentStatus.EXPIRED || before.status() == PaymentStatus.CANCELED);
        boolean second = isChargedByAnother(file, attempt);
        Reckoning reckoning = Reckoning.of(terms(file, attempt, arrival, second), arrival);
        if (reckoning.verdict() == Verdict.HOLD) {
            mismatch(file, attempt, done, now);
            return false;
        }
        Attempt succeeded =
                attempt.to(AttemptStatus.SUCCEEDED, done.ref(), null, now).because(null, null);
        file.put(succeeded);
        Payment payment = book(file, succeeded, done, arrival.isAsAsked(), now);
        if (second) {
            file.append(EventType.PAYMENT_SECOND_SUCCESS, payment, Facts.of(file, payment, succeeded), now);
            operations.giveBack(file, succeeded, done.amount(), Cause.SECOND_SUCCESS, now);
            return false;
        }
        return settle(file, succeeded, reckoning, done.amount(), now);
    }

    /** The payer has sent more for an attempt that had brought too little: the provider names the whole sum. */
    private boolean takeMore(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        Money known = Sums.of(file, attempt, OperationKind.CAPTURE, true);
        Payment before = file.payment(attempt.payment());
        boolean expected = before.status() == PaymentStatus.OPEN
                && file.order().chargedBy() == null
                && known.isPositive()
                && done.amount().currency().equals(known.currency())
                && done.amount().compareTo(known) > 0;
        if (!expected) {
            return false;
        }
        Money more = done.amount().minus(known);
        Money asked = Money.zero(known.currency());
        Arrival arrival = new Arrival(before.amount(), Sums.received(file, before.id()), asked, more, false);
        Reckoning reckoning = Reckoning.of(file.terms(attempt), arrival);
        if (reckoning.verdict() == Verdict.HOLD) {
            PaymentLife.contradiction(file, attempt, "the provider says " + done.amount() + " in all", now);
            return false;
        }
        book(file, attempt, new Outcome.Done(done.effect(), done.ref(), more), false, now);
        return settle(file, attempt, reckoning, more, now);
    }

    /** Gives back what was received for a payment that has ended without being paid. */
    void giveBackAll(OrderFile file, Payment over, Instant now) {
        for (Attempt attempt : file.attemptsOf(over.id())) {
            if (attempt.status() == AttemptStatus.SUCCEEDED) {
                Money left = Sums.refundable(file, attempt);
                if (left.isPositive()) {
                    operations.giveBack(file, attempt, left, Cause.UNDERPAID, now);
                }
            }
        }
    }

    /** Asked for only where they can matter: the usual payment costs no look at a store's policy. */
    private static AmountTerms terms(OrderFile file, Attempt attempt, Arrival arrival, boolean second) {
        boolean exact = arrival.before().isZero() && arrival.came().equals(arrival.owed());
        boolean usual = arrival.isAsAsked() && (second || (exact && !arrival.late()));
        return usual ? AmountTerms.USUAL : file.terms(attempt);
    }

    /** What came exactly as asked is the attempt's own amount; anything else is written beside it. */
    private Payment book(OrderFile file, Attempt attempt, Outcome.Done done, boolean asAsked, Instant now) {
        if (asAsked) {
            file.post(LedgerEntry.captured(attempt, null, done.amount(), now));
        } else {
            operations.arrived(file, attempt, done, now);
        }
        Money none = Money.zero(done.amount().currency());
        Payment payment = file.payment(attempt.payment()).plus(done.amount(), done.amount(), none, now);
        file.put(payment);
        return payment;
    }

    private boolean settle(OrderFile file, Attempt attempt, Reckoning reckoning, Money came, Instant now) {
        return switch (reckoning.verdict()) {
            case HOLD -> throw new IllegalStateException("not booked");
            case PAID -> paid(file, attempt, now);
            case OVERPAID -> {
                boolean closes = paid(file, attempt, now);
                tell(file, EventType.PAYMENT_OVERPAID, attempt, reckoning, "keep", now);
                yield closes;
            }
            case OVERPAID_BACK -> {
                boolean closes = paid(file, attempt, now);
                tell(file, EventType.PAYMENT_OVERPAID, attempt, reckoning, "refund", now);
                operations.giveBack(file, attempt, reckoning.excess(), Cause.OVERPAID, now);
                yield closes;
            }
            case UNDERPAID -> {
                tell(file, EventType.PAYMENT_UNDERPAID, attempt, reckoning, "top_up", now);
                yield true;
            }
            case UNDERPAID_BACK -> {
                tell(file, EventType.PAYMENT_UNDERPAID, attempt, reckoning, "refund", now);
                operations.giveBack(file, attempt, came, Cause.UNDERPAID, now);
                yield false;
            }
            case LATE_BACK -> {
                tell(file, EventType.PAYMENT_LATE_REFUNDED, attempt, reckoning, "refund", now);
                operations.giveBack(file, attempt, came, Cause.LATE, now);
                yield false;
            }
        };
    }

    private static boolean paid(OrderFile file, Attempt attempt, Instant now) {
        file.put(file.order().chargedBy(attempt.id()));
        PaymentLife.becomePaid(file, file.payment(attempt.payment()), attempt, now);
        return true;
    }

    private static void tell(
            OrderFile file, EventType type, Attempt attempt, Reckoning reckoning, String policy, Instant now) {
        Payment payment = file.payment(attempt.payment());
        file.append(type, payment, Facts.of(file, payment, attempt, reckoning, policy), now);
    }

    /** Another amount than may be booked: kept in doubt, raised once, asked about again, and never called paid. */
    static void mismatch(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        String detail = "the provider says " + done.amount() + " instead of " + attempt.amount();
        if (detail.equals(attempt.detail())) {
            file.put(attempt.askedAgainAt(now.plus(Duration.ofHours(1)), now));
            return;
        }
        Payment payment = file.payment(attempt.payment());
        AttemptStatus next =
                attempt.status().canBecome(AttemptStatus.PENDING) ? AttemptStatus.PENDING : attempt.status();
        Attempt kept =
                attempt.to(next, done.ref(), now.plus(Duration.ofHours(1)), now).because(null, detail);
        file.put(kept);
        file.append(EventType.PAYMENT_AMOUNT_MISMATCH, payment, Facts.of(file, payment, kept), now);
    }

    static boolean isChargedByAnother(OrderFile file, Attempt attempt) {
        AttemptId by = file.order().chargedBy();
        return by != null && !by.equals(attempt.id());
    }
}
